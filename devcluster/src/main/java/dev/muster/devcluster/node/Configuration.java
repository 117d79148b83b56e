package dev.muster.devcluster.node;

import com.fasterxml.jackson.databind.JsonNode;
import dev.muster.devcluster.store.ObjectStore;
import dev.muster.devcluster.store.Resource;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The Secrets and ConfigMaps of one namespace, as pods refer to them. */
final class Configuration {
  private final ObjectStore store;
  private final String namespace;

  Configuration(ObjectStore store, String namespace) {
    this.store = store;
    this.namespace = namespace;
  }

  /** What a Secret holds; empty when it is missing and the reference is optional. */
  Optional<Map<String, byte[]>> secret(String name, boolean optional) throws ConfigError {
    var found = store.get(Resource.SECRETS, namespace, name);
    if (found.isEmpty() && !optional) {
      throw new ConfigError("secret \"" + name + "\" not found");
    }
    return found.map(secret -> decoded(secret.path("data")));
  }

  /** What a ConfigMap holds; empty when it is missing and the reference is optional. */
  Optional<Map<String, byte[]>> configMap(String name, boolean optional) throws ConfigError {
    var found = store.get(Resource.CONFIG_MAPS, namespace, name);
    if (found.isEmpty() && !optional) {
      throw new ConfigError("configmap \"" + name + "\" not found");
    }
    return found.map(
        map -> {
          var content = decoded(map.path("binaryData"));
          map.path("data").properties().forEach(m -> content.put(m.getKey(), utf8(m.getValue())));
          return content;
        });
  }

  private static Map<String, byte[]> decoded(JsonNode data) {
    var content = new TreeMap<String, byte[]>();
    data.properties()
        .forEach(
            m -> content.put(m.getKey(), Base64.getMimeDecoder().decode(m.getValue().asText())));
    return content;
  }

  private static byte[] utf8(JsonNode text) {
    return text.asText().getBytes(StandardCharsets.UTF_8);
  }

  /** The value that a {@code secretKeyRef} means. */
  Optional<String> secretKey(JsonNode reference) throws ConfigError {
    boolean optional = reference.path("optional").asBoolean();
    var name = reference.path("name").asText();
    return key(secret(name, optional), reference, "Secret " + namespace + "/" + name);
  }

  /** The value that a {@code configMapKeyRef} means. */
  Optional<String> configMapKey(JsonNode reference) throws ConfigError {
    boolean optional = reference.path("optional").asBoolean();
    var name = reference.path("name").asText();
    return key(configMap(name, optional), reference, "ConfigMap " + namespace + "/" + name);
  }

  private static Optional<String> key(
      Optional<Map<String, byte[]>> content, JsonNode reference, String holder) throws ConfigError {
    var key = reference.path("key").asText();
    var value = content.map(map -> map.get(key));
    if (value.isEmpty() && !reference.path("optional").asBoolean()) {
      throw new ConfigError("couldn't find key " + key + " in " + holder);
    }
    return value.map(bytes -> new String(bytes, StandardCharsets.UTF_8));
  }
}
