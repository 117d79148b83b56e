package dev.muster.devcluster.node;

import com.fasterxml.jackson.databind.JsonNode;
import dev.muster.devcluster.schema.Quantity;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a pod's own containers can learn of it: the fields of the downward API.
 *
 * @param pod the pod, with its node
 * @param podIp its address
 * @param hostIp the address of its node
 */
record PodFields(JsonNode pod, String podIp, String hostIp) {
  private static final Pattern ENTRY =
      Pattern.compile("metadata\\.(labels|annotations)\\['(.+)'\\]");

  /** The value of a {@code fieldRef}. */
  String field(String path) throws ConfigError {
    var entry = ENTRY.matcher(path);
    if (entry.matches()) {
      return pod.path("metadata").path(entry.group(1)).path(entry.group(2)).asText();
    }
    return switch (path) {
      case "metadata.name",
          "metadata.namespace",
          "metadata.uid",
          "spec.nodeName",
          "spec.serviceAccountName" ->
          pod.at("/" + path.replace('.', '/')).asText();
      case "metadata.labels", "metadata.annotations" -> lines(pod.at("/" + path.replace('.', '/')));
      case "status.podIP", "status.podIPs" -> podIp;
      case "status.hostIP", "status.hostIPs" -> hostIp;
      default -> throw new ConfigError("unsupported fieldPath: " + path);
    };
  }

  private static String lines(JsonNode map) {
    var sorted = new TreeMap<String, String>();
    map.properties().forEach(member -> sorted.put(member.getKey(), member.getValue().asText()));
    return sorted.entrySet().stream()
        .map(member -> member.getKey() + "=\"" + escaped(member.getValue()) + "\"")
        .collect(Collectors.joining("\n"));
  }

  private static String escaped(String value) {
    return value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
  }

  /**
   * The value of a {@code resourceFieldRef}, for {@code cpu}, {@code memory} and {@code
   * ephemeral-storage}. Without a limit that is what the machine has, without a request 0.
   */
  String resource(JsonNode reference, String containerName) throws ConfigError {
    var wanted = reference.path("containerName").asText(containerName);
    var path = reference.path("resource").asText().split("\\.", 2);
    for (var container : pod.path("spec").path("containers")) {
      if (container.path("name").asText().equals(wanted) && path.length == 2) {
        var amount = container.path("resources").path(path[0]).path(path[1]).asText("");
        var known = amount.isEmpty() ? machine(path[0], path[1]) : amount;
        return quantity(known).dividedBy(quantity(reference.path("divisor").asText("0")));
      }
    }
    throw new ConfigError("container " + wanted + " not found");
  }

  private static Quantity quantity(String text) throws ConfigError {
    return Quantity.parse(text)
        .orElseThrow(() -> new ConfigError("\"" + text + "\" is no quantity"));
  }

  private static String machine(String kind, String resource) {
    if (kind.equals("requests")) {
      return "0";
    }
    return resource.equals("cpu")
        ? Integer.toString(Machine.processors())
        : Long.toString(Machine.memoryBytes());
  }
}
