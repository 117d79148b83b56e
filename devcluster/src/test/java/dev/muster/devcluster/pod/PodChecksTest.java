package dev.muster.devcluster.pod;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.muster.devcluster.json.Json;
import dev.muster.devcluster.kinds.BuiltinKinds;
import dev.muster.devcluster.kinds.Catalog;
import dev.muster.devcluster.registry.Registry;
import dev.muster.devcluster.registry.Storage;
import dev.muster.devcluster.registry.Write;
import dev.muster.devcluster.schema.Types;
import dev.muster.devcluster.store.Resource;
import dev.muster.devcluster.store.StatusException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What the embedded cluster has against pods and templates beside what a kube-apiserver 1.32 has.
 * Each line of {@code pods/checks.jsonl} is a pod, with what that server answered to a dry run of
 * it, and to a Deployment with it as its template.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PodChecksTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  /** Where the answer is another one on purpose, and why. */
  private static final Map<String, String> DIFFERENT =
      Map.of(
          "prio-0", "classes are not served, so any name of one is taken",
          "runtimeclass-1", "classes are not served, so any name of one is taken",
          "runtimeclass-0", "the form of the name is told instead",
          "runtimeclass-2", "an internal error of a real server");

  private final Catalog catalog =
      new Catalog(BuiltinKinds.all(new Types(), Optional::empty, Optional::empty, (n, a) -> false));
  private final Registry registry =
      new Registry(new Storage(1_000), catalog, Clock.fixed(NOW, ZoneOffset.UTC));

  @BeforeAll
  void setUp() {
    var namespace = Json.object();
    namespace.putObject("metadata").put("name", "default");
    registry.create(Resource.NAMESPACES, namespace);
  }

  /** An answer; the message is empty when the object is taken. */
  private record Answer(int code, String message, List<String> warnings) {
    static Answer recorded(JsonNode node) {
      return new Answer(
          node.path("code").asInt(),
          withoutAddresses(node.path("message").asText()),
          Json.texts(node.get("warnings")));
    }

    /** Some structs are shown with the addresses of their members. */
    private static String withoutAddresses(String message) {
      return message.replaceAll("(core\\.[A-Za-z]+)\\{.*?\\)}", "$1{}");
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void answersAsARealServer(String name, ObjectNode recorded) {
    // When
    var ofPod = answer("v1", "Pod", pod(recorded));
    var ofTemplate = answer("apps/v1", "Deployment", deployment(recorded));
    // Then
    if (DIFFERENT.containsKey(name)) {
      assertThat(ofPod).as(DIFFERENT.get(name)).isNotEqualTo(Answer.recorded(recorded));
    } else {
      assertThat(ofPod).isEqualTo(Answer.recorded(recorded));
    }
    assertThat(ofTemplate).isEqualTo(Answer.recorded(recorded.path("template")));
  }

  private static Stream<Arguments> cases() throws IOException {
    try (var stream = PodChecksTest.class.getResourceAsStream("/pods/checks.jsonl")) {
      var text = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
      return text.lines()
          .map(Json::parseObject)
          .map(line -> Arguments.of(line.path("case").asText(), line));
    }
  }

  private Answer answer(String version, String kind, ObjectNode object) {
    var warnings = new ArrayList<String>();
    var write = new Write("test", true, Write.Validation.STRICT, "", warnings);
    object.put("apiVersion", version).put("kind", kind);
    try {
      registry.create(catalog.findKind(version, kind).orElseThrow(), "default", object, write);
      return new Answer(201, "", warnings);
    } catch (StatusException e) {
      return new Answer(e.code(), e.getMessage(), warnings);
    }
  }

  private static ObjectNode pod(ObjectNode recorded) {
    var pod = Json.object();
    pod.set("metadata", recorded.get("metadata").deepCopy());
    pod.set("spec", recorded.get("spec").deepCopy());
    return pod;
  }

  private static ObjectNode deployment(ObjectNode recorded) {
    var template = pod(recorded);
    var metadata = (ObjectNode) template.get("metadata");
    metadata.remove("name");
    Json.child(metadata, "labels").put("t", "t");
    var deployment = Json.object();
    deployment.putObject("metadata").put("name", "d");
    var spec = deployment.putObject("spec");
    spec.putObject("selector").putObject("matchLabels").put("t", "t");
    spec.set("template", template);
    return deployment;
  }
}
