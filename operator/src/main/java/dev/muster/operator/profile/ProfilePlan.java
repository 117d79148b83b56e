package dev.muster.operator.profile;

import dev.muster.api.mapping.ProfileMapping;
import dev.muster.api.v1alpha1.Api;
import dev.muster.api.v1alpha1.Matchmaker;
import dev.muster.api.v1alpha1.MatchmakerProfileStatus;
import dev.muster.api.v1alpha1.MatchmakerStatus;
import dev.muster.engine.profile.Problem;
import dev.muster.operator.conditions.Conditions;
import dev.muster.operator.conditions.Finding;
import dev.muster.operator.events.Notice;
import dev.muster.operator.profile.ProfileView.Home;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Whether a spec is accepted, and what to say about the profile.
 *
 * @param revision the revision to be in force, which has to exist before the status names it
 * @param status what the status should be, without the part that the runtime writes
 * @param again when to look again, though nothing changed
 * @param notices what to tell
 */
record ProfilePlan(
    Optional<String> revision,
    MatchmakerProfileStatus status,
    Optional<Duration> again,
    List<Notice> notices) {
  static final String ACCEPTED = "Accepted";
  static final String INVALID_SPEC = "InvalidSpec";
  static final String QUEUE_TAKEN = "QueueTaken";
  static final String POD_REFUSED = "PodRefused";
  static final String RESOLVED = "Resolved";
  static final String MATCHMAKER_MISSING = "MatchmakerMissing";
  static final String REVISION_ACCEPTED = "RevisionAccepted";
  static final String SERVING = "Serving";
  static final String NOT_ACCEPTED = "NotAccepted";
  static final String WAITING_FOR_RUNTIME = "WaitingForRuntime";
  static final String RUNTIME_NOT_READY = "RuntimeNotReady";

  private static final String MATCHMAKER = "spec.matchmaker";

  /** Another profile may give the queue up; that costs nothing to see. */
  private static final Duration WHILE_TAKEN = Duration.ofSeconds(2);

  /** What the API server refuses may depend on what does not exist yet, as a service account. */
  private static final Duration WHILE_REFUSED = Duration.ofSeconds(15);

  /** A revision that is wanted again may just then be removed as one that nobody wants. */
  private static final Duration WHILE_NEW = Duration.ofSeconds(5);

  ProfilePlan {
    notices = List.copyOf(notices);
  }

  /** Decides. */
  static ProfilePlan of(ProfileView view) {
    var accepted = accepted(view);
    var revision = accepted.isTrue() ? view.assessment().revision() : view.status().revision();
    var home = accepted.isTrue() ? view.asked() : view.serving();
    var findings = List.of(accepted, resolved(view), ready(view, home, revision, accepted));
    var status =
        new MatchmakerProfileStatus(
            view.profile().getMetadata().getGeneration(),
            revision,
            Conditions.of(view.status().conditions(), view.profile(), view.now(), findings),
            home.matchmaker().map(Matchmaker::getStatus).map(MatchmakerStatus::url).orElse(null),
            null);
    return new ProfilePlan(
        accepted.isTrue() ? Optional.of(revision) : Optional.empty(),
        status,
        again(accepted, !Objects.equals(revision, view.status().revision())),
        notices(view, accepted, revision));
  }

  private static Finding accepted(ProfileView view) {
    if (!view.assessment().isGood()) {
      return refused(
          view,
          INVALID_SPEC,
          view.assessment().problems().stream()
              .map(Problem::toString)
              .collect(Collectors.joining("; ")));
    }
    if (view.queueTakenBy().isPresent()) {
      return refused(
          view,
          QUEUE_TAKEN,
          "spec.queue: queue %s of Matchmaker %s belongs to profile %s; choose another, or another Matchmaker"
              .formatted(
                  ProfileMapping.queue(
                      view.profile().getMetadata().getName(), view.profile().getSpec()),
                  view.asked().name(),
                  view.queueTakenBy().get()));
    }
    if (view.podRefusal().isPresent()) {
      return refused(view, POD_REFUSED, "spec.gameServer.template: " + view.podRefusal().get());
    }
    if (isToLeaveFor(view)) {
      return refused(view, MATCHMAKER_MISSING, "spec.matchmaker: " + missing(view));
    }
    return Finding.yes(
        Finding.ACCEPTED,
        ACCEPTED,
        "Revision "
            + view.assessment().revision()
            + " is in force"
            + text(warnings(view)).map(warnings -> "; warning: " + warnings).orElse(""));
  }

  /** Whether the profile would leave one Matchmaker for another that is not there. */
  private static boolean isToLeaveFor(ProfileView view) {
    return isMissing(view)
        && view.status().revision() != null
        && !view.serving().name().equals(view.asked().name());
  }

  /** That of name default is made for who asks for it. */
  private static boolean isMissing(ProfileView view) {
    return view.asked().matchmaker().isEmpty()
        && !Api.DEFAULT_MATCHMAKER.equals(view.asked().name());
  }

  private static String missing(ProfileView view) {
    return "Matchmaker %s does not exist in namespace %s: create it, or remove spec.matchmaker to use %s"
        .formatted(
            view.asked().name(),
            view.profile().getMetadata().getNamespace(),
            Api.DEFAULT_MATCHMAKER);
  }

  private static List<Problem> warnings(ProfileView view) {
    if (!isMissing(view)) {
      return view.assessment().warnings();
    }
    var warnings = new ArrayList<Problem>();
    warnings.add(new Problem(MATCHMAKER, missing(view)));
    warnings.addAll(view.assessment().warnings());
    return warnings;
  }

  private static Optional<String> text(List<Problem> warnings) {
    return warnings.isEmpty()
        ? Optional.empty()
        : Optional.of(warnings.stream().map(Problem::toString).collect(Collectors.joining("; ")));
  }

  private static Finding refused(ProfileView view, String reason, String message) {
    var stays =
        view.status().revision() == null
            ? "no revision is in force"
            : "revision " + view.status().revision() + " stays in force";
    return Finding.no(Finding.ACCEPTED, reason, message + " (" + stays + ")");
  }

  private static Finding resolved(ProfileView view) {
    var name = view.asked().name();
    return view.asked().matchmaker().isPresent()
        ? Finding.yes(Finding.RESOLVED_REFS, RESOLVED, "Matchmaker " + name + " exists")
        : Finding.no(
            Finding.RESOLVED_REFS,
            MATCHMAKER_MISSING,
            isMissing(view) ? missing(view) : "Matchmaker " + name + " is being made");
  }

  private static Finding ready(ProfileView view, Home home, String revision, Finding accepted) {
    if (revision == null) {
      return Finding.no(Finding.READY, NOT_ACCEPTED, "Nothing is served: " + accepted.message());
    }
    if (isMissing(view) && !isToLeaveFor(view)) {
      return Finding.no(Finding.READY, MATCHMAKER_MISSING, missing(view));
    }
    var queue = view.status().queue();
    if (queue == null || !Objects.equals(queue.revision(), revision)) {
      return Finding.no(
          Finding.READY,
          WAITING_FOR_RUNTIME,
          "The runtime does not serve revision "
              + revision
              + " yet"
              + trouble(home).map(message -> "; " + message).orElse(""));
    }
    return noRuntime(home)
        .map(message -> Finding.no(Finding.READY, RUNTIME_NOT_READY, message))
        .orElseGet(
            () -> Finding.yes(Finding.READY, SERVING, "Revision " + revision + " is served"));
  }

  private static Optional<String> trouble(Home home) {
    return home.matchmaker()
        .map(Matchmaker::getStatus)
        .flatMap(status -> Conditions.find(status.conditions(), Finding.READY))
        .filter(ready -> !"True".equals(ready.getStatus()))
        .map(Condition::getMessage)
        .map(message -> "its Matchmaker is not ready: " + message);
  }

  /**
   * Why nobody serves what the status says is served: a runtime that has died cannot take it back.
   * Empty while one is ready.
   */
  private static Optional<String> noRuntime(Home home) {
    if (home.matchmaker().isEmpty()) {
      return Optional.of("Matchmaker " + home.name() + " does not exist");
    }
    var status = home.matchmaker().get().getStatus();
    return status != null && status.readyReplicas() != null && status.readyReplicas() > 0
        ? Optional.empty()
        : trouble(home).map(message -> "No runtime is ready: " + message);
  }

  private static Optional<Duration> again(Finding accepted, boolean isNew) {
    return switch (accepted.reason()) {
      case QUEUE_TAKEN -> Optional.of(WHILE_TAKEN);
      case POD_REFUSED -> Optional.of(WHILE_REFUSED);
      default -> isNew ? Optional.of(WHILE_NEW) : Optional.empty();
    };
  }

  private static List<Notice> ofNew(String revision, List<Problem> warnings) {
    var notices = new ArrayList<Notice>();
    notices.add(Notice.normal(REVISION_ACCEPTED, "Revision " + revision + " is in force"));
    var byReason =
        warnings.stream()
            .collect(Collectors.groupingBy(ProfilePlan::reason, TreeMap::new, Collectors.toList()));
    byReason.forEach(
        (reason, found) -> notices.add(Notice.warning(reason, text(found).orElseThrow())));
    return notices;
  }

  /** That what was refused is over; else the refusal would stay the last that is told. */
  private static List<Notice> ofMended(ProfileView view, String revision) {
    return Conditions.find(view.status().conditions(), Finding.ACCEPTED)
        .filter(before -> "False".equals(before.getStatus()))
        .map(
            before ->
                Notice.normal(
                    REVISION_ACCEPTED, "Revision " + revision + " is what the spec says again"))
        .stream()
        .toList();
  }

  private static String reason(Problem warning) {
    var field = warning.field();
    if (field.equals(MATCHMAKER)) {
      return MATCHMAKER_MISSING;
    }
    return field.equals(Assessment.PORTS)
        ? "NoPorts"
        : field.startsWith(Assessment.TEMPLATE) ? "TemplateOverridden" : "StricterExpansion";
  }

  private static List<Notice> notices(ProfileView view, Finding accepted, String revision) {
    if (accepted.isTrue()) {
      return Objects.equals(revision, view.status().revision())
          ? ofMended(view, revision)
          : ofNew(revision, warnings(view));
    }
    var known =
        Conditions.find(view.status().conditions(), Finding.ACCEPTED)
            .filter(before -> accepted.message().equals(before.getMessage()));
    return known.isPresent()
        ? List.of()
        : List.of(Notice.warning("SpecRefused", accepted.message()));
  }
}
