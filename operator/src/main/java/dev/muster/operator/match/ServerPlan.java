package dev.muster.operator.match;

import dev.muster.api.v1alpha1.AssignmentStatus;
import dev.muster.api.v1alpha1.MatchStatus;
import dev.muster.operator.conditions.Conditions;
import dev.muster.operator.conditions.Finding;
import dev.muster.operator.events.Notice;
import dev.muster.operator.gameserver.GameServer;
import dev.muster.operator.match.MatchPlan.Step;
import dev.muster.operator.objects.Names;
import dev.muster.operator.objects.Times;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A match that gets a server of its own.
 *
 * <p>Attempts follow each other: the next begins only when no pod of the match has a process left.
 * Before the assignment an ended server is a failed attempt; after it, the match's end. An attempt
 * whose host ports are taken is followed by another at once, and does not count.
 */
final class ServerPlan {
  /** How long a pod that never served may take to end. */
  private static final long FAILED_POD_GRACE_SECONDS = 5;

  /** In a match; later ones count as failed attempts. */
  static final int MOST_PORT_CHANGES = 32;

  /** The scheduler tries a pod again after 10 s at most, when something has changed. */
  static final Duration SURE_AFTER = Duration.ofSeconds(15);

  /** Nobody tells a pod that waits for its port that another one has become free. */
  private static final Duration LOOK_AT_PORTS_AGAIN = Duration.ofSeconds(5);

  private static final Duration SOON = Duration.ofSeconds(1);

  private final MatchView view;
  private final MatchDraft draft;

  ServerPlan(MatchView view) {
    this.view = view;
    this.draft = new MatchDraft(view.match(), view.now());
  }

  MatchPlan decide() {
    if (view.status().phase() == MatchStatus.Phase.Assigned) {
      return assigned();
    }
    if (view.server().isEmpty()) {
      return withoutServer();
    }
    if (view.stopRequested()) {
      return fail(Reason.Stopped, "the match was stopped before its server was ready");
    }
    if (view.attempt() == 0) {
      return begin(1);
    }
    return view.status().failedAt() == null ? current() : next();
  }

  /** The pod that the status names could not be created. */
  MatchPlan podNotCreated(Reason reason, String cause) {
    return attemptFailed(reason, cause);
  }

  private GameServer server() {
    return view.server().orElseThrow();
  }

  private int attempts() {
    return server().maxRetries() + 1;
  }

  private MatchPlan withoutServer() {
    var problem = view.serverProblem().orElseThrow();
    var accepted = Finding.no(Finding.ACCEPTED, problem.reason().name(), problem.message());
    var ready = Finding.no(Finding.READY, problem.reason().name(), problem.message());
    return MatchPlan.report(
        draft.end(MatchStatus.Phase.Failed, problem.reason()).build(accepted, ready),
        Notice.warning("Failed", problem.message()));
  }

  // The first attempt and those after a failed one.

  private MatchPlan begin(int number) {
    if (view.turn() instanceof Turn.Wait wait) {
      return waitForTurn(wait);
    }
    if (view.home() instanceof HomeLookup.Missing missing) {
      return withoutHome(missing);
    }
    var pod = Names.pod(view.match().getMetadata().getName(), number);
    int counted = number - view.portChanges().size();
    draft.begin(number, view.freshRequestId());
    return MatchPlan.report(
            draft.build(accepted(), notReady(Reason.Pending, "Pod " + pod + " is being created")),
            Notice.normal(
                "AttemptStarted",
                "Attempt %d of %d: pod %s, request id %s"
                    .formatted(counted, attempts(), pod, view.freshRequestId())))
        .doing(new Step.CreatePod());
  }

  /** However long it takes: a match that waits for others has not failed. */
  private MatchPlan waitForTurn(Turn.Wait wait) {
    var status = draft.build(accepted(), notReady(wait.reason(), wait.message()));
    var plan =
        StartLine.isHeld(view.match())
            ? MatchPlan.report(status)
            : MatchPlan.report(status, Notice.normal(wait.reason().name(), wait.message()));
    return plan.lookingAgain(wait.again());
  }

