package dev.muster.runtime.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.muster.api.v1alpha1.MatchStatus.Phase;
import dev.muster.engine.Standing;
import dev.muster.runtime.loop.QueueRevision;
import dev.muster.runtime.loop.QueueStanding;
import dev.muster.runtime.server.GameServers;
import dev.muster.runtime.settings.Settings;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ClusterTest {
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-11-20T15:10:00Z"), ZoneOffset.UTC);
  private static final String MATCHMAKER =
      """
      {"apiVersion":"muster.dev/v1alpha1","kind":"Matchmaker","metadata":{},
       "spec":{"allowedCorsOrigins":["https://game.example"],
               "beacons":[{"city":"%s","host":"h","tcpPort":1,"udpPort":2}]}}""";
  private static final String PROFILE =
      """
      {"apiVersion":"muster.dev/v1alpha1","kind":"MatchmakerProfile","metadata":{},
       "spec":{"matchmaker":"default"},"status":{"revision":"%s","url":"kept"}}""";
  private static final String REVISION =
      """
      {"apiVersion":"apps/v1","kind":"ControllerRevision","metadata":{},"revision":1,
       "data":{"queue":"Ranked_5v5","rules":
         {"match_size":{"type":"playerCount","teamCount":1,"minTeamSize":2,"maxTeamSize":2}}}}""";
  private static final String BACKFILL =
      """
      {"apiVersion":"muster.dev/v1alpha1","kind":"Backfill","metadata":{},
       "spec":{"queue":"Ranked_5v5","server":{"podName":"p"}},"status":{"phase":"%s"}}""";

  private final StubApiServer server = new StubApiServer();
  private final KubernetesClient client = ClusterClient.open(server.url(), "games");
  private final RecordingLoop loop = new RecordingLoop();
  private final List<Settings> settings = new CopyOnWriteArrayList<>();
  private final Cluster cluster = new Cluster(client, "games", "default", CLOCK, new Random(1));

  @BeforeEach
  void fillTheServer() {
    server.put("matchmakers", "default", MATCHMAKER.formatted("Chicago"));
    server.put("matchmakers", "green", MATCHMAKER.formatted("Paris"));
    server.put("controllerrevisions", "ranked-1", REVISION);
    server.put("controllerrevisions", "ranked-2", REVISION);
    server.put("matchmakerprofiles", "ranked", PROFILE.formatted("ranked-1"));
  }

  @AfterEach
  void close() {
    cluster.close();
    client.close();
    server.close();
  }

  @Test
  void loadsEverythingBeforeItSaysThatItServes() throws Exception {
    // Given
    put(Samples.match("m1", Phase.Assigned, null));
    server.put("backfills", "seat", BACKFILL.formatted("Searching"));

    // When
    int queues = start();

    // Then
    assertThat(queues).isEqualTo(1);
    assertThat(settings)
        .last()
        .extracting(s -> s.beacons().get(0).location().city())
        .isEqualTo("Chicago");
    assertThat(loop.commands)
        .containsSubsequence(
            "beaconsListed true",
            "serve ranked ranked-1 Ranked_5v5",
            "recover m1 b2080c27-19a9-4dcd-97ef-6ddf8ff0aa4b,0a5b0dd6-7a3c-4f0c-93a1-5a0e9c25d7f1",
            "assigned m1 203.0.113.5",
            "search Ranked_5v5 seat");
  }

  @Test
  void servesNobodyBeforeTheLoopKnowsTheMatchesOfAnEarlierRun() throws Exception {
    // Given
    put(Samples.match("m1", Phase.Starting, null));
    loop.caughtUp = new CompletableFuture<>();

    // When
    var started = cluster.start(loop, settings::add).toCompletableFuture();
    eventually().until(() -> loop.commands.stream().anyMatch(c -> c.startsWith("recover m1")));
    assertThat(cluster.drained()).succeedsWithin(Duration.ofSeconds(20)); // it has gone on since

    // Then
    assertThat(started).isNotDone();
    loop.caughtUp.complete(null);
    assertThat(started).succeedsWithin(Duration.ofSeconds(20)).isEqualTo(1);
  }

  @Test
  void createsMatchesAndFollowsThem() throws Exception {
    // Given
    start();

    // When
    cluster.accept(Samples.committed("ranked-m1"));
    eventually().until(() -> server.names("matches").contains("ranked-m1"));
    put(Samples.match("ranked-m1", Phase.Starting, null));
    put(Samples.match("ranked-m1", Phase.Assigned, null));
    eventually().until(() -> loop.commands.contains("assigned ranked-m1 203.0.113.5"));
    server.delete("matches", "ranked-m1");

    // Then
    eventually().until(() -> loop.commands.contains("ended ranked-m1"));
    assertThat(loop.commands).filteredOn(c -> c.contains("ranked-m1")).hasSize(2);
    assertThat(cluster.drained()).succeedsWithin(Duration.ofSeconds(20));
  }

  @Test
  void marksAMatchWhoseServerWantsToStop() throws Exception {
    // Given
    put(Samples.served("m1", Phase.Assigned, "0123456789ab"));
    start();

    // When
    var stopping = cluster.servers().stop("0123456789ab");

    // Then
    assertThat(stopping.toCompletableFuture())
        .succeedsWithin(Duration.ofSeconds(20))
        .isEqualTo(GameServers.Stopping.ACCEPTED);
    assertThat(server.get("matches", "m1").at("/metadata/annotations/muster.dev~1stop").asText())
        .isEqualTo("2026-11-20T15:10:00Z");
  }

  @Test
  void marksAFailedMatch() throws Exception {
    // Given
    start();
    cluster.accept(Samples.committed("ranked-m1"));
    eventually().until(() -> server.names("matches").contains("ranked-m1"));

    // When
    put(Samples.match("ranked-m1", Phase.Failed, "StartFailed"));

    // Then
    eventually()
        .untilAsserted(
            () ->
                assertThat(
                        server
                            .get("matches", "ranked-m1")
                            .at("/metadata/annotations/muster.dev~1released")
                            .asText())
                    .isEqualTo("true"));
    assertThat(loop.commands).containsOnlyOnce("failed ranked-m1 StartFailed");
  }

  @Test
  void writesTheQueueAndNothingElseOfAStatusInOneRequest() throws Exception {
    // Given
    start();
    stand("ranked-1", 3);

    // Then
    eventually()
        .untilAsserted(
            () ->
                assertThat(server.get("matchmakerprofiles", "ranked").at("/status/queue/waiting"))
                    .hasToString("3"));
    assertThat(server.get("matchmakerprofiles", "ranked").at("/status/url").asText())
        .isEqualTo("kept");
    assertThat(server.requests)
        .containsOnlyOnce(
            "PATCH /apis/muster.dev/v1alpha1/namespaces/games/matchmakerprofiles/ranked/status"
                + "?force=true&fieldManager=muster-runtime")
        .filteredOn(request -> request.startsWith("application/apply-patch+yaml"))
        .hasSize(1);
    assertThat(server.requests)
        .noneMatch(request -> request.startsWith("GET") && request.contains("profiles/ranked"));
  }

  @Test
  void followsTheMatchmakerLive() throws Exception {
    // Given
    start();

    // When
    server.put("matchmakers", "default", MATCHMAKER.formatted("Dallas"));

    // Then
    eventually()
        .until(
            () -> settings.get(settings.size() - 1).beacons().get(0).location().city(),
            "Dallas"::equals);
  }

  @Test
  void losesNothingWhileTheServerIsAway() throws Exception {
    // Given
    put(Samples.match("gone", Phase.Starting, null));
    put(Samples.match("assigned", Phase.Starting, null));
    start();
    server.stop();

    // When
    cluster.accept(Samples.committed("ranked-m1"));
    server.delete("matches", "gone");
    put(Samples.match("assigned", Phase.Assigned, null));
    server.put("matchmakerprofiles", "ranked", PROFILE.formatted("ranked-2"));
    eventually().until(cluster::pendingMatches, Integer.valueOf(1)::equals);
    server.start();

    // Then
    eventually()
        .untilAsserted(
            () -> {
              assertThat(loop.commands)
                  .contains(
                      "failed gone Deleted",
                      "assigned assigned 203.0.113.5",
                      "serve ranked ranked-2 Ranked_5v5");
              assertThat(server.names("matches")).contains("ranked-m1");
            });
    assertThat(loop.commands).doesNotHaveDuplicates();
  }

  @Test
  void listsAgainWhenItsWatchesAreTooOld() throws Exception {
    // Given
    start();

    // When
    server.compact();
    server.put("matchmakerprofiles", "ranked", PROFILE.formatted("ranked-2"));

    // Then
    eventually().until(() -> loop.commands.contains("serve ranked ranked-2 Ranked_5v5"));
  }

  @Test
  void noticesADeletionThatNoWatchWillTellOf() throws Exception {
    // Given
    put(Samples.match("m1", Phase.Starting, null));
    start();
    server.stop();

    // When
    server.delete("matches", "m1");
    server.compact();
    server.start();

    // Then
    eventually().until(() -> loop.commands.contains("failed m1 Deleted"));
  }

  @Test
  void closesAQueueWhoseProfileWasDeleted() throws Exception {
    // Given
    start();

    // When
    server.delete("matchmakerprofiles", "ranked");

    // Then
    eventually().until(() -> loop.commands.contains("close ranked"));
  }

  @Test
  void startsWhenTheServerComesUpLater() throws Exception {
    // Given
    server.stop();
    var started = cluster.start(loop, settings::add);

    // When
    server.start();

    // Then
    assertThat(started.toCompletableFuture()).succeedsWithin(Duration.ofSeconds(60));
  }

  @Test
  void doesNotStopAtAnObjectWithAValueOfTheWrongType() throws Exception {
    // Given
    server.put(
        "matchmakerprofiles",
        "odd",
        "{\"apiVersion\":\"muster.dev/v1alpha1\",\"kind\":\"MatchmakerProfile\",\"metadata\":{},"
            + "\"spec\":{\"rules\":7,\"expansions\":\"x\"},\"status\":{\"revision\":{}}}");

    // When, Then
    assertThat(start()).isEqualTo(1);
  }

  private int start() throws Exception {
    return cluster.start(loop, settings::add).toCompletableFuture().get(60, TimeUnit.SECONDS);
  }

  private void put(dev.muster.api.v1alpha1.Match match) {
    server.put(
        "matches",
        match.getMetadata().getName(),
        client.getKubernetesSerialization().asJson(match));
  }

  private void stand(String revision, int tickets) {
    loop.standings.put(
        "ranked",
        new QueueStanding(
            new QueueRevision(
                "ranked",
                revision,
                ((Revision.Ours)
                        new Revision.Reader(client.getKubernetesSerialization(), "default")
                            .read("ranked", revision, REVISION))
                    .rules()
                    .profile()),
            new Standing(tickets, tickets, 0, OptionalLong.empty())));
  }

  private static ConditionFactory eventually() {
    return await().atMost(Duration.ofSeconds(60));
  }
}
