package dev.muster.operator.backfill;

import dev.muster.api.mapping.Durations;
import dev.muster.api.v1alpha1.BackfillSpec;
import dev.muster.api.v1alpha1.BackfillStatus;
import dev.muster.api.v1alpha1.BackfillStatus.Phase;
import dev.muster.engine.profile.Problem;
import dev.muster.operator.backfill.BackfillView.Queue;
import dev.muster.operator.conditions.Conditions;
import dev.muster.operator.conditions.Finding;
import dev.muster.operator.events.Notice;
import dev.muster.operator.objects.Times;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What to do about a Backfill.
 *
 * @param status what the status should be
 * @param owner the pod that should own it, so that it goes with the pod
 * @param removed whether it is to be deleted
 * @param again when to look again, though nothing changed
 * @param notices what to tell
 */
record BackfillPlan(
    BackfillStatus status,
    Optional<Pod> owner,
    boolean removed,
    Optional<Duration> again,
    List<Notice> notices) {
  static final String ACCEPTED = "Accepted";
  static final String INVALID_SPEC = "InvalidSpec";
  static final String RESOLVED = "Resolved";
  static final String QUEUE_MISSING = "QueueMissing";
  static final String SERVER_MISSING = "ServerMissing";
  static final String SERVER_STARTING = "ServerStarting";
  static final String SERVER_GONE = "ServerGone";
  static final String SEARCHING = "Searching";
  static final String ASSIGNED = "Assigned";
  static final String EXPIRED = "Expired";

  private static final int MOST_PROBLEMS = 10;
  private static final Duration WHILE_MISSING = Duration.ofSeconds(2);

  BackfillPlan {
    notices = List.copyOf(notices);
  }

  /** Decides. */
  static BackfillPlan of(BackfillView view) {
    return new Decision(view).decide();
  }

  /** One decision. */
  private static final class Decision {
    private final BackfillView view;
    private final BackfillStatus before;

    Decision(BackfillView view) {
      this.view = view;
      this.before = view.status();
    }

    BackfillPlan decide() {
      if (!BackfillView.isOpen(view.backfill())) {
        return ended();
      }
      var problem = problem(view.backfill().getSpec());
      if (problem.isPresent()) {
        return refuse(
            problem.get(), Finding.unknown(Finding.RESOLVED_REFS, INVALID_SPEC, problem.get()));
      }
      var resolved = resolved();
      var gone = queueGone(resolved);
      if (gone.isPresent()) {
        return end(
            Phase.Cancelled,
            accepted(),
            gone.get(),
            Finding.no(Finding.READY, gone.get().reason(), gone.get().message()));
      }
      if (!view.unfit().isEmpty()) {
        return refuse(unfit(), resolved);
      }
      if (!view.now().isBefore(expiresAt())) {
        return end(
            Phase.Expired, accepted(), resolved, Finding.no(Finding.READY, EXPIRED, why(resolved)));
      }
      if (before.phase() == Phase.Searching && !view.serverRuns()) {
        var ended = "The server's pod " + before.podName() + " has ended";
        return end(
            Phase.Cancelled,
            accepted(),
            Finding.no(Finding.RESOLVED_REFS, SERVER_GONE, ended),
            Finding.no(Finding.READY, SERVER_GONE, ended));
      }
      return resolved.isTrue() || before.phase() == Phase.Searching
          ? search(resolved)
          : wait(resolved);
    }

    /** One that searches names a queue that is renamed, closed, or another profile's since. */
    private Optional<Finding> queueGone(Finding resolved) {
      if (before.phase() != Phase.Searching) {
        return Optional.empty();
      }
      if (view.queue().isEmpty()) {
        return Optional.of(resolved);
      }
      var profile = view.queue().get().profile();
      return before.profile() == null || before.profile().equals(profile)
          ? Optional.empty()
          : Optional.of(
              Finding.no(
                  Finding.RESOLVED_REFS,
                  QUEUE_MISSING,
                  "spec.queue: queue %s is profile %s's now; it was profile %s's when this began to search"
                      .formatted(view.backfill().getSpec().queue(), profile, before.profile())));
    }

    private BackfillPlan refuse(String why, Finding resolved) {
      return end(
          Phase.Cancelled,
          Finding.no(Finding.ACCEPTED, INVALID_SPEC, why),
          resolved,
          Finding.no(Finding.READY, INVALID_SPEC, why));
    }

    /** As the runtime says it to a server that asks over HTTP; of many the first. */
    private String unfit() {
      var more = view.unfit().size() - MOST_PROBLEMS;
      return view.unfit().stream()
              .limit(MOST_PROBLEMS)
              .map(Problem::toString)
              .collect(Collectors.joining("; "))
          + (more > 0 ? "; and " + more + " more" : "");
    }

    /** One that has searched was in order then, whatever has become of its server since. */
    private String why(Finding resolved) {
      return before.phase() == Phase.Searching || resolved.isTrue()
          ? "No group came in time"
          : "It never searched: " + resolved.message();
    }

    private BackfillPlan search(Finding resolved) {
      var pod = view.pod().orElseThrow();
      var ready = Finding.no(Finding.READY, SEARCHING, "A group is searched for");
      return new BackfillPlan(
          status(Phase.Searching, pod.getMetadata().getName(), null, accepted(), resolved, ready),
          Optional.of(pod),
          false,
          untilExpiry(),
          List.of());
    }

    /** Not searching: the runtime is not to offer it while it points to nothing. */
    private BackfillPlan wait(Finding resolved) {
      var ready = Finding.no(Finding.READY, resolved.reason(), resolved.message());
      // That the server has started is seen when it has.
      var again =
          resolved.reason().equals(SERVER_STARTING) ? untilExpiry() : Optional.of(WHILE_MISSING);
      return new BackfillPlan(
          status(null, null, null, accepted(), resolved, ready),
          Optional.empty(),
          false,
          again,
          List.of());
    }

    private Optional<Duration> untilExpiry() {
      return Optional.of(atLeastOneMilli(Duration.between(view.now(), expiresAt())));
    }

    private BackfillPlan end(Phase phase, Finding accepted, Finding resolved, Finding ready) {
      return new BackfillPlan(
          status(phase, before.podName(), Times.precise(view.now()), accepted, resolved, ready),
          Optional.empty(),
          false,
          Optional.of(removal()),
          List.of(Notice.warning(phase.name(), ready.message())));
    }

    private BackfillPlan ended() {
      var goes = Times.parse(before.endedAt()).orElseGet(view::createdAt).plus(removal());
      var left = Duration.between(view.now(), goes);
      var isAssigned = before.phase() == Phase.Assigned;
      var isNew = isAssigned && !Conditions.isTrue(before.conditions(), Finding.READY);
      return new BackfillPlan(
          isAssigned ? assigned() : before,
          Optional.empty(),
          left.isNegative() || left.isZero(),
          Optional.of(atLeastOneMilli(left)),
          isNew ? List.of(Notice.normal(ASSIGNED, comes())) : List.of());
    }

    private BackfillStatus assigned() {
      return status(
          Phase.Assigned,
          before.podName(),
          before.endedAt(),
          accepted(),
          Finding.yes(Finding.RESOLVED_REFS, RESOLVED, found()),
          Finding.yes(Finding.READY, ASSIGNED, comes()));
    }

    private String comes() {
      var players = before.assignedTickets() == null ? 0 : before.assignedTickets().size();
      return "%d player%s come%s with match %s"
          .formatted(players, players == 1 ? "" : "s", players == 1 ? "s" : "", before.match());
    }

    private Finding accepted() {
      return Finding.yes(Finding.ACCEPTED, ACCEPTED, "The spec makes sense");
    }

    private Finding resolved() {
      var spec = view.backfill().getSpec();
      if (view.queue().isEmpty()) {
        return Finding.no(
            Finding.RESOLVED_REFS,
            QUEUE_MISSING,
            "spec.queue: no profile of Matchmaker %s serves a queue %s"
                .formatted(BackfillView.matchmaker(spec), spec.queue()));
      }
      if (!view.serverRuns()) {
        return Finding.no(
            Finding.RESOLVED_REFS,
            SERVER_MISSING,
            "spec.server: "
                + (spec.server().podName() != null
                    ? "pod " + spec.server().podName() + " is not a running game server"
                    : "match " + spec.server().match() + " has no running game server"));
      }
      if (!view.told()) {
        return Finding.no(
            Finding.RESOLVED_REFS,
            SERVER_STARTING,
            "The server's own players have not been told yet where it is; it searches once they"
                + " have");
      }
      return Finding.yes(Finding.RESOLVED_REFS, RESOLVED, found());
    }

    private String found() {
      return "Queue and server exist";
    }

    private BackfillStatus status(
        Phase phase,
        String podName,
        String endedAt,
        Finding accepted,
        Finding resolved,
        Finding ready) {
      return new BackfillStatus(
          phase,
          podName,
          phase == Phase.Searching ? view.queue().orElseThrow().profile() : before.profile(),
          before.match(),
          before.assignedTickets(),
          Times.precise(expiresAt()),
          endedAt,
          Conditions.of(
              before.conditions(),
              view.backfill(),
              view.now(),
              List.of(accepted, resolved, ready)));
    }

    /** Fixed once it searches, so that an edit of the profile does not move it. */
    private Instant expiresAt() {
      var spec = view.backfill().getSpec();
      var fixed = before.phase() == null ? null : before.expiresAt();
      return Times.parse(fixed)
          .orElseGet(
              () ->
                  view.createdAt()
                      .plus(
                          Optional.ofNullable(spec)
                              .flatMap(known -> Durations.parse(known.expiresAfter()))
                              .orElse(periods().expiration())));
    }

    private Duration removal() {
      return periods().removal();
    }

    private Queue periods() {
      return view.queue().orElse(Queue.BY_DEFAULT);
    }
  }

  private static Duration atLeastOneMilli(Duration duration) {
    var least = Duration.ofMillis(1);
    return duration.compareTo(least) < 0 ? least : duration;
  }

  /** What the schema refuses, should an object that it never saw be stored. */
  private static Optional<String> problem(BackfillSpec spec) {
    if (spec == null) {
      return Optional.of("spec is required");
    }
    if (spec.queue() == null) {
      return Optional.of("spec.queue is required");
    }
    if (spec.server() == null
        || (spec.server().podName() == null) == (spec.server().match() == null)) {
      return Optional.of("spec.server needs exactly one of podName and match");
    }
    var sizes = spec.groupSizes() == null ? List.<Integer>of() : spec.groupSizes();
    if (sizes.stream().anyMatch(size -> Objects.isNull(size) || size < 1)) {
      return Optional.of("spec.groupSizes must be numbers of at least 1");
    }
    return Optional.empty();
  }
}
