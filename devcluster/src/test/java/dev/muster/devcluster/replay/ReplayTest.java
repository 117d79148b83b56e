package dev.muster.devcluster.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.devcluster.DevCluster;
import dev.muster.devcluster.DevClusterConfig;
import dev.muster.devcluster.TestClient;
import dev.muster.devcluster.json.Json;
import dev.muster.devcluster.node.NodeConfig;
import dev.muster.devcluster.store.Resource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

/**
 * Plays what a real API server answered. What differs on purpose is listed, with its reason, in
 * {@code known-differences.txt}; a listed step that no longer differs fails too. {@code
 * -Dreplay.stories=03,06} plays only those. With the kubeconfig of a real cluster (Kubernetes 1.32,
 * one that may be spoilt) in {@code MUSTER_TEST_KUBECONFIG} they are played there too.
 */
class ReplayTest {
  private static final String REAL_CLUSTER = "MUSTER_TEST_KUBECONFIG";
  private static final String DEFINITION =
      "/apis/apiextensions.k8s.io/v1/customresourcedefinitions/widgets.rec.muster.dev";

  /** It needs a server that forgets, which takes a real one 11 minutes. */
  private static final String EXPIRED = "17-expired";

  private static final List<String> STORIES =
      List.of(
          "01-version-and-discovery",
          "02-crd",
          "03-widget-crud",
          "04-defaulting-and-pruning",
          "05-status-subresource",
          "06-server-side-apply",
          "07-patches",
          "08-watch",
          "09-selectors-and-paging",
          "10-table-and-partial",
          "11-deletion",
          "12-pods-and-deployments",
          "13-lease-event-namespace",
          "15-controller-revision",
          "16-built-in-kinds",
          EXPIRED);

  /** They watch controllers and pods at work; the others are played where nothing interferes. */
  private static final Set<String> NEED_A_NODE =
      Set.of("11-deletion", "12-pods-and-deployments", "16-built-in-kinds");

  /** The recorded pods name their programs themselves. */
  private static final Map<String, List<String>> IMAGES =
      Map.of("local/busybox:1", List.of("/bin/sh"));

  /** How the reason begins where it is left to chance whether the answer differs. */
  private static final String RACE = "at times ";

  /** How the reason begins where what is recorded never comes, so that nobody waits for it. */
  private static final String NEVER = "never comes: ";

  @TempDir static Path folder;

  private final Map<String, String> known = known();

  @TestFactory
  Stream<DynamicNode> answersAsARealServerDid() {
    return stories().map(this::story);
  }

  /** The same with nothing listed, since there is nothing that such a cluster may do otherwise. */
  @TestFactory
  @EnabledIfEnvironmentVariable(
      named = REAL_CLUSTER,
      matches = ".+",
      disabledReason = REAL_CLUSTER + " names the kubeconfig of no real cluster")
  Stream<DynamicNode> aRealServerStillAnswersSo() throws IOException {
    var client = new TestClient(Files.readString(Path.of(System.getenv(REAL_CLUSTER))));
    var end =
        DynamicTest.dynamicTest(
            "clean up",
            () -> {
              client.delete("/api/v1/namespaces/rec");
              client.delete(DEFINITION);
            });
    return Stream.concat(
        Stream.concat(Stream.of("00-setup"), stories().filter(story -> !story.equals(EXPIRED)))
            .map(story -> onRealCluster(client, story)),
        Stream.of(end));
  }

  private DynamicNode onRealCluster(TestClient client, String story) {
    var player = new Player(client);
    var tests =
        read(story).stream()
            .map(
                step ->
                    DynamicTest.dynamicTest(
                        step.title(), () -> assertThat(player.play(step, true)).isEmpty()));
    var end = DynamicTest.dynamicTest("end", player::close);
    return DynamicContainer.dynamicContainer(story, Stream.concat(tests, Stream.of(end)));
  }

  private static Stream<String> stories() {
    var wanted = System.getProperty("replay.stories", "");
    return STORIES.stream()
        .filter(
            story ->
                wanted.isEmpty() || List.of(wanted.split(",", -1)).contains(story.substring(0, 2)));
  }

  private DynamicNode story(String story) {
    var steps = new ArrayList<Step>();
    steps.addAll(read("00-setup"));
    steps.addAll(read(story));
    var holder = new Holder(NEED_A_NODE.contains(story), story.equals(EXPIRED));
    var tests = new ArrayList<DynamicTest>();
    tests.add(DynamicTest.dynamicTest("start", holder::start));
    for (var step : steps) {
      if (step.title().startsWith(EXPIRED + "/003")) {
        tests.add(DynamicTest.dynamicTest("forget", holder::forget));
      }
      tests.add(DynamicTest.dynamicTest(step.title(), () -> check(holder.player, step)));
    }
    tests.add(DynamicTest.dynamicTest("stop", holder::stop));
    return DynamicContainer.dynamicContainer(story, tests);
  }

  private void check(Player player, Step step) throws IOException, InterruptedException {
    var reason = known.get(step.story().substring(0, 2) + "/" + step.id());
    var problems = player.play(step, reason == null || !reason.startsWith(NEVER));
    if (reason == null) {
      assertThat(problems).as(step.request().toString()).isEmpty();
    } else if (!reason.startsWith(RACE)) {
      assertThat(problems)
          .as("listed as known to differ (" + reason + "), but does not")
          .isNotEmpty();
    }
  }

  private static final class Holder {
    private static final int SHORT_HISTORY = 100;

    private final boolean hasNode;
    private final boolean forgets;
    private DevCluster cluster;
    private Player player;

    Holder(boolean hasNode, boolean forgets) {
      this.hasNode = hasNode;
      this.forgets = forgets;
    }

    void start() {
      var bare = forgets ? new DevClusterConfig(SHORT_HISTORY) : DevClusterConfig.defaults();
      var node = new NodeConfig(NodeConfig.Pods.PROCESS, IMAGES, folder.resolve("pods"));
      cluster =
          hasNode
              ? DevCluster.start(bare.withNode(node))
              : DevCluster.start(bare, Clock.fixed(Instant.now(), ZoneOffset.UTC));
      player = new Player(new TestClient(cluster));
    }

    /** Changes so much that nothing is known of what was before. */
    void forget() {
      var map = Json.object();
      map.putObject("metadata").put("name", "changes").put("namespace", "default");
      var stored = cluster.store().create(Resource.CONFIG_MAPS, map);
      for (int i = 0; i <= SHORT_HISTORY; i++) {
        stored.putObject("data").put("change", Integer.toString(i));
        stored = cluster.store().update(Resource.CONFIG_MAPS, stored);
      }
    }

    void stop() {
      player.close();
      cluster.close();
    }
  }

  private static List<Step> read(String story) {
    return lines("/recordings/" + story + ".jsonl").stream()
        .map(line -> new Step(story, Json.parseObject(line)))
        .toList();
  }

  private static Map<String, String> known() {
    var known = new HashMap<String, String>();
    for (var line : lines("/recordings/known-differences.txt")) {
      if (!line.isBlank() && !line.startsWith("#")) {
        int colon = line.indexOf(": ");
        for (var id : line.substring(0, colon).split(" ", -1)) {
          known.put(id, line.substring(colon + 2));
        }
      }
    }
    return known;
  }

  private static List<String> lines(String resource) {
    try (var stream = ReplayTest.class.getResourceAsStream(resource)) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
