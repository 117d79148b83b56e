package dev.muster.runtime.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.api.v1alpha1.Api;
import dev.muster.api.v1alpha1.Match;
import dev.muster.api.v1alpha1.MatchStatus.Phase;
import dev.muster.runtime.server.GameServer;
import dev.muster.runtime.server.GameServer.State;
import dev.muster.runtime.server.GameServers.Stopping;
import java.util.Map;
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

  @Test
  void aMatchThatFillsABackfillHasNoServerOfItsOwn() {
    var filling = match(Phase.Assigned, FIRST);
    var spec = filling.getSpec();
    filling.setSpec(
        new dev.muster.api.v1alpha1.MatchSpec(
            spec.matchmaker(),
            spec.profile(),
            spec.queue(),
            spec.revision(),
            spec.matchId(),
            spec.expansion(),
            spec.location(),
            spec.teams(),
            spec.tickets(),
            spec.equality(),
            spec.intersection(),
            "seat"));

    index.seen(match(Phase.Assigned, SECOND));
    index.seen(filling);

    assertThat(index.withRequestId(FIRST)).isEmpty();
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
