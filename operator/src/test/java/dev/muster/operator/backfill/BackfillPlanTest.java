package dev.muster.operator.backfill;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.muster.api.v1alpha1.Backfill;
import dev.muster.api.v1alpha1.BackfillSpec;
import dev.muster.api.v1alpha1.BackfillStatus;
import dev.muster.api.v1alpha1.BackfillStatus.Phase;
import dev.muster.api.v1alpha1.TicketSpec;
import dev.muster.engine.profile.Problem;
import dev.muster.operator.backfill.BackfillView.Queue;
import dev.muster.operator.conditions.Conditions;
import dev.muster.operator.events.Notice;
import dev.muster.operator.testing.FieldTable;
import dev.muster.operator.testing.FieldTable.Change;
import dev.muster.operator.testing.Fixtures;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BackfillPlanTest {
  private static final Queue QUEUE =
      new Queue("ranked", Duration.ofMinutes(5), Duration.ofMinutes(1));

  @Test
  void searchesAndBelongsToItsPod() {
    // When
    var plan = plan(Fixtures.backfill(), Fixtures.NOW, pod("Running"));
    // Then
    assertThat(plan.status().phase()).isEqualTo(Phase.Searching);
    assertThat(plan.status().podName()).isEqualTo("ranked-cusfn10msflc73beiik0-1");
    assertThat(plan.status().expiresAt()).isEqualTo("2026-11-20T15:07:05.0000000Z");
    assertThat(plan.owner()).isPresent();
    assertThat(plan.again()).contains(Duration.ofSeconds(179));
  }

  @Test
  void isNotOfferedWhileItPointsToNothing() {
    // When
    var withoutServer = plan(Fixtures.backfill(), Fixtures.NOW, Optional.empty());
    var withoutQueue =
        BackfillPlan.of(
            new BackfillView(
                Fixtures.backfill(),
                Fixtures.NOW,
                Optional.empty(),
                List.of(),
                pod("Running"),
                true));
    // Then
    assertThat(withoutServer.status().phase()).isNull();
    assertThat(condition(withoutServer, "ResolvedRefs")).startsWith("False ServerMissing");
    assertThat(withoutQueue.status().phase()).isNull();
    assertThat(condition(withoutQueue, "ResolvedRefs"))
        .isEqualTo(
            "False QueueMissing spec.queue: no profile of Matchmaker arena serves a queue"
                + " Ranked_5v5");
  }

  @Test
  void isNotOfferedBeforeTheServersOwnPlayersKnowWhereItIs() {
    // When
    var plan =
        BackfillPlan.of(
            new BackfillView(
                Fixtures.backfill(),
                Fixtures.NOW,
                Optional.of(QUEUE),
                List.of(),
                pod("Running"),
                false));
    // Then
    assertThat(plan.status().phase()).isNull();
    assertThat(condition(plan, "ResolvedRefs")).startsWith("False ServerStarting");
    assertThat(plan.again()).contains(Duration.ofSeconds(179));
  }

  @Test
  void expiresAndGoesAWhileLater() {
    // Given
    var backfill = searching();
    var end = Instant.parse("2026-11-20T15:07:05Z");
    // When
    var expired = plan(backfill, end, pod("Running"));
    backfill.setStatus(expired.status());
    // Then
    assertThat(expired.status().phase()).isEqualTo(Phase.Expired);
    assertThat(expired.notices()).extracting(Notice::reason).containsExactly("Expired");
    assertThat(plan(backfill, end.plusMillis(59_999), pod("Running")).removed()).isFalse();
    assertThat(plan(backfill, end.plusMillis(60_000), pod("Running")).removed()).isTrue();
  }

  @Test
  void isRefusedWithTheWordsThatAServerReadsOverHttp() {
    // Given
    var problems =
        IntStream.range(0, 12)
            .mapToObj(i -> new Problem("tickets.p" + i + ".attributes.beacons", "is missing"))
            .toList();
    // When
    var plan =
        BackfillPlan.of(
            new BackfillView(
                Fixtures.backfill(),
                Fixtures.NOW,
                Optional.of(QUEUE),
                problems,
                pod("Running"),
                true));
    // Then
    assertThat(plan.status().phase()).isEqualTo(Phase.Cancelled);
    assertThat(condition(plan, "Accepted"))
        .startsWith(
            "False InvalidSpec tickets.p0.attributes.beacons: is missing; tickets.p1.attributes")
        .endsWith("tickets.p9.attributes.beacons: is missing; and 2 more");
    assertThat(condition(plan, "Ready")).startsWith("False InvalidSpec tickets.p0.attributes");
    assertThat(plan.notices()).extracting(Notice::reason).containsExactly("Cancelled");
  }

  @Test
  void searchesNoMoreWhenOtherRulesLookAtWhatItLacks() {
    // When
    var plan =
        BackfillPlan.of(
            new BackfillView(
                searching(),
                Fixtures.NOW,
                Optional.of(QUEUE),
                List.of(new Problem("tickets.p1.attributes.mode", "is missing")),
                pod("Running"),
                true));
    // Then
    assertThat(plan.status().phase()).isEqualTo(Phase.Cancelled);
    assertThat(condition(plan, "Accepted"))
        .isEqualTo("False InvalidSpec tickets.p1.attributes.mode: is missing");
  }

  @Test
  void oneThatPointedToNothingSaysSoInTheEnd() {
    // Given
    var backfill = Fixtures.backfill();
    backfill.setStatus(plan(backfill, Fixtures.NOW, Optional.empty()).status());
    // When
    var expired = plan(backfill, Instant.parse("2026-11-20T15:07:05Z"), Optional.empty());
    // Then
    assertThat(expired.status().phase()).isEqualTo(Phase.Expired);
    assertThat(condition(expired, "ResolvedRefs")).startsWith("False ServerMissing");
    assertThat(condition(expired, "Ready"))
        .isEqualTo(
            "False Expired It never searched: spec.server: pod ranked-cusfn10msflc73beiik0-1 is not"
                + " a running game server");
    assertThat(expired.notices())
        .extracting(Notice::message)
        .allSatisfy(message -> assertThat(message).startsWith("It never searched: spec.server"));
  }

  @Test
  void isCancelledWhenItsServerEnds() {
    for (Optional<Pod> pod : List.of(Optional.<Pod>empty(), pod("Succeeded"), pod("Failed"))) {
      // When
      var plan = plan(searching(), Fixtures.NOW, pod);
      // Then
      assertThat(plan.status().phase()).isEqualTo(Phase.Cancelled);
      assertThat(condition(plan, "ResolvedRefs")).startsWith("False ServerGone");
    }
  }

  @Test
  void endsWhenItsQueueIsGoneOrAnotherProfiles() {
    // Given
    var another = new Queue("casual", Duration.ofMinutes(5), Duration.ofMinutes(1));
    assertThat(searching().getStatus().profile()).isEqualTo("ranked");
    // When
    var gone = plan(searching(), Optional.empty(), List.of());
    var taken = plan(searching(), Optional.of(another), List.of(new Problem("tickets", "is odd")));
    // Then
    assertThat(gone.status().phase()).isEqualTo(Phase.Cancelled);
    assertThat(condition(gone, "Ready"))
        .isEqualTo(
            "False QueueMissing spec.queue: no profile of Matchmaker arena serves a queue"
                + " Ranked_5v5");
    assertThat(gone.notices()).extracting(Notice::reason).containsExactly("Cancelled");
    assertThat(taken.status().phase()).isEqualTo(Phase.Cancelled);
    assertThat(condition(taken, "ResolvedRefs"))
        .isEqualTo(
            "False QueueMissing spec.queue: queue Ranked_5v5 is profile casual's now; it was profile"
                + " ranked's when this began to search");
  }

  private static BackfillPlan plan(Backfill backfill, Optional<Queue> queue, List<Problem> unfit) {
    return BackfillPlan.of(
        new BackfillView(backfill, Fixtures.NOW, queue, unfit, pod("Running"), true));
  }

  @Test
  void tellsOnceWhoComes() {
    // Given a match has taken it
    var backfill = searching();
    var before = backfill.getStatus();
    var ticket = new TicketSpec("p9", null, null, null, null, null, null);
    backfill.setStatus(
        new BackfillStatus(
            Phase.Assigned,
            before.podName(),
            before.profile(),
            "joiner",
            List.of(ticket),
            before.expiresAt(),
            "2026-11-20T15:04:06.0000000Z",
            before.conditions()));
    // When
    var plan = plan(backfill, Fixtures.NOW, pod("Running"));
    backfill.setStatus(plan.status());
    // Then
    assertThat(condition(plan, "Ready"))
        .isEqualTo("True Assigned 1 player comes with match joiner");
    assertThat(plan.status().assignedTickets()).containsExactly(ticket);
    assertThat(plan.notices()).extracting(Notice::reason).containsExactly("Assigned");
    assertThat(plan(backfill, Fixtures.NOW.plusSeconds(1), pod("Running")).notices()).isEmpty();
    assertThat(plan(backfill, Fixtures.NOW.plusSeconds(60), Optional.empty()).removed()).isTrue();
  }

  static Stream<Change> fields() {
    return Stream.of(
        new Change("matchmaker", "/spec/matchmaker", "other", "Matchmaker other serves"),
        new Change("queue", "/spec/queue", "Casual", "a queue Casual"),
        new Change("server.podName", "/spec/server/podName", "p", "pod p is not a running"),
        new Change("server.match", "/spec/server", "{match: m}", "match m has no running"),
        new Change("groupSizes", "/spec/groupSizes", "[0]", "spec.groupSizes must be"),
        new Change("expiresAfter", "/spec/expiresAfter", "4m", "15:08:05"));
  }

  @ParameterizedTest
  @MethodSource("fields")
  void everyFieldMakesAnotherStatus(Change change) {
    // When
    var before = answer(Fixtures.backfill());
    var after = answer(Fixtures.as(Backfill.class, change.in(Fixtures.json("backfill"))));
    // Then
    assertThat(before).doesNotContain(change.expected());
    assertThat(after).contains(change.expected());
  }

  @Test
  void noFieldIsLeftOut() {
    // Given what only the runtime matches by, or tells
    var tested =
        new TreeSet<>(
            Set.of(
                "tickets[].id",
                "tickets[].createdAt",
                "tickets[].playerIp",
                "tickets[].groupId",
                "tickets[].attributes"));
    // When
    fields().map(Change::field).forEach(tested::add);
    // Then
    assertThat(tested).isEqualTo(FieldTable.fields(BackfillSpec.class));
  }

  @Test
  void expiresAfterTheProfilesPeriodByDefault() {
    // Given
    var json = Fixtures.json("backfill");
    json.withObject("/spec").remove("expiresAfter");
    // When
    var plan = plan(Fixtures.as(Backfill.class, json), Fixtures.NOW, pod("Running"));
    // Then
    assertThat(plan.status().expiresAt()).isEqualTo("2026-11-20T15:09:05.0000000Z");
  }

  private static String answer(Backfill backfill) {
    var nothing =
        BackfillPlan.of(
            new BackfillView(
                backfill, Fixtures.NOW, Optional.empty(), List.of(), Optional.empty(), true));
    return Fixtures.yaml(nothing.status())
        + Fixtures.yaml(plan(backfill, Fixtures.NOW, Optional.empty()).status());
  }

  private static Backfill searching() {
    var backfill = Fixtures.backfill();
    backfill.setStatus(plan(backfill, Fixtures.NOW, pod("Running")).status());
    return backfill;
  }

  private static BackfillPlan plan(Backfill backfill, Instant now, Optional<Pod> pod) {
    return BackfillPlan.of(
        new BackfillView(backfill, now, Optional.of(QUEUE), List.of(), pod, true));
  }

  private static Optional<Pod> pod(String phase) {
    var yaml = "{metadata: {name: ranked-cusfn10msflc73beiik0-1}, status: {phase: " + phase + "}}";
    return Optional.of(Fixtures.as(Pod.class, (ObjectNode) Fixtures.value(yaml)));
  }

  private static String condition(BackfillPlan plan, String type) {
    var condition = Conditions.find(plan.status().conditions(), type).orElseThrow();
    return condition.getStatus() + " " + condition.getReason() + " " + condition.getMessage();
  }
}
