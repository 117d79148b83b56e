package dev.muster.devcluster.cel;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The expressions of the shipped ValidatingAdmissionPolicy, each on what an API server hands to it.
 * Only a real cluster enforces it.
 */
class GameServerPolicyTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final CelRuntime RUNTIME = CelRuntimeFactory.plannerRuntimeBuilder().build();
  private static final CelCompiler COMPILER =
      CelCompilerFactory.standardCelCompilerBuilder()
          .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
          .addVar("request", SimpleType.DYN)
          .addVar("object", SimpleType.DYN)
          .addVar("oldObject", SimpleType.DYN)
          .addVar("variables", SimpleType.DYN)
          .build();

  private final JsonNode spec = policy();

  private static JsonNode policy() {
    var file = Path.of("../examples/game-server-access/policy.yaml").toFile();
    try (var documents = new YAMLMapper().readerFor(JsonNode.class).<JsonNode>readValues(file)) {
      return documents.next().path("spec");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Object evaluate(String expression, Map<String, Object> values) {
    try {
      return RUNTIME.createProgram(COMPILER.compile(expression).getAst()).eval(values);
    } catch (CelValidationException | CelEvaluationException e) {
      throw new AssertionError(expression, e);
    }
  }

  private static Object value(String json) {
    try {
      return JSON.readValue(json, Object.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Object request(String operation, String account, String pod) {
    var extra =
        pod == null
            ? ""
            : ", \"extra\": {\"authentication.kubernetes.io/pod-name\": [\"" + pod + "\"]}";
    return value(
        """
        {"operation": "%s", "namespace": "games",
         "userInfo": {"username": "system:serviceaccount:games:%s"%s}}
        """
            .formatted(operation, account, extra));
  }

  private static Object backfill(String server) {
    return value("{\"metadata\": {\"name\": \"seat\"}, \"spec\": {\"server\": " + server + "}}");
  }

  private boolean allows(String operation, String pod, String before, String after) {
    var values = new HashMap<String, Object>();
    values.put("request", request(operation, "muster-gameserver", pod));
    if (before != null) {
      values.put("oldObject", backfill(before));
    }
    if (after != null) {
      values.put("object", backfill(after));
    }
    var own = evaluate(spec.at("/variables/0/expression").asText(), Map.copyOf(values));
    values.put("variables", Map.of("pod", own));
    return StreamSupport.stream(spec.path("validations").spliterator(), false)
        .allMatch(rule -> (Boolean) evaluate(rule.path("expression").asText(), values));
  }

  @ParameterizedTest(name = "{0} by {1}: {2} -> {3}")
  @CsvSource(
      nullValues = "-",
      value = {
        "CREATE, m1-1, -, {\"podName\": \"m1-1\"}, true",
        "CREATE, m1-1, -, {\"podName\": \"m2-1\"}, false",
        "CREATE, m1-1, -, {\"match\": \"m1\"}, false",
        "CREATE, -, -, {\"podName\": \"m1-1\"}, false",
        "UPDATE, m1-1, {\"podName\": \"m1-1\"}, {\"podName\": \"m1-1\"}, true",
        "UPDATE, m1-1, {\"podName\": \"m2-1\"}, {\"podName\": \"m1-1\"}, false",
        "UPDATE, m1-1, {\"podName\": \"m1-1\"}, {\"podName\": \"m2-1\"}, false",
        "DELETE, m1-1, {\"podName\": \"m1-1\"}, -, true",
        "DELETE, m1-1, {\"podName\": \"m2-1\"}, -, false",
        "DELETE, m1-1, {\"match\": \"m1\"}, -, false",
        "DELETE, -, {\"podName\": \"m1-1\"}, -, false",
      })
  void aPodActsForItselfOnly(
      String operation, String pod, String before, String after, boolean allowed) {
    assertThat(allows(operation, pod, before, after)).isEqualTo(allowed);
  }

  @Test
  void onlyGameServersOfTheNamespaceAreConcerned() {
    var condition = spec.at("/matchConditions/0/expression").asText();

    assertThat(evaluate(condition, Map.of("request", request("CREATE", "muster-gameserver", null))))
        .isEqualTo(true);
    assertThat(evaluate(condition, Map.of("request", request("CREATE", "default", null))))
        .isEqualTo(false);
    assertThat(spec.at("/matchConstraints/resourceRules/0/operations").toString())
        .isEqualTo("[\"CREATE\",\"UPDATE\",\"DELETE\"]");
    assertThat(spec.path("failurePolicy").asText()).isEqualTo("Fail");
  }
}
