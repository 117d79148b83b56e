package dev.muster.devcluster.node;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The files of volumes: path within the volume to content. */
final class VolumeContent {
  /** The token of the volume that every pod gets is good for so long, as on a real API server. */
  private static final long ADMITTED_SECONDS = 3607;

  private static final Duration EXTENDED = Duration.ofDays(365);

  private final PodFields fields;
  private final Configuration configuration;
  private final ApiAccess api;

  VolumeContent(PodFields fields, Configuration configuration, ApiAccess api) {
    this.fields = fields;
    this.configuration = configuration;
    this.api = api;
  }

  /** The files; empty for a volume whose content is the containers' own business. */
  Optional<Map<String, byte[]>> of(JsonNode volume) throws ConfigError {
    var name = volume.path("name").asText();
    if (volume.has("emptyDir")) {
      return Optional.empty();
    }
    if (volume.has("projected")) {
      var files = new TreeMap<String, byte[]>();
      for (var source : volume.path("projected").path("sources")) {
        files.putAll(source(source));
      }
      return Optional.of(files);
    }
    for (var kind : List.of("secret", "configMap", "downwardAPI")) {
      if (volume.has(kind)) {
        return Optional.of(source(volume));
      }
    }
    throw new ConfigError(
        "volume \""
            + name
            + "\" is of a type that the embedded cluster does not offer; use emptyDir, secret,"
            + " configMap, downwardAPI or projected");
  }

  private Map<String, byte[]> source(JsonNode source) throws ConfigError {
    if (source.has("secret")) {
      var secret = source.path("secret");
      var name = secret.path("secretName").asText(secret.path("name").asText());
      boolean optional = secret.path("optional").asBoolean();
      return chosen(configuration.secret(name, optional), secret, "secret", name);
    }
    if (source.has("configMap")) {
      return configMap(source.path("configMap"));
    }
    if (source.has("downwardAPI")) {
      return downward(source.path("downwardAPI"));
    }
    if (source.has("serviceAccountToken")) {
      var token = token(source.path("serviceAccountToken"));
      var path = source.path("serviceAccountToken").path("path").asText("token");
      return Map.of(path, token.getBytes(StandardCharsets.UTF_8));
    }
    throw new ConfigError("a projected volume has a source that is not offered: " + source);
  }

  private Map<String, byte[]> configMap(JsonNode map) throws ConfigError {
    var name = map.path("name").asText();
    boolean root = name.equals("kube-root-ca.crt");
    var content = configuration.configMap(name, root || map.path("optional").asBoolean());
    if (root && content.isEmpty()) {
      content = Optional.of(Map.of("ca.crt", api.caCertificate().getBytes(StandardCharsets.UTF_8)));
    }
    return chosen(content, map, "configmap", name);
  }

  private static Map<String, byte[]> chosen(
      Optional<Map<String, byte[]>> content, JsonNode source, String kind, String name)
      throws ConfigError {
    var all = content.orElse(Map.of());
    if (!source.path("items").isArray()) {
      return all;
    }
    var files = new TreeMap<String, byte[]>();
    for (var item : source.path("items")) {
      var key = item.path("key").asText();
      if (all.containsKey(key)) {
        files.put(item.path("path").asText(), all.get(key));
      } else if (!source.path("optional").asBoolean()) {
        throw new ConfigError(
            "references non-existent " + kind + " key: " + key + " (in " + kind + " " + name + ")");
      }
    }
    return files;
  }

  private Map<String, byte[]> downward(JsonNode source) throws ConfigError {
    var files = new TreeMap<String, byte[]>();
    for (var item : source.path("items")) {
      var value =
          item.has("fieldRef")
              ? fields.field(item.path("fieldRef").path("fieldPath").asText())
              : fields.resource(item.path("resourceFieldRef"), "");
      files.put(item.path("path").asText(), value.getBytes(StandardCharsets.UTF_8));
    }
    return files;
  }

  private String token(JsonNode source) throws ConfigError {
    return api.tokens()
        .issue(
            fields.field("metadata.namespace"),
            fields.field("spec.serviceAccountName"),
            validity(source));
  }

  private static Duration validity(JsonNode token) {
    long seconds = token.path("expirationSeconds").asLong(3600);
    return seconds == ADMITTED_SECONDS ? EXTENDED : Duration.ofSeconds(Math.max(600, seconds));
  }

  /** After what time the volume's tokens should be renewed; empty when it has none that need it. */
  static Optional<Duration> renewal(JsonNode volume) {
    Duration soonest = null;
    for (var source : volume.path("projected").path("sources")) {
      if (source.has("serviceAccountToken")) {
        var after = validity(source.path("serviceAccountToken")).multipliedBy(4).dividedBy(5);
        soonest = soonest == null || after.compareTo(soonest) < 0 ? after : soonest;
      }
    }
    return Optional.ofNullable(soonest);
  }
}