  private MatchPlan withoutHome(HomeLookup.Missing missing) {
    if (!view.now().isBefore(view.createdAt().plus(server().pendingTimeout()))) {
      return fail(missing.reason(), missing.message());
    }
    var accepted = Finding.no(Finding.ACCEPTED, missing.reason().name(), missing.message());
    return MatchPlan.report(draft.build(accepted, notReady(missing.reason(), missing.message())))
        .lookingAgain(SOON);
  }

  private MatchPlan next() {
    var failedAt = Times.parse(view.status().failedAt()).orElse(view.now());
    var live = view.livePods();
    if (!live.isEmpty()) {
      return waitForDeath(live.get(0), failedAt);
    }
    var due = failedAt.plus(portsWereTaken() ? Duration.ZERO : delayAfter(counted()));
    return view.now().isBefore(due)
        ? MatchPlan.nothing(view.status()).lookingAgain(Duration.between(view.now(), due))
        : begin(view.attempt() + 1);
  }

  /** Whether that was the end of the attempt. */
  private boolean portsWereTaken() {
    return view.portChanges().stream()
        .anyMatch(change -> Integer.valueOf(view.attempt()).equals(change.attempt()));
  }

  /** How many attempts there were, without those whose host ports were taken. */
  private int counted() {
    return view.attempt() - view.portChanges().size();
  }

  private MatchPlan waitForDeath(ServerPod pod, Instant failedAt) {
    if (!view.now().isBefore(failedAt.plus(server().pendingTimeout()))) {
      return fail(Reason.PodStuck, "Pod " + pod.name() + " of a failed attempt does not go away");
    }
    var plan = MatchPlan.nothing(view.status()).lookingAgain(SOON);
    return pod.isBeingDeleted() ? plan : plan.doing(quickly(pod));
  }

  /** How long to wait after a failed attempt: 0, 1, 2, 4 s and so on. */
  static Duration delayAfter(int attempt) {
    return attempt <= 1 ? Duration.ZERO : Duration.ofSeconds(1L << Math.min(attempt - 2, 10));
  }

  // An attempt on its way.

  private MatchPlan current() {
    var found = view.pod();
    if (found.isEmpty()) {
      return view.status().podName() == null
          ? create()
          : attemptFailed(Reason.PodDeleted, "pod " + view.podName() + " was deleted");
    }
    var pod = found.get();
    if (pod.hasEnded()) {
      return attemptFailed(Reason.ServerExited, pod.howItEnded());
    }
    if (pod.isBeingDeleted()) {
      return attemptFailed(Reason.PodDeleted, "pod " + pod.name() + " was deleted");
    }
    if (pod.isAssignable(server().assignWhen()) && view.address().isPresent()) {
      return assign(pod, view.address().get());
    }
    return pod.startedAt().map(since -> starting(pod, since)).orElseGet(() -> pending(pod));
  }

  private MatchPlan create() {
    return view.home() instanceof HomeLookup.Missing missing
        ? withoutHome(missing)
        : MatchPlan.nothing(view.status()).doing(new Step.CreatePod());
  }

  private MatchPlan pending(ServerPod pod) {
    var ports =
        view.ports()
            .map(outlook -> new TakenPorts(pod, outlook, view.match().getSpec().matchmaker()));
    if (ports.isEmpty()) {
      return patient(pod, ports);
    }
    var taken = ports.get();
    return switch (taken.outlook().way()) {
      case CHANGE -> portsTaken(pod, taken);
      case BETTER ->
          view.portChanges().size() < MOST_PORT_CHANGES
              ? portsTaken(pod, taken)
              : patient(pod, ports);
      case WAIT -> patient(pod, ports);
      case GIVE_UP ->
          isSure() ? fail(Reason.HostPortsExhausted, taken.noneLeft()) : patient(pod, ports);
    };
  }

