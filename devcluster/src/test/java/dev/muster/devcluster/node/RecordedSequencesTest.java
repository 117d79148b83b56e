package dev.muster.devcluster.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.muster.devcluster.fake.ManualLoop;
import dev.muster.devcluster.replay.PodSummary;
import dev.muster.devcluster.store.DeleteOptions;
import dev.muster.devcluster.store.Resource;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The states that watchers saw of pods on a real cluster (Kubernetes 1.32), against what they see
 * here of simulated ones. {@code ReplayTest} plays them with processes.
 */
class RecordedSequencesTest {
  @TempDir Path directory;
  private final ManualLoop loop = new ManualLoop();
  private NodeHarness harness;

  @BeforeEach
  void start() {
    harness = new NodeHarness(loop, NodeConfig.Pods.SIMULATED, Map.of(), directory);
    loop.settle();
  }

  @AfterEach
  void stop() {
    harness.vertx.close();
  }

  private static List<JsonNode> recorded(String name) throws IOException {
    JsonNode sequences;
    try (var file = RecordedSequencesTest.class.getResourceAsStream("pod-sequences.json")) {
      sequences = new ObjectMapper().readTree(file).path(name);
    }
    var list = new ArrayList<JsonNode>();
    sequences.forEach(
        state -> {
          ((ObjectNode) state).remove("deleting");
          if (list.isEmpty() || !list.get(list.size() - 1).equals(state)) {
            list.add(state);
          }
        });
    return list;
  }

  private void pod(String simulate, String spec) {
    var pod =
        NodeHarness.yaml(
            """
            metadata: {name: p, namespace: default, annotations: {}}
            spec:
              terminationGracePeriodSeconds: 1
              restartPolicy: Always
              containers: [{name: main, image: x}]
            status: {phase: Pending}
            """);
    pod.withObject("/metadata/annotations").put(Simulation.ANNOTATION, simulate);
    if (spec != null) {
      ((ObjectNode) pod.get("spec")).setAll(NodeHarness.yaml(spec));
    }
    harness.store.create(Resource.PODS, pod);
    loop.advance(Duration.ofSeconds(1));
  }

  private List<JsonNode> seen(int from) {
    var list = new ArrayList<JsonNode>();
    for (var change : harness.store.history(Resource.PODS, "p")) {
      var state = PodSummary.of(change.type().toString(), change.object());
      if (list.isEmpty() || !list.get(list.size() - 1).equals(state)) {
        list.add(state);
      }
    }
    return list.subList(from, list.size());
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "becomes ready | ready-after=900ms |",
        "without a probe | '' |",
        "exit 0 | exit=0 | restartPolicy: Never",
        "exit 1 | exit=1 | restartPolicy: Never",
        "missing secret | '' | containers: [{name: main, image: x, envFrom: [{secretRef: {name:"
            + " none}}]}]",
        "missing image | image-pull-error |",
        "restarted | exit=3 | restartPolicy: OnFailure",
        "no node | '' | nodeSelector: {no: node}",
      })
  void aPodShowsTheStatesOfARealOne(String name, String simulate, String spec) throws IOException {
    pod(simulate, spec);

    assertThat(seen(0)).containsExactlyElementsOf(recorded(name));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({"deleted, ''", "ignores term, ignore-term"})
  void aDeletedPodShowsTheStatesOfARealOne(String name, String simulate) throws IOException {
    pod(simulate, null);
    int before = seen(0).size() - 1;

    harness.store.delete(Resource.PODS, "default", "p", DeleteOptions.DEFAULT);
    loop.advance(Duration.ofSeconds(2));

    assertThat(seen(before)).containsExactlyElementsOf(recorded(name));
  }
}
