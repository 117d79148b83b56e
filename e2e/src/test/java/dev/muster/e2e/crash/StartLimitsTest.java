package dev.muster.e2e.crash;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.muster.devcluster.store.ObjectStore;
import dev.muster.devcluster.store.Resource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * More matches than a Matchmaker may run, and faster than it may start them: the limits hold after
 * every single change in the cluster, though the operator is restarted while matches wait.
 */
class StartLimitsTest {
  private static final String MATCH_LABEL = "/metadata/labels/muster.dev~1match";
  private static final Set<String> ENDED = Set.of("Completed", "Failed");
  private static final String MATCHMAKER =
      """
      apiVersion: muster.dev/v1alpha1
      kind: Matchmaker
      metadata: {name: default}
      spec: {%s}
      """;
  private static Lane lane;

  @BeforeAll
  static void start() {
    lane = new Lane();
  }

  @AfterAll
  static void stop() {
    lane.close();
  }

  @Test
  void moreMatchesThanMayRunWaitInOrder() {
    lane.play(
        (store, upstream, namespace, threads) -> {
          try (var scene =
              new Scene(store, upstream, namespace, threads, read("few-servers.yaml"))) {
            // Given
            scene.make(0, 10);
            // Then
            scene.awaitRunning(3);
            scene.awaitHeld(7, "MaxRunningMatches");
            // When one ends, and the operator is restarted just then
            scene.stop(scene.running().get(0));
            scene.operator.restart();
            // Then
            scene.awaitEnded(1);
            scene.awaitRunning(3);
            // When the limit is raised
            scene.limit("maxRunningMatches", 5);
            // Then
            scene.awaitRunning(5);
            scene.awaitHeld(4, "MaxRunningMatches");
            // When all end, one after the other
            for (int ended = 2; ended <= 10; ended++) {
              scene.awaitRunning(Math.min(5, 11 - ended));
              scene.stop(scene.running().get(0));
              scene.awaitEnded(ended);
            }
            // Then
            assertThat(scene.mostAtOnce()).isEqualTo(5);
            assertThat(scene.broken()).isEmpty();
            var order = scene.inOrderOfStart();
            assertThat(order).hasSize(10);
            assertThat(order.subList(0, 3)).as("room for three").isSubsetOf(names(0, 3));
            assertThat(order.subList(3, 4)).as("room for one").isEqualTo(names(3, 4));
            assertThat(order.subList(4, 6)).as("room for two").isSubsetOf(names(4, 6));
            assertThat(order.subList(6, 10)).as("one by one").isEqualTo(names(6, 10));
            assertThat(scene.eventsOf("MaxRunningMatches"))
                .as("one Event for each match that waited")
                .doesNotHaveDuplicates()
                .hasSize(7);
          }
        });
  }

  @Test
  void matchesStartNoFasterThanTheyMay() {
    lane.play(
        (store, upstream, namespace, threads) -> {
          try (var scene =
              new Scene(
                  store,
                  upstream,
                  namespace,
                  threads,
                  MATCHMAKER.formatted("maxStartsPerSecond: 2"))) {
            // When
            scene.make(0, 7);
            scene.awaitRunning(7);
            // Then
            var starts = scene.starts();
            assertThat(starts).as("further attempts included").hasSizeGreaterThanOrEqualTo(7);
            for (int i = 2; i < starts.size(); i++) {
              assertThat(Duration.between(starts.get(i - 2), starts.get(i)))
                  .isGreaterThanOrEqualTo(Duration.ofSeconds(1));
            }
            assertThat(scene.eventsOf("MaxStartsPerSecond")).isNotEmpty().doesNotHaveDuplicates();
          }
        });
  }

  private static List<String> names(int from, int to) {
    return IntStream.range(from, to).mapToObj("duel-%05d"::formatted).toList();
  }