  private MatchPlan patient(ServerPod pod, Optional<TakenPorts> ports) {
    var deadline = attemptedAt().plus(server().pendingTimeout());
    var trouble = pod.trouble().map(text -> text + ports.map(TakenPorts::whyItWaits).orElse(""));
    if (!view.now().isBefore(deadline)) {
      return attemptFailed(
          Reason.PendingTimeout,
          "pod "
              + pod.name()
              + " did not start within pendingTimeout ("
              + text(server().pendingTimeout())
              + ")"
              + trouble.map(text -> "; " + text).orElse(""));
    }
    var message = "Pod " + pod.name() + " is pending" + trouble.map(t -> ": " + t).orElse("");
    var plan = waiting(pod, MatchStatus.Phase.Pending, Reason.Pending, message, deadline, trouble);
    var left = Duration.between(view.now(), deadline);
    return ports.isPresent() && left.compareTo(LOOK_AT_PORTS_AGAIN) > 0
        ? plan.lookingAgain(LOOK_AT_PORTS_AGAIN)
        : plan;
  }

  private Instant attemptedAt() {
    return Times.parse(view.status().attemptedAt()).orElse(view.now());
  }

  /** The scheduler's word may be of a moment ago, and a port may have become free since. */
  private boolean isSure() {
    var patience =
        server().pendingTimeout().compareTo(SURE_AFTER) < 0
            ? server().pendingTimeout()
            : SURE_AFTER;
    return !view.now().isBefore(attemptedAt().plus(patience));
  }

  private MatchPlan portsTaken(ServerPod pod, TakenPorts taken) {
    if (view.portChanges().size() >= MOST_PORT_CHANGES) {
      return attemptFailed(Reason.PortTaken, taken.text() + ". " + taken.remedy());
    }
    var told =
        "Attempt %d of %d: %s; another port is tried. %s"
            .formatted(counted(), attempts(), taken.text(), taken.remedy());
    return MatchPlan.report(
            draft.portsTaken(taken.ports()).build(accepted(), notReady(Reason.PortTaken, told)),
            Notice.warning(Reason.PortTaken.name(), told))
        .lookingAgain(Duration.ZERO)
        .doing(quickly(pod));
  }

  private MatchPlan starting(ServerPod pod, Instant since) {
    var deadline = since.plus(server().startTimeout());
    if (!view.now().isBefore(deadline)) {
      return attemptFailed(
          Reason.StartTimeout,
          "pod "
              + pod.name()
              + " was not "
              + wanted()
              + " within startTimeout ("
              + text(server().startTimeout())
              + ") of its start");
    }
    var message = "Pod " + pod.name() + " runs, and is not " + wanted() + " yet";
    return waiting(
        pod, MatchStatus.Phase.Starting, Reason.Starting, message, deadline, Optional.empty());
  }

  /** As {@code 1m} or {@code 2.5s}. */
  private static String text(Duration duration) {
    return duration.toString().substring("PT".length()).toLowerCase(Locale.ROOT);
  }

  private String wanted() {
    return server().assignWhen().name().toLowerCase(Locale.ROOT);
  }

  private MatchPlan waiting(
      ServerPod pod,
      MatchStatus.Phase phase,
      Reason reason,
      String message,
      Instant deadline,
      Optional<String> trouble) {
    var status = draft.seen(pod.name(), phase).build(accepted(), notReady(reason, message));
    var left = Duration.between(view.now(), deadline);
    var addressLacks = pod.isAssignable(server().assignWhen()) && view.address().isEmpty();
    var plan =
        trouble.isPresent() && toldOtherwise(message)
            ? MatchPlan.report(status, Notice.warning("PodPending", message))
            : MatchPlan.report(status);
    return plan.lookingAgain(addressLacks && left.compareTo(SOON) > 0 ? SOON : left);
  }

  /** Whether the condition says something else so far. */
  private boolean toldOtherwise(String message) {
    return Conditions.find(view.status().conditions(), Finding.READY)
        .filter(ready -> message.equals(ready.getMessage()))
        .isEmpty();
  }

