package dev.muster.devcluster.kubectl;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.muster.devcluster.DevCluster;
import dev.muster.devcluster.DevClusterConfig;
import dev.muster.devcluster.json.Json;
import dev.muster.devcluster.node.NodeConfig;
import dev.muster.devcluster.store.Resource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/**
 * The real kubectl against one cluster: what it printed against a real one, and what goes beyond
 * that recording. A command is a test; those of one transcript build on each other.
 */
@EnabledIf(
    value = "dev.muster.devcluster.kubectl.Terminal#hasKubectl",
    disabledReason = "kubectl 1.32 is not installed")
class KubectlTest {
  @TempDir static Path folder;
  private static DevCluster cluster;

  @BeforeAll
  static void start() throws IOException {
    var shell = List.of("/bin/sh");
    var node =
        new NodeConfig(
            NodeConfig.Pods.PROCESS,
            Map.of("local/busybox:1", shell),
            Files.createDirectory(folder.resolve("pods")));
    cluster = DevCluster.start(DevClusterConfig.defaults().withNode(node));
    cluster.store().create(Resource.NAMESPACES, setup(0));
    cluster.store().create(Resource.CUSTOM_RESOURCE_DEFINITIONS, setup(1));
  }

  /** The body of a step of the recordings' set-up. */
  private static ObjectNode setup(int step) throws IOException {
    try (var stream = KubectlTest.class.getResourceAsStream("/recordings/00-setup.jsonl")) {
      var lines = new String(stream.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
      return (ObjectNode) Json.parseObject(lines.get(step)).at("/request/body");
    }
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  @TestFactory
  Stream<DynamicNode> printsWhatItPrintsOnARealCluster() {
    return Stream.of("/recordings/14-kubectl.txt", "/kubectl/more.txt").map(this::transcript);
  }

  private DynamicNode transcript(String resource) {
    var transcript = Transcript.read(resource);
    Terminal terminal;
    try {
      terminal = new Terminal(cluster, transcript, Files.createTempDirectory(folder, "files"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    var tests =
        transcript.commands().stream()
            .map(
                command ->
                    DynamicTest.dynamicTest(
                        command.line(), () -> assertThat(terminal.run(command)).isEmpty()));
    var end = DynamicTest.dynamicTest("end", terminal::close);
    return DynamicContainer.dynamicContainer(resource, Stream.concat(tests, Stream.of(end)));
  }
}
