package dev.muster.operator.match;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.api.v1alpha1.Match;
import dev.muster.api.v1alpha1.MatchSpec;
import dev.muster.operator.gameserver.Attempt;
import dev.muster.operator.gameserver.GameServer;
import dev.muster.operator.gameserver.GameServerPod;
import dev.muster.operator.testing.FieldTable;
import dev.muster.operator.testing.FieldTable.Change;
import dev.muster.operator.testing.Fixtures;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MatchFieldsTest {
  /** What only the runtime reads, when it takes a match up again. */
  private static final Set<String> OF_THE_RUNTIME =
      Set.of(
          "teams[].groups[].searchingSince",
          "teams[].groups[].expiryPausedMillis",
          "teams[].groups[].failures",
          "teams[].groups[].otherQueues");

  static Stream<Change> fields() {
    return Stream.of(
        new Change("matchmaker", "/spec/matchmaker", "other", "muster.dev/matchmaker: other"),
        new Change("profile", "/spec/profile", "other", "muster.dev/profile: other"),
        new Change("queue", "/spec/queue", "Casual", "value: Casual"),
        new Change("revision", "/spec/revision", "ranked-x", "Revision ranked-x can be played"),
        new Change("matchId", "/spec/matchId", "some-match", "value: some-match"),
        new Change("expansion", "/spec/expansion", "'30'", "value: \"30\""),
        new Change("location", "/spec/location", "Tokyo", "city\\\":\\\"Tokyo"),
        new Change("teams[].id", "/spec/teams/0/id", "blue", "\\\"blue\\\":["),
        new Change("teams[].groups[].id", "/spec/teams/0/groups/1/id", "solo", "\\\"solo\\\":["),
        new Change(
            "teams[].groups[].tickets",
            "/spec/teams/0/groups/1/tickets",
            "[another]",
            "[\\\"another\\\"]"),
        new Change("tickets[].id", "/spec/tickets/2/id", "third", "MM_TICKET_third"),
        new Change(
            "tickets[].createdAt",
            "/spec/tickets/2/createdAt",
            "'2026-01-02T03:04:05.6Z'",
            "2026-01-02T03:04:05.6000000Z"),
        new Change("tickets[].playerIp", "/spec/tickets/2/playerIp", "192.0.2.1", "192.0.2.1"),
        new Change("tickets[].groupId", "/spec/tickets/2/groupId", "g9", "group_id\\\":\\\"g9"),
        new Change("tickets[].teamId", "/spec/tickets/2/teamId", "t9", "team_id\\\":\\\"t9"),
        new Change(
            "tickets[].attributes",
            "/spec/tickets/2/attributes",
            "{elo_rating: 7.25}",
            "elo_rating\\\":7.25}"),
        new Change(
            "tickets[].extras", "/spec/tickets/2/extras", "{skin: gold}", "skin\\\":\\\"gold"),
        new Change("equality", "/spec/equality", "{mode: rush}", "mode\\\":\\\"rush"),
        new Change("intersection", "/spec/intersection", "{map: [Desert]}", "map\\\":[\\\"Desert"),
        new Change("backfill", "/spec/backfill", "seat", "Backfill seat does not exist any more"));
  }

  @ParameterizedTest
  @MethodSource("fields")
  void everyFieldOfAMatchMakesAnotherPodOrStatus(Change change) {
    // Given
    var before = answer(Fixtures.match());
    // When
    var after = answer(Fixtures.as(Match.class, change.in(Fixtures.json("match"))));
    // Then
    assertThat(before).doesNotContain(change.expected());
    assertThat(after).contains(change.expected());
  }

  @Test
  void noFieldIsLeftOut() {
    // When
    var tested = new TreeSet<>(OF_THE_RUNTIME);
    fields().map(Change::field).forEach(tested::add);
    // Then
    assertThat(tested).isEqualTo(FieldTable.fields(MatchSpec.class));
  }

  private static String answer(Match match) {
    var plan = Views.start().of(match).plan();
    var json = Fixtures.profile().getSpec().gameServer();
    var server = GameServer.of(json);
    var pod =
        GameServerPod.of(
            server,
            new Attempt(match, 1, Fixtures.REQUEST_ID, Map.of("gameport", 7100)),
            Fixtures.home());
    return Fixtures.yaml(plan.status()) + plan.steps() + Fixtures.yaml(pod);
  }

  static Stream<Change> timesAndCounts() {
    return Stream.of(
        new Change("assignWhen", "/assignWhen", "Running", "runs: Assigned"),
        new Change("pendingTimeout", "/pendingTimeout", "1ms", "PendingTimeout"),
        new Change("startTimeout", "/startTimeout", "1ms", "StartTimeout"),
        new Change("maxRetries", "/maxRetries", "7", "of 8"),
        new Change("maxDuration", "/maxDuration", "1ms", "MaxDuration"),
        new Change("retainAfterExit", "/retainAfterExit", "1ms", "RemoveMatch"));
  }

  @ParameterizedTest
  @MethodSource("timesAndCounts")
  void everyTimeAndCountOfGameServerMakesAnotherPlan(Change change) {
    // Given
    var before = plans(Views.start(), Views.start(), Views.start(), Views.start());
    // When
    var after = plans(changed(change), changed(change), changed(change), changed(change));
    // Then
    assertThat(before).doesNotContain(change.expected());
    assertThat(after).contains(change.expected());
  }

  private static Views changed(Change change) {
    return Views.start().with(change.pointer(), change.value());
  }

  /** What is planned while a pod is pending, runs, is ready for long, and is over. */
  private static String plans(Views pending, Views runs, Views ready, Views over) {
    var running = runs.carriedOut().pod(Views.RUNNING).after(10).plan();
    return pending.carriedOut().pod("{phase: Pending}").after(10).plan()
        + " runs: "
        + running.status().phase()
        + running
        + ready.carriedOut().pod(Views.READY).carriedOut().after(10).plan()
        + over.carriedOut()
            .pod(Views.READY)
            .carriedOut()
            .pod(Views.failed(0))
            .carriedOut()
            .after(10)
            .plan()
        + " of "
        + (over.server().maxRetries() + 1);
  }
}
