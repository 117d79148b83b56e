package dev.muster.operator.gameserver;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.fabric8.kubernetes.api.model.SecretKeySelector;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Collects environment variables.
 *
 * <p>The kubelet expands {@code $(NAME)} in values; a player could make it reveal a secret with an
 * attribute. So every {@code $} is written twice, which the kubelet makes one.
 */
final class EnvWriter {
  private static final ObjectMapper COMPACT =
      JsonMapper.builder().enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN).build();

  private final Map<String, EnvVar> variables = new LinkedHashMap<>();

  void text(String name, String value) {
    variables.put(
        name, new EnvVarBuilder().withName(name).withValue(value.replace("$", "$$")).build());
  }

  void json(String name, JsonNode value) {
    text(name, compact(value));
  }

  void field(String name, String fieldPath) {
    variables.put(
        name,
        new EnvVarBuilder()
            .withName(name)
            .withNewValueFrom()
            .withNewFieldRef()
            .withFieldPath(fieldPath)
            .endFieldRef()
            .endValueFrom()
            .build());
  }

  void secret(String name, SecretKeySelector key) {
    variables.put(
        name,
        new EnvVarBuilder()
            .withName(name)
            .withNewValueFrom()
            .withSecretKeyRef(key)
            .endValueFrom()
            .build());
  }

  List<EnvVar> variables() {
    return List.copyOf(variables.values());
  }

  private static String compact(JsonNode value) {
    try {
      return COMPACT.writeValueAsString(plain(value));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a JSON tree can always be written", e);
    }
  }

  /** The same with numbers that are written as people write them, without an exponent. */
  private static JsonNode plain(JsonNode node) {
    if (node.isDouble() || node.isFloat()) {
      return DecimalNode.valueOf(new BigDecimal(node.asText()));
    }
    if (node.isObject()) {
      var object = new ObjectNode(JsonNodeFactory.instance);
      node.properties().forEach(entry -> object.set(entry.getKey(), plain(entry.getValue())));
      return object;
    }
    if (node.isArray()) {
      var array = new ArrayNode(JsonNodeFactory.instance);
      node.forEach(element -> array.add(plain(element)));
      return array;
    }
    return node;
  }
}
