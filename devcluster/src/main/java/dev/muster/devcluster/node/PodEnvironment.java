package dev.muster.devcluster.node;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;

/**
 * The environment and command line of a container, resolved and expanded as the kubelet does: a
 * variable may refer to those before it in its list and to everything of {@code envFrom}; values
 * taken from elsewhere are not expanded.
 */
final class PodEnvironment {
  private final PodFields fields;
  private final Configuration configuration;

  PodEnvironment(PodFields fields, Configuration configuration) {
    this.fields = fields;
    this.configuration = configuration;
  }

  /** The variables that the container asks for, over what every container of the node has. */
  Map<String, String> variables(JsonNode container, Map<String, String> base) throws ConfigError {
    var own = new LinkedHashMap<String, String>();
    for (var source : container.path("envFrom")) {
      from(source).ifPresent(content -> addAll(source.path("prefix").asText(), content, own));
    }
    for (var variable : container.path("env")) {
      var value = value(variable, container.path("name").asText(), own);
      value.ifPresent(text -> own.put(variable.path("name").asText(), text));
    }
    var all = new LinkedHashMap<>(base);
    all.putAll(own);
    return all;
  }

  private Optional<Map<String, byte[]>> from(JsonNode source) throws ConfigError {
    for (var kind : List.of("secretRef", "configMapRef")) {
      var reference = source.path(kind);
      if (reference.isObject()) {
        var name = reference.path("name").asText();
        boolean optional = reference.path("optional").asBoolean();
        return kind.equals("secretRef")
            ? configuration.secret(name, optional)
            : configuration.configMap(name, optional);
      }
    }
    return Optional.empty();
  }

  private static void addAll(
      String prefix, Map<String, byte[]> content, Map<String, String> variables) {
    content.forEach(
        (key, value) -> {
          if (key.matches("[A-Za-z_][A-Za-z0-9_]*")) {
            variables.put(prefix + key, new String(value, StandardCharsets.UTF_8));
          }
        });
  }

  private Optional<String> value(JsonNode variable, String containerName, Map<String, String> known)
      throws ConfigError {
    var from = variable.path("valueFrom");
    if (from.path("fieldRef").isObject()) {
      return Optional.of(fields.field(from.path("fieldRef").path("fieldPath").asText()));
    }
    if (from.path("resourceFieldRef").isObject()) {
      return Optional.of(fields.resource(from.path("resourceFieldRef"), containerName));
    }
    if (from.path("secretKeyRef").isObject()) {
      return configuration.secretKey(from.path("secretKeyRef"));
    }
    if (from.path("configMapKeyRef").isObject()) {
      return configuration.configMapKey(from.path("configMapKeyRef"));
    }
    return Optional.of(Expansion.expand(variable.path("value").asText(""), known));
  }

  /**
   * The command line: the container's {@code command} stands in for the image's, its {@code args}
   * follow either, both expanded.
   */
  static List<String> command(
      JsonNode container, List<String> image, Map<String, String> variables) {
    var result = new ArrayList<String>();
    if (container.path("command").isEmpty()) {
      result.addAll(image);
    }
    for (var list : List.of(container.path("command"), container.path("args"))) {
      StreamSupport.stream(list.spliterator(), false)
          .map(item -> Expansion.expand(item.asText(), variables))
          .forEach(result::add);
    }
    return result;
  }
}
