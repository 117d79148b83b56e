package dev.muster.examples.gameserver;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A seat becomes free, and the matchmaker is asked for somebody. */
class SeatSearchTest {
  private static final InetSocketAddress HOME =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 1001);
  private static final String ERIN = "cusfn20msflc73beiio0";
  private static final String SEARCHING =
      "{\"id\": \"seat\", \"status\": \"SEARCHING\", \"assigned_tickets\": []}";
  private static final String ASSIGNED =
      """
      {"id": "seat", "status": "ASSIGNED", "assigned_tickets": [
        {"id": "%s", "group_id": "erins", "attributes": {"elo_rating": 1490}}]}
      """
          .formatted(ERIN);

  /** Answers what it is told to, one after the other, and then nothing. */
  private static final class FakeMatchmaker implements Matchmaker {
    final List<String> requests = new ArrayList<>();
    final Deque<Answer> answers = new ArrayDeque<>();
    String body = "";

    @Override
    public CompletableFuture<Answer> send(String method, String path, String json) {
      requests.add(method + " " + path);
      body = json.isEmpty() ? body : json;
      var answer = answers.poll();
      return answer == null ? new CompletableFuture<>() : CompletableFuture.completedFuture(answer);
    }
  }

  private final RecordedLog recorded = new RecordedLog();
  private final FakeMatchmaker matchmaker = new FakeMatchmaker();
  private final RunningMatch match =
      new RunningMatch(
          Matches.roster(Matches.twoTeams()),
          Duration.ofSeconds(60),
          recorded.log(),
          0,
          Optional.of(new SeatSearch(matchmaker, "duel", "23c01225b99d", recorded.log())));

  /** As the loop does it: whenever something is due. */
  private void pass(long untilMillis) {
    for (long now = 0; now <= untilMillis; now += 100) {
      match.advance(now);
    }
  }

  @Test
  void asksNobodyWhileEverySeatIsTaken() {
    // When
    match.hear(HOME, "JOIN " + Matches.ALICE, 0);
    pass(5_000);
    // Then
    assertThat(matchmaker.requests).isEmpty();
  }

  @Test
  void whoComesForAFreeSeatIsWelcomeInTheTeamOfWhoLeft() {
    // Given
    matchmaker.answers.add(new Matchmaker.Answer(201, SEARCHING));
    matchmaker.answers.add(new Matchmaker.Answer(200, SEARCHING));
    matchmaker.answers.add(new Matchmaker.Answer(200, ASSIGNED));
    match.hear(HOME, "JOIN " + Matches.CAROL, 0);
    // When
    match.hear(HOME, "LEAVE " + Matches.CAROL, 0);
    pass(4_000);
    // Then
    assertThat(matchmaker.requests)
        .containsExactly("POST /backfills", "GET /backfills/seat", "GET /backfills/seat");
    assertThat(matchmaker.body)
        .contains("\"profile\":\"duel\"")
        .contains("\"request_id\":\"23c01225b99d\"")
        .contains(Matches.ALICE, Matches.BOB)
        .doesNotContain(Matches.CAROL);
    assertThat(match.hear(HOME, "JOIN " + ERIN, 4_000)).isEqualTo("WELCOME blue 1/3");
    assertThat(match.hear(HOME, "JOIN " + Matches.CAROL, 4_000)).startsWith("DENIED");
    assertThat(match.hear(HOME, "LEAVE " + Matches.CAROL, 4_000)).isEqualTo("BYE");
    assertThat(recorded.lines())
        .contains("asks the matchmaker for players", "player 4 has a free seat, ticket " + ERIN);
  }

  @Test
  void asksAnewWhenNobodyCameInTime() {
    // Given
    matchmaker.answers.add(new Matchmaker.Answer(201, SEARCHING));
    matchmaker.answers.add(new Matchmaker.Answer(404, "{\"message\": \"gone\"}"));
    matchmaker.answers.add(new Matchmaker.Answer(201, SEARCHING));
    // When
    match.hear(HOME, "LEAVE " + Matches.CAROL, 0);
    pass(3_000);
    // Then
    assertThat(matchmaker.requests)
        .startsWith("POST /backfills", "GET /backfills/seat", "POST /backfills");
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 401, 429, 500, 503})
  void aRefusalIsToldAndTriedAgainMuchLater(int status) {
    // Given
    matchmaker.answers.add(new Matchmaker.Answer(status, "{\"message\": \"no\"}"));
    // When
    match.hear(HOME, "LEAVE " + Matches.CAROL, 0);
    pass(9_000);
    // Then
    assertThat(matchmaker.requests).containsExactly("POST /backfills");
    assertThat(recorded.lines())
        .contains("the matchmaker refuses to look for players, with " + status);
    pass(12_000);
    assertThat(matchmaker.requests).hasSize(2);
  }

  @Test
  void groupsMayBeAsLargeAsSeatsAreFree() {
    // Given
    var environment = Matches.twoTeams();
    environment.computeIfPresent(
        "MM_TICKET_" + Matches.BOB,
        (name, ticket) ->
            ticket.replace(
                "\"attributes\":{", "\"attributes\":{\"backfill_group_size\":[\"new\",\"1\"],"));
    var playing =
        new RunningMatch(
            Matches.roster(environment),
            Duration.ofSeconds(60),
            recorded.log(),
            0,
            Optional.of(new SeatSearch(matchmaker, "duel", "23c01225b99d", recorded.log())));
    // When
    playing.hear(HOME, "LEAVE " + Matches.CAROL, 0);
    playing.hear(HOME, "LEAVE " + Matches.ALICE, 0);
    playing.advance(100);
    // Then
    assertThat(matchmaker.body).contains("\"backfill_group_size\":[\"2\",\"1\"]");
  }
}
