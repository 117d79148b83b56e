package dev.muster.operator.match;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.api.v1alpha1.Api;
import dev.muster.api.v1alpha1.Match;
import dev.muster.api.v1alpha1.MatchStatus.Phase;
import dev.muster.api.v1alpha1.PortChange;
import dev.muster.operator.conditions.Conditions;
import dev.muster.operator.events.Notice;
import dev.muster.operator.match.MatchPlan.Step;
import dev.muster.operator.match.PortOutlook.Way;
import dev.muster.operator.testing.Fixtures;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerPlanTest {
  private static final String PENDING =
      "{phase: Pending, conditions: [{type: PodScheduled, status: 'False', reason: Unschedulable,"
          + " message: 0/1 nodes are available}]}";
  private static final String POD = "ranked-cusfn10msflc73beiik0-";

  @Test
  void recordsTheAttemptAndThenCreatesThePod() {
    // When
    var plan = Views.start().plan();
    // Then
    assertThat(plan.status().phase()).isEqualTo(Phase.Pending);
    assertThat(plan.status().attempt()).isEqualTo(1);
    assertThat(plan.status().requestId()).isEqualTo(Fixtures.REQUEST_ID);
    assertThat(plan.status().attemptedAt()).isEqualTo("2026-11-20T15:04:06.0000000Z");
    assertThat(plan.status().podName()).isNull();
    assertThat(plan.steps()).containsExactly(new Step.CreatePod());
    assertThat(plan.notices())
        .containsExactly(
            Notice.normal(
                "AttemptStarted",
                "Attempt 1 of 4: pod " + POD + "1, request id " + Fixtures.REQUEST_ID));
  }

  @Test
  void aMatchWaitsForItsTurnHoweverLongAndIsToldOnce() {
    // Given
    var views =
        Views.start().with("/pendingTimeout", "1s").waiting(Reason.MaxRunningMatches, "3 of 3 run");
    // When
    var first = views.plan();
    var later = views.carriedOut().after(3_600_000).plan();
    var then = views.carriedOut().waiting(Reason.MaxStartsPerSecond, "2 in a second").plan();
    // Then
    assertThat(first.status().phase()).isEqualTo(Phase.Pending);
    assertThat(first.status().attempt()).isNull();
    assertThat(reason(first)).isEqualTo("MaxRunningMatches");
    assertThat(first.steps()).isEmpty();
    assertThat(first.notices()).containsExactly(Notice.normal("MaxRunningMatches", "3 of 3 run"));
    assertThat(first.again()).contains(Duration.ofSeconds(2));
    assertThat(later.status()).isEqualTo(first.status());
    assertThat(later.notices()).isEmpty();
    assertThat(reason(then)).isEqualTo("MaxStartsPerSecond");
    assertThat(then.notices()).isEmpty();
    // When
    var begun = views.carriedOut().itsTurn().plan();
    // Then
    assertThat(begun.status().attempt()).isEqualTo(1);
    assertThat(begun.steps()).containsExactly(new Step.CreatePod());
  }

  @Test
  void aRetryWaitsForItsTurnToo() {
    // Given
    var views = Views.start().carriedOut().pod(Views.failed(1)).carriedOut();
    // When
    var plan = views.waiting(Reason.MaxStartsPerSecond, "2 in a second").plan();
    // Then
    assertThat(plan.status().attempt()).isEqualTo(1);
    assertThat(reason(plan)).isEqualTo("MaxStartsPerSecond");
    assertThat(views.itsTurn().plan().status().attempt()).isEqualTo(2);
  }

  @Test
  void createsThePodOfARecordedAttemptThatHasNone() {
    // Given an operator that died between the status and the pod
    var views = Views.start().carriedOut().podGone();
    // When
    var plan = views.plan();
    // Then
    assertThat(plan.steps()).containsExactly(new Step.CreatePod());
    assertThat(plan.status()).isEqualTo(views.status());
    assertThat(plan.notices()).isEmpty();
  }

  @Test
  void doesNotMakeAPodAgainThatSomeoneDeleted() {
    // Given a pod that was seen
    var views = Views.start().carriedOut().pod("{phase: Pending}").carriedOut().podGone();
    // When
    var plan = views.plan();
    // Then
    assertThat(plan.steps()).isEmpty();
    assertThat(reason(plan)).isEqualTo("PodDeleted");
    assertThat(plan.status().failedAt()).isNotNull();
  }

  @ParameterizedTest(name = "{0} of {1}")
  @CsvSource({
    "Scheduled, '{phase: Pending}', true",
    "Running, '{phase: Pending}', false",
    "Running, running, true",
    "Ready, running, false",
    "Ready, ready, true",
  })
  void assignsWhenTheProfileSaysSo(String when, String podStatus, boolean assigned) {
    // Given
    var status =
        switch (podStatus) {
          case "running" -> Views.RUNNING;
          case "ready" -> Views.READY;
          default -> podStatus;
        };
    var views = Views.start().with("/assignWhen", when).carriedOut().pod(status);
    // When
    var plan = views.plan();
    // Then
    assertThat(plan.status().phase() == Phase.Assigned).isEqualTo(assigned);
  }

  @Test
  void tellsWherePlayersConnect() {
    // When
    var status = Views.assigned().status();
    // Then
    assertThat(status.podName()).isEqualTo(POD + "1");
    assertThat(status.assignedAt()).isEqualTo("2026-11-20T15:04:06.0000000Z");
    assertThat(status.assignment().fqdn()).isEqualTo("node.example");
    assertThat(status.assignment().publicIp()).isEqualTo("203.0.113.9");
    assertThat(status.assignment().location().administrativeDivision()).isEqualTo("Illinois");
    var port = status.assignment().ports().get("gameport");
    assertThat(port.internal()).isEqualTo(7777);
    assertThat(port.external()).isEqualTo(7100);
    assertThat(port.link()).isEqualTo("node.example:7100");
    assertThat(status.address()).isEqualTo("node.example:7100");
    assertThat(port.protocol()).isEqualTo("UDP");
    assertThat(Conditions.isTrue(status.conditions(), "Ready")).isTrue();
  }

  @Test
  void tellsNobodyBeforeTheAddressIsComplete() {
    // When
    var plan = Views.start().carriedOut().pod(Views.READY).withoutAddress().plan();
    // Then
    assertThat(plan.status().phase()).isEqualTo(Phase.Starting);
    assertThat(plan.status().assignment()).isNull();
    assertThat(plan.again()).contains(Duration.ofSeconds(1));
  }

  @ParameterizedTest(name = "attempt {0} failed: the next after {1} ms")
  @CsvSource({"1, 0", "2, 1000", "3, 2000", "4, 4000", "5, 8000", "10, 256000"})
  void waitsLongerAfterEachFailure(int attempt, long millis) {
    assertThat(ServerPlan.delayAfter(attempt)).isEqualTo(Duration.ofMillis(millis));
  }

  @Test
  void triesAgainAsOftenAsTheProfileSaysAndThenFails() {
    // Given two retries
    var views = Views.start().with("/maxRetries", "2");
    for (int attempt = 1; attempt <= 2; attempt++) {
      views.carriedOut();
      assertThat(views.status().attempt()).isEqualTo(attempt);
      views.pod(Views.failed(1)).carriedOut();
      assertThat(views.status().phase()).isEqualTo(Phase.Pending);
      views.after(ServerPlan.delayAfter(attempt).toMillis());
    }
    views.carriedOut().pod(Views.failed(137));
    // When the third attempt fails too
    var plan = views.plan();
    // Then
    assertThat(plan.status().phase()).isEqualTo(Phase.Failed);
    assertThat(plan.status().reason()).isEqualTo("ServerExited");
    assertThat(plan.notices())
        .extracting(Notice::reason)
        .containsExactly("AttemptFailed", "Failed");
    assertThat(message(plan))
        .isEqualTo(
            "No server could be started. Attempt 3 of 3 failed: container game exited with code"
                + " 137");
  }

  @Test
  void doesNotBeginTheNextAttemptTooSoon() {
    // Given the second attempt has failed
    var views = Views.start().carriedOut().pod(Views.failed(1)).carriedOut().carriedOut();
    views.pod(Views.failed(1)).carriedOut().after(999);
    // When
    var plan = views.plan();
    // Then
    assertThat(plan.steps()).isEmpty();
    assertThat(plan.again()).contains(Duration.ofMillis(1));
    assertThat(views.after(1).plan().status().attempt()).isEqualTo(3);
  }

  @Test
  void neverHasTwoLivePodsForOneMatch() {
    // Given the server has exited, and its sidecar runs on
    var views = Views.start().carriedOut().pod(Views.exited(1));
    var failed = views.plan();
    views.of(withStatus(failed));
    // When it is looked at while the old pod lives
    var plan = views.after(60_000).plan();
    // Then
    assertThat(failed.steps()).containsExactly(new Step.DeletePod(POD + "1", Optional.of(5L)));
    assertThat(plan.status().attempt()).isEqualTo(1);
    assertThat(plan.steps()).containsExactly(new Step.DeletePod(POD + "1", Optional.of(5L)));
    assertThat(views.podBeingDeleted().plan().steps()).isEmpty();
    assertThat(views.podGone().plan().status().attempt()).isEqualTo(2);
  }

  @Test
  void keepsAFailedPodForItsLog() {
    // When
    var plan = Views.start().carriedOut().pod(Views.failed(3)).plan();
    // Then
    assertThat(plan.steps()).isEmpty();
  }

  @Test
  void keepsAPodWhoseContainersHaveAllEndedThoughItsPhaseLags() {
    // Given
    var views = Views.start().carriedOut().pod(Views.exited(3).replace("running", "terminated"));
    // Then
    assertThat(views.plan().steps()).isEmpty();
    assertThat(views.carriedOut().carriedOut().status().attempt()).isEqualTo(2);
  }

  @Test
  void givesUpOnAPodThatDoesNotGoAway() {
    // Given
    var views = Views.start().with("/pendingTimeout", "2m").carriedOut().pod(Views.exited(1));
    views.of(withStatus(views.plan())).podBeingDeleted();
    // Then
    assertThat(views.after(119_999).plan().status().phase()).isEqualTo(Phase.Pending);
    assertThat(views.after(1).plan().status().reason()).isEqualTo("PodStuck");
  }

  @Test
  void failsAnAttemptThatStaysPendingAndSaysWhy() {
    // Given
    var views =
        Views.start()
            .with("/pendingTimeout", "30s")
            .carriedOut()
            .pod(
                "{phase: Pending, containerStatuses: [{name: game, state: {waiting: {reason:"
                    + " ImagePullBackOff, message: no such image}}}]}");
    // When
    var waits = views.after(29_999).plan();
    var failed = views.carriedOut().after(1).plan();
    // Then
    assertThat(waits.notices())
        .containsExactly(
            Notice.warning(
                "PodPending",
                "Pod "
                    + POD
                    + "1 is pending: container game waits: ImagePullBackOff: no such image"));
    assertThat(waits.again()).contains(Duration.ofMillis(1));
    assertThat(reason(failed)).isEqualTo("PendingTimeout");
    assertThat(message(failed)).contains("ImagePullBackOff: no such image");
    assertThat(failed.steps()).containsExactly(new Step.DeletePod(POD + "1", Optional.of(5L)));
  }

  @Test
  void tellsOfAPendingPodOnlyOnce() {
    // Given
    var status =
        "{phase: Pending, conditions: [{type: PodScheduled, status: 'False', message: 0/1 nodes are"
            + " available}]}";
    var views = Views.start().carriedOut().podUnscheduled(status);
    // Then
    assertThat(views.plan().notices()).hasSize(1);
    assertThat(views.carriedOut().after(1_000).plan().notices()).isEmpty();
  }

  @Test
  void aTakenPortEndsTheAttemptAtOnceAndDoesNotCount() {
    // Given
    var views = Views.start().carriedOut().podUnscheduled(PENDING).portsTaken(Way.CHANGE);
    // When
    var plan = views.plan();
    // Then
    var told =
        "Attempt 1 of 4: host port 7100/UDP is taken on every node that pod "
            + POD
            + "1 could go to; another port is tried. What else takes host ports from 7100 to 7200"
            + " should take others, or hostPorts of Matchmaker arena name another range";
    assertThat(reason(plan)).isEqualTo("PortTaken");
    assertThat(message(plan)).isEqualTo(told);
    assertThat(plan.notices()).containsExactly(Notice.warning("PortTaken", told));
    assertThat(plan.status().failedAt()).isNotNull();
    assertThat(plan.status().portChanges()).containsExactly(new PortChange(1, List.of("7100/UDP")));
    assertThat(plan.steps()).containsExactly(new Step.DeletePod(POD + "1", Optional.of(5L)));
    assertThat(plan.again()).contains(Duration.ofMillis(1));
    // When
    var next = views.carriedOut().plan();
    // Then
    assertThat(next.status().attempt()).isEqualTo(2);
    assertThat(next.status().portChanges()).isEqualTo(plan.status().portChanges());
    assertThat(next.steps()).containsExactly(new Step.CreatePod());
    assertThat(next.notices())
        .containsExactly(
            Notice.normal(
                "AttemptStarted",
                "Attempt 1 of 4: pod " + POD + "2, request id " + Fixtures.REQUEST_ID));
  }

  @Test
  void aTakenPortNeitherUsesUpRetriesNorChangesTheirDelays() {
    // Given
    var views = Views.start().with("/maxRetries", "2").carriedOut();
    portTaken(views);
    views.pod(Views.failed(1)).carriedOut().carriedOut();
    assertThat(views.status().attempt()).isEqualTo(3);
    // When the second counted attempt fails
    views.pod(Views.failed(1)).carriedOut();
    // Then it is followed after 1 s, as any second one
    assertThat(views.plan().again()).contains(Duration.ofSeconds(1));
    views.after(1_000).carriedOut();
    assertThat(views.status().attempt()).isEqualTo(4);
    // When the port of the third is taken
    portTaken(views);
    // Then there was no delay, and a failure of the third is the last
    assertThat(views.status().attempt()).isEqualTo(5);
    views.pod(Views.failed(1));
    assertThat(message(views.plan())).contains("Attempt 3 of 3 failed");
  }

  @Test
  void aMatchGivesUpOnTakenPortsSomeTime() {
    // Given
    var views = Views.start().with("/maxRetries", "1").carriedOut();
    for (int change = 1; change <= ServerPlan.MOST_PORT_CHANGES; change++) {
      portTaken(views);
      assertThat(views.status().attempt()).isEqualTo(change + 1);
    }
    // When
    var counts = views.podUnscheduled(PENDING).plan();
    var last = views.carriedOut().carriedOut().podUnscheduled(PENDING).plan();
    // Then
    assertThat(message(counts)).startsWith("Attempt 1 of 2 failed: host port 7100/UDP is taken");
    assertThat(counts.status().portChanges()).hasSize(ServerPlan.MOST_PORT_CHANGES);
    assertThat(last.status().phase()).isEqualTo(Phase.Failed);
    assertThat(last.status().reason()).isEqualTo("PortTaken");
    assertThat(message(last))
        .contains("Attempt 2 of 2 failed", "hostPorts of Matchmaker arena name another range");
  }

  @Test
  void aMatchFailsWhenSomethingElseHasTheWholeRange() {
    // Given
    var views = Views.start().carriedOut().podUnscheduled(PENDING).portsTaken(Way.GIVE_UP);
    // When
    var unsure = views.after(14_999).plan();
    var sure = views.carriedOut().after(1).plan();
    // Then
    assertThat(unsure.status().phase()).isEqualTo(Phase.Pending);
    assertThat(unsure.status().failedAt()).isNull();
    assertThat(unsure.steps()).isEmpty();
    assertThat(sure.status().phase()).isEqualTo(Phase.Failed);
    assertThat(sure.status().reason()).isEqualTo("HostPortsExhausted");
    assertThat(message(sure))
        .isEqualTo(
            "No server could be started: host port 7100/UDP is taken on every node that pod "
                + POD
                + "1 could go to, and so was every other one from 7100 to 7200. Let hostPorts of"
                + " Matchmaker arena name ports that nothing else uses");
  }

  @Test
  void waitsForAServerThatEndsWhereServersOfOursHaveAllPorts() {
    // Given
    var views =
        Views.start()
            .with("/pendingTimeout", "30s")
            .carriedOut()
            .podUnscheduled(PENDING)
            .portsTaken(Way.WAIT);
    // When
    var waits = views.after(29_000).plan();
    var looks = views.after(-10_000).plan();
    var failed = views.carriedOut().after(11_000).plan();
    // Then
    assertThat(reason(waits)).isEqualTo("Pending");
    assertThat(message(waits)).contains("it waits until one ends", "7100 to 7200");
    assertThat(waits.steps()).isEmpty();
    assertThat(waits.again()).contains(Duration.ofSeconds(1));
    assertThat(looks.again()).contains(Duration.ofSeconds(5));
    assertThat(reason(failed)).isEqualTo("PendingTimeout");
  }

  @Test
  void goesToABetterPortButNeverFailsForThat() {
    // Given
    var views = Views.start().carriedOut().podUnscheduled(PENDING).portsTaken(Way.BETTER);
    // Then
    assertThat(reason(views.plan())).isEqualTo("PortTaken");
    // Given
    for (int change = 1; change <= ServerPlan.MOST_PORT_CHANGES; change++) {
      portTaken(views);
    }
    // Then
    assertThat(reason(views.podUnscheduled(PENDING).portsTaken(Way.BETTER).plan()))
        .isEqualTo("Pending");
  }

  /** The port of the newest pod is taken, and the next attempt has begun. */
  private static void portTaken(Views views) {
    views.podUnscheduled(PENDING).portsTaken(Way.CHANGE).carriedOut().carriedOut();
  }

  @Test
  void failsAnAttemptThatRunsAndDoesNotBecomeReady() {
    // Given
    var views = Views.start().with("/startTimeout", "10s").carriedOut().pod(Views.RUNNING);
    // Then
    assertThat(views.after(9_999).plan().status().phase()).isEqualTo(Phase.Starting);
    var failed = views.after(1).plan();
    assertThat(reason(failed)).isEqualTo("StartTimeout");
    assertThat(failed.steps()).containsExactly(new Step.DeletePod(POD + "1", Optional.of(5L)));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({"0, Exited", "3, Crashed"})
  void completesWhenTheServerExits(int code, String reason) {
    // When
    var plan = Views.assigned().pod(Views.failed(code)).plan();
    // Then
    assertThat(plan.status().phase()).isEqualTo(Phase.Completed);
    assertThat(plan.status().reason()).isEqualTo(reason);
    assertThat(plan.status().endedAt()).isNotNull();
    assertThat(plan.status().assignment()).isNotNull();
    assertThat(Conditions.isTrue(plan.status().conditions(), "Ready")).isFalse();
  }

  @Test
  void completesWhenThePodIsDeleted() {
    assertThat(Views.assigned().podGone().plan().status().reason()).isEqualTo("Deleted");
    assertThat(Views.assigned().podBeingDeleted().plan().status().reason()).isEqualTo("Deleted");
  }

  @Test
  void completesWhenTheServerAsksToBeStoppedAndThenEndsThePod() {
    // Given
    var views = Views.assigned().annotated(Api.STOP_ANNOTATION);
    // When
    var plan = views.plan();
    var then = views.carriedOut().plan();
    // Then
    assertThat(plan.status().reason()).isEqualTo("Stopped");
    assertThat(then.steps()).containsExactly(new Step.DeletePod(POD + "1", Optional.empty()));
  }

  @Test
  void completesAfterMaxDuration() {
    // Given
    var views = Views.start().with("/maxDuration", "2m").carriedOut().pod(Views.READY).carriedOut();
    // Then
    assertThat(views.after(119_000).plan().status().phase()).isEqualTo(Phase.Assigned);
    assertThat(views.plan().again()).contains(Duration.ofSeconds(1));
    assertThat(views.after(1_000).plan().status().reason()).isEqualTo("MaxDuration");
  }

  @Test
  void runsForEverWithoutMaxDuration() {
    // Given
    var views =
        Views.start().with("/maxDuration", "null").carriedOut().pod(Views.READY).carriedOut();
    // Then
    assertThat(views.after(1_000_000_000).plan().status().phase()).isEqualTo(Phase.Assigned);
  }

  @Test
  void leavesAnAssignedServerAloneWhenItsRevisionIsGone() {
    // When
    var plan = Views.assigned().without(Reason.RevisionMissing, "Revision x is gone").plan();
    // Then
    assertThat(plan.status().phase()).isEqualTo(Phase.Assigned);
    assertThat(plan.steps()).isEmpty();
  }

  @Test
  void failsWithoutItsRevision() {
    // When
    var plan = Views.start().without(Reason.RevisionMissing, "Revision x does not exist").plan();
    // Then
    assertThat(plan.status().phase()).isEqualTo(Phase.Failed);
    var accepted = Conditions.find(plan.status().conditions(), "Accepted").orElseThrow();
    assertThat(accepted.getStatus()).isEqualTo("False");
    assertThat(accepted.getReason()).isEqualTo("RevisionMissing");
  }

  @Test
  void waitsForItsMatchmakerAWhile() {
    // Given
    var views =
        Views.start()
            .with("/pendingTimeout", "1m")
            .withoutHome(Reason.MatchmakerMissing, "Matchmaker arena does not exist");
    // When
    var waits = views.plan();
    var failed = views.after(59_000).plan();
    // Then
    assertThat(waits.status().attempt()).isNull();
    assertThat(waits.again()).contains(Duration.ofSeconds(1));
    assertThat(failed.status().phase()).isEqualTo(Phase.Failed);
    assertThat(failed.status().reason()).isEqualTo("MatchmakerMissing");
  }

  @Test
  void failsWhenStoppedBeforeItsServerIsReady() {
    // When
    var plan = Views.start().carriedOut().annotated(Api.STOP_ANNOTATION).plan();
    // Then
    assertThat(plan.status().phase()).isEqualTo(Phase.Failed);
    assertThat(plan.status().reason()).isEqualTo("Stopped");
  }

  @Test
  void countsARefusedPodAsAFailedAttempt() {
    // Given
    var views = Views.start().carriedOut().podGone();
    // When
    var plan = new ServerPlan(views.view()).podNotCreated(Reason.PodRefused, "quota exceeded");
    // Then
    assertThat(plan.status().failedAt()).isNotNull();
    assertThat(message(plan)).isEqualTo("Attempt 1 of 4 failed: quota exceeded");
  }

  @Test
  void anIdleLookSaysTheSame() {
    // Given
    var views = Views.assigned();
    // When
    var plan = views.after(5_000).plan();
    // Then
    assertThat(plan.status()).isEqualTo(views.status());
    assertThat(plan.notices()).isEmpty();
  }

  @Test
  void anEndedMatchGoesAfterRetainAfterExit() {
    // Given
    var views = Views.assigned().with("/retainAfterExit", "3m").pod(Views.failed(0)).carriedOut();
    // Then
    assertThat(views.after(179_999).plan().steps()).isEmpty();
    assertThat(views.plan().again()).contains(Duration.ofMillis(1));
    assertThat(views.after(1).plan().steps()).containsExactly(new Step.RemoveMatch());
  }

  @Test
  void aFailedMatchStaysUntilItsTicketsAreReleased() {
    // Given
    var views =
        Views.start().without(Reason.RevisionMissing, "gone").carriedOut().after(5 * 60_000);
    // Then
    assertThat(views.plan().steps()).isEmpty();
    assertThat(views.annotated(EndedPlan.RELEASED_ANNOTATION).plan().steps())
        .containsExactly(new Step.RemoveMatch());
  }

  private static Match withStatus(MatchPlan plan) {
    var match = Fixtures.match();
    match.setStatus(plan.status());
    return match;
  }

  private static String reason(MatchPlan plan) {
    return Conditions.find(plan.status().conditions(), "Ready").orElseThrow().getReason();
  }

  private static String message(MatchPlan plan) {
    return Conditions.find(plan.status().conditions(), "Ready").orElseThrow().getMessage();
  }
}