  private static String read(String file) {
    try {
      return Files.readString(Path.of("../docs/facing-players").resolve(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** An operator, a Matchmaker, a queue, and what happens to its matches. */
  private static final class Scene implements AutoCloseable {
    private final String namespace;
    private final ObjectStore store;
    private final Objects objects;
    private final History history;
    private final TestScheduler scheduler;
    private final Supervisor operator;
    private final String revision;

    Scene(
        ObjectStore store,
        Upstream upstream,
        String namespace,
        ExecutorService threads,
        String matchmaker) {
      this.namespace = namespace;
      this.store = store;
      objects = new Objects(store, namespace);
      history = new History(store, namespace);
      scheduler = new TestScheduler(store, namespace);
      operator =
          Supervisor.start(
              "operator",
              upstream,
              new Outcome(Optional.empty()).calls(Trouble.Part.OPERATOR),
              door -> new OperatorRun(door, namespace, Clock.systemUTC(), threads));
      objects.create(History.MATCHMAKERS, matchmaker);
      objects.create(
          History.PROFILES,
          """
          apiVersion: muster.dev/v1alpha1
          kind: MatchmakerProfile
          metadata: {name: duel}
          spec:
            rules:
              match_size: {type: playerCount, teamCount: 1, minTeamSize: 2, maxTeamSize: 2}
            gameServer:
              template: {spec: {schedulerName: %s, containers: [{name: game, image: duel}]}}
              ports: [{name: gameport, containerPort: 7777, protocol: UDP}]
          """
              .formatted(TestScheduler.NAME));
      revision =
          history.await(
              "a revision and a Matchmaker with an address",
              () ->
                  history
                      .get(History.MATCHMAKERS, "default")
                      .filter(found -> found.at("/status/url").isTextual())
                      .flatMap(found -> history.get(History.PROFILES, "duel"))
                      .map(profile -> profile.at("/status/revision"))
                      .filter(found -> found.isTextual())
                      .map(found -> found.asText()));
    }

    void make(int from, int to) {
      for (int i = from; i < to; i++) {
        objects.create(
            History.MATCHES,
            """
            apiVersion: muster.dev/v1alpha1
            kind: Match
            metadata: {name: duel-%05d, labels: {muster.dev/matchmaker: default}}
            spec:
              matchmaker: default
              profile: duel
              queue: duel
              revision: %s
              matchId: duel_initial-%d
              expansion: initial
              location: ''
              teams: [{id: team, groups: [{id: group, tickets: [ticket], searchingSince: '2026-01-01T00:00:00.0000000Z'}]}]
              tickets: [{id: ticket, createdAt: '2026-01-01T00:00:00.0000000Z', groupId: group, teamId: team, attributes: {}}]
            """
                .formatted(i, revision, i));
      }
    }

    void limit(String field, int value) {
      objects.change(
          History.MATCHMAKERS, "default", found -> found.withObject("/spec").put(field, value));
    }

    void stop(String match) {
      objects.change(
          History.MATCHES,
          match,
          found -> found.withObject("/metadata/annotations").put("muster.dev/stop", "now"));
    }

    List<String> running() {
      return inPhase("Assigned");
    }

    private List<String> inPhase(String phase) {
      return history.list(History.MATCHES).stream()
          .filter(match -> match.at("/status/phase").asText().equals(phase))
          .map(Scene::name)
          .sorted()
          .toList();
    }

    void awaitRunning(int count) {
      history.awaitThat(count + " matches that run", () -> running().size() == count);
    }

    void awaitEnded(int count) {
      history.awaitThat(count + " matches that ended", () -> inPhase("Completed").size() == count);
    }

    void awaitHeld(int count, String reason) {
      history.awaitThat(
          count + " matches that are held",
          () ->
              history.list(History.MATCHES).stream()
                      .filter(match -> match.at("/status/phase").asText().equals("Pending"))
                      .filter(match -> match.at("/status/conditions").toString().contains(reason))
                      .count()
                  == count);
    }

    /** After which event there were more matches or pods than allowed just then. */
    List<String> broken() {
      var broken = new ArrayList<String>();
      replay(
          (limit, running, pods) -> {
            if (running > limit || pods > limit) {
              broken.add("%d matches and %d pods, limit %d".formatted(running, pods, limit));
            }
          });
      return broken;
    }

    int mostAtOnce() {
      var most = new int[1];
      replay((limit, running, pods) -> most[0] = Math.max(most[0], running));
      return most[0];
    }

    private interface Look {
      void at(int limit, int running, int pods);
    }

    private void replay(Look look) {
      var running = new HashSet<String>();
      var pods = new HashMap<String, String>();
      int limit = Integer.MAX_VALUE;
      for (var event : history.events()) {
        var object = event.object();
        if (event.kind().equals(History.MATCHMAKERS)) {
          limit = object.at("/spec/maxRunningMatches").asInt(Integer.MAX_VALUE);
        } else if (event.kind().equals(History.MATCHES)) {
          var runs =
              !event.isDeletion()
                  && object.at("/status/attempt").asInt() > 0
                  && !ENDED.contains(object.at("/status/phase").asText());
          var unused = runs ? running.add(event.name()) : running.remove(event.name());
        } else if (event.kind().equals(Resource.PODS) && object.at(MATCH_LABEL).isTextual()) {
          if (event.isDeletion() || isOver(object)) {
            pods.remove(event.name());
          } else {
            pods.put(event.name(), object.at(MATCH_LABEL).asText());
          }
        }
        look.at(limit, running.size(), pods.size());
      }
    }

    private static boolean isOver(ObjectNode pod) {
      return Set.of("Succeeded", "Failed").contains(pod.at("/status/phase").asText());
    }

    /** The names of the matches in the order in which they got their first attempt. */
    List<String> inOrderOfStart() {
      return history.events().stream()
          .filter(event -> event.kind().equals(History.MATCHES))
          .filter(event -> event.object().at("/status/attempt").asInt() > 0)
          .map(History.Event::name)
          .distinct()
          .toList();
    }

    /** When attempts began. */
    List<Instant> starts() {
      return history.events().stream()
          .filter(event -> event.kind().equals(History.MATCHES))
          .map(event -> event.object().at("/status/attemptedAt"))
          .filter(at -> at.isTextual())
          .map(at -> Instant.parse(at.asText()))
          .distinct()
          .sorted()
          .toList();
    }

    /** The matches that Events of a reason are about, one for each Event. */
    List<String> eventsOf(String reason) {
      return store.list(Resource.EVENTS, namespace).stream()
          .filter(event -> event.path("reason").asText().equals(reason))
          .map(event -> event.at("/involvedObject/name").asText())
          .toList();
    }

    private static String name(ObjectNode object) {
      return object.at("/metadata/name").asText();
    }

    @Override
    public void close() {
      operator.close();
      scheduler.close();
      history.close();
    }
  }
}
