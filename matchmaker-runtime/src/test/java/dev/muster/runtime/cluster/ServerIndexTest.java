package dev.muster.runtime.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.api.v1alpha1.Api;
import dev.muster.api.v1alpha1.Match;
import dev.muster.api.v1alpha1.MatchSpec;
import dev.muster.api.v1alpha1.MatchStatus.Phase;
import dev.muster.api.v1alpha1.TicketSpec;
import dev.muster.runtime.server.GameServer;
import dev.muster.runtime.server.GameServer.State;
import dev.muster.runtime.server.GameServers.Stopping;
import dev.muster.runtime.server.ServerAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerIndexTest {
  private static final String FIRST = "0123456789ab";
  private static final String SECOND = "ba9876543210";

  private final FakeApi api = new FakeApi();
  private final ServerIndex index = new ServerIndex(api);

  private static Match match(Phase phase, String requestId) {
    return Samples.served("m1", phase, requestId);
  }

  @Test
  void tellsWhatAServerMayKnowOfItself() {
    index.seen(match(Phase.Assigned, FIRST));

    var server = index.withRequestId(FIRST).orElseThrow();
    assertThat(server.match()).isEqualTo("m1");
    assertThat(server.assignment().orElseThrow().fqdn()).isEqualTo("node1.example");
    assertThat(server.tickets()).containsExactly("t1", "t2", "t3");
    assertThat(index.withRequestId(SECOND)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "Pending, STARTING",
    "Starting, STARTING",
    "Assigned, READY",
    "Completed, ENDED",
    "Failed, ENDED"
  })
  void followsThePhase(Phase phase, State state) {
    index.seen(match(phase, FIRST));

    assertThat(index.withRequestId(FIRST).map(GameServer::state)).contains(state);
  }

  @Test
  void anEarlierAttemptIsNoServerAnyMore() {
    index.seen(match(Phase.Starting, FIRST));
    index.seen(match(Phase.Starting, SECOND));

    assertThat(index.withRequestId(FIRST)).isEmpty();
    assertThat(index.withRequestId(SECOND)).isPresent();
    assertThat(index.stop(FIRST).toCompletableFuture()).isCompletedWithValue(Stopping.UNKNOWN);
  }

  @Test
  void forgetsAServerWithItsMatch() {
    index.seen(match(Phase.Assigned, FIRST));
    index.gone(match(Phase.Assigned, FIRST));

    assertThat(index.withRequestId(FIRST)).isEmpty();
  }

  private static Match filling(Match match, String name, String ticket) {
    var spec = match.getSpec();
    match.getMetadata().setName(name);
    match.setSpec(
        new MatchSpec(
            spec.matchmaker(),
            spec.profile(),
            spec.queue(),
            spec.revision(),
            spec.matchId(),
            spec.expansion(),
            spec.location(),
            spec.teams(),
            List.of(new TicketSpec(ticket, null, null, null, null, null, null)),
            spec.equality(),
            spec.intersection(),
            "seat"));
    return match;
  }

  @Test
  void aMatchThatFillsABackfillHasNoServerOfItsOwn() {
    var filling = filling(match(Phase.Assigned, FIRST), "m2", "t9");

    index.seen(match(Phase.Assigned, SECOND));
    index.seen(filling);

    assertThat(index.withRequestId(FIRST)).isEmpty();
  }

  @Test
  void whoJoinsARunningServerIsOneOfItsPlayers() {
    index.seen(match(Phase.Assigned, FIRST));
    var filling = filling(match(Phase.Assigned, FIRST), "m2", "t9");
    index.seen(filling);

    assertThat(index.withRequestId(FIRST).orElseThrow().tickets())
        .containsExactly("t1", "t2", "t3", "t9");
    assertThat(index.find(address(FIRST, null, 0)).orElseThrow().match()).isEqualTo("m1");
    index.gone(filling);
    assertThat(index.withRequestId(FIRST).orElseThrow().tickets())
        .containsExactly("t1", "t2", "t3");
  }

  @Test
  void ofThoseWhoJoinedTheNewestAreTold() {
    index.seen(match(Phase.Assigned, FIRST));
    for (int i = 0; i <= Api.MOST_NOTED_TICKETS; i++) {
      index.seen(filling(match(Phase.Assigned, FIRST), "n" + i, "u%05d".formatted(i)));
    }

    assertThat(index.withRequestId(FIRST).orElseThrow().tickets())
        .hasSize(3 + Api.MOST_NOTED_TICKETS)
        .startsWith("t1", "t2", "t3", "u00001");
  }

  private static ServerAddress address(String requestId, String ip, int port) {
    return new ServerAddress(
        Optional.ofNullable(requestId),
        Optional.ofNullable(ip),
        Set.of(new ServerAddress.Port(port, Optional.of("udp"))));
  }

  @Test
  void findsAServerByItsRequestIdOrElseByItsAddressAndPort() {
    index.seen(match(Phase.Assigned, FIRST));

    assertThat(index.find(address(FIRST, "198.51.100.1", 1))).isPresent();
    assertThat(index.find(address("made-up", "203.0.113.5", 7_004))).isPresent();
    assertThat(index.find(address(null, "203.0.113.5", 7_004))).isPresent();
    assertThat(index.find(address(null, "203.0.113.5", 7_005))).isEmpty();
    assertThat(index.find(address(null, "203.0.113.6", 7_004))).isEmpty();
    assertThat(index.find(address(null, null, 7_004))).isEmpty();
    index.seen(match(Phase.Completed, FIRST));
    assertThat(index.find(address(null, "203.0.113.5", 7_004))).isEmpty();
  }

  @Test
  void asksTheApiServerOnceAndOnlyWhileThereIsSomethingToStop() {
    index.seen(match(Phase.Assigned, FIRST));

    assertThat(index.stop(FIRST).toCompletableFuture()).isCompletedWithValue(Stopping.ACCEPTED);
    var stopped = match(Phase.Assigned, FIRST);
    stopped.getMetadata().setAnnotations(Map.of(Api.STOP_ANNOTATION, "now"));
    index.seen(stopped);
    assertThat(index.withRequestId(FIRST).map(GameServer::state)).contains(State.STOPPING);
    assertThat(index.stop(FIRST).toCompletableFuture()).isCompletedWithValue(Stopping.ACCEPTED);
    index.seen(match(Phase.Completed, FIRST));
    assertThat(index.stop(FIRST).toCompletableFuture()).isCompletedWithValue(Stopping.ACCEPTED);

    assertThat(api.requests).containsExactly("stopped m1");
  }

  @ParameterizedTest
  @CsvSource({"404, UNKNOWN", "500, AWAY", "429, AWAY", "403, AWAY"})
  void saysWhenItCouldNotBeDone(int code, Stopping stopping) {
    index.seen(match(Phase.Assigned, FIRST));
    api.always = FakeApi.refusal(code);

    assertThat(index.stop(FIRST).toCompletableFuture()).isCompletedWithValue(stopping);
  }
}