  private MatchPlan attemptFailed(Reason reason, String cause) {
    var told = "Attempt %d of %d failed: %s".formatted(counted(), attempts(), cause);
    if (counted() >= attempts()) {
      var plan = fail(reason, "No server could be started. " + told);
      return new MatchPlan(
          plan.status(),
          plan.steps(),
          plan.again(),
          List.of(Notice.warning("AttemptFailed", told), plan.notices().get(0)));
    }
    var status = draft.attemptFailed().build(accepted(), notReady(reason, told));
    var plan =
        MatchPlan.report(status, Notice.warning("AttemptFailed", told))
            .lookingAgain(delayAfter(counted()));
    return view.pod().filter(pod -> !pod.isDead() && !pod.isBeingDeleted()).isPresent()
        ? plan.doing(quickly(view.pod().orElseThrow()))
        : plan;
  }

  private static Step quickly(ServerPod pod) {
    return new Step.DeletePod(pod.name(), Optional.of(FAILED_POD_GRACE_SECONDS));
  }

  private MatchPlan fail(Reason reason, String message) {
    return MatchPlan.report(
            draft
                .end(MatchStatus.Phase.Failed, reason)
                .build(accepted(), notReady(reason, message)),
            Notice.warning("Failed", message))
        .lookingAgain(Duration.ZERO);
  }

  // After the assignment.

  private MatchPlan assign(ServerPod pod, NodeAddress address) {
    var assignment = Assignments.of(server(), pod.pod(), address, view.location());
    var where = "Players connect to " + text(assignment, address);
    draft.assign(pod.name(), view.status().requestId(), assignment, inShort(assignment, address));
    var plan =
        MatchPlan.report(
            draft.build(accepted(), Finding.yes(Finding.READY, Reason.Assigned.name(), where)),
            Notice.normal("Assigned", where + ", pod " + pod.name()));
    return server().maxDuration().map(plan::lookingAgain).orElse(plan);
  }

  private String inShort(AssignmentStatus assignment, NodeAddress address) {
    return server().ports().isEmpty()
        ? address.fqdn()
        : assignment.ports().get(server().ports().get(0).name()).link();
  }

  private static String text(AssignmentStatus assignment, NodeAddress address) {
    return assignment.ports().isEmpty()
        ? address.fqdn()
        : String.join(
            ", ",
            assignment.ports().entrySet().stream()
                .map(port -> port.getValue().link() + " (" + port.getKey() + ")")
                .toList());
  }

  private MatchPlan assigned() {
    var found = view.pod();
    if (view.stopRequested()) {
      return complete(Reason.Stopped, "The server asked to be stopped");
    }
    if (found.isEmpty() || (found.get().isBeingDeleted() && !found.get().hasEnded())) {
      return complete(Reason.Deleted, "Pod " + view.status().podName() + " was deleted");
    }
    var pod = found.get();
    if (pod.hasEnded()) {
      return complete(
          pod.endedWell() ? Reason.Exited : Reason.Crashed, "It is over: " + pod.howItEnded());
    }
    return view.server().flatMap(GameServer::maxDuration).map(this::running).orElseGet(this::asIs);
  }

  private MatchPlan running(Duration most) {
    var until = Times.parse(view.status().assignedAt()).orElse(view.now()).plus(most);
    return view.now().isBefore(until)
        ? asIs().lookingAgain(Duration.between(view.now(), until))
        : complete(Reason.MaxDuration, "The match ran for maxDuration, " + most.toSeconds() + " s");
  }

  private MatchPlan asIs() {
    return MatchPlan.nothing(view.status());
  }

  /** The status first; the pod goes in the next look, of an ended match. */
  private MatchPlan complete(Reason reason, String message) {
    var notice =
        reason == Reason.Crashed || reason == Reason.Deleted
            ? Notice.warning(reason.name(), message)
            : Notice.normal(reason.name(), message);
    return MatchPlan.report(
            draft
                .end(MatchStatus.Phase.Completed, reason)
                .build(accepted(), notReady(reason, message)),
            notice)
        .lookingAgain(Duration.ZERO);
  }

  private Finding accepted() {
    return Finding.yes(
        Finding.ACCEPTED,
        Reason.Accepted.name(),
        "Revision " + view.match().getSpec().revision() + " can be played");
  }

  private static Finding notReady(Reason reason, String message) {
    return Finding.no(Finding.READY, reason.name(), message);
  }
}
