package dev.muster.devcluster.kinds;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.muster.devcluster.json.Json;
import dev.muster.devcluster.schema.Quantity;
import java.util.List;

/** The defaults of a pod's spec, wherever it stands. */
final class PodDefaults {
  private PodDefaults() {}

  /** Fills in what every pod spec has. */
  static void fill(ObjectNode spec) {
    text(spec, "restartPolicy", "Always");
    number(spec, "terminationGracePeriodSeconds", 30);
    text(spec, "dnsPolicy", "ClusterFirst");
    Json.child(spec, "securityContext");
    text(spec, "schedulerName", "default-scheduler");
    if (spec.has("serviceAccountName")) {
      text(spec, "serviceAccount", spec.path("serviceAccountName").asText());
    } else if (spec.has("serviceAccount")) {
      text(spec, "serviceAccountName", spec.path("serviceAccount").asText());
    }
    for (var list : List.of("containers", "initContainers")) {
      spec.path(list).forEach(container -> container((ObjectNode) container));
    }
    spec.path("volumes").forEach(volume -> volume((ObjectNode) volume));
  }

  private static void container(ObjectNode container) {
    Json.child(container, "resources");
    text(container, "terminationMessagePath", "/dev/termination-log");
    text(container, "terminationMessagePolicy", "File");
    text(container, "imagePullPolicy", pullPolicy(container.path("image").asText()));
    container.path("ports").forEach(port -> text((ObjectNode) port, "protocol", "TCP"));
    for (var variable : container.path("env")) {
      if (variable.path("valueFrom").path("fieldRef") instanceof ObjectNode reference) {
        text(reference, "apiVersion", "v1");
      }
      if (variable.path("valueFrom").path("resourceFieldRef") instanceof ObjectNode reference) {
        text(reference, "divisor", "0");
      }
    }
    for (var probe : List.of("livenessProbe", "readinessProbe", "startupProbe")) {
      if (container.get(probe) instanceof ObjectNode found) {
        probe(found);
      }
    }
    for (var hook : container.path("lifecycle")) {
      http(hook.path("httpGet"));
    }
  }

  /** What the containers of a pod, but not those of a template, have besides. */
  static void fillContainers(ObjectNode spec) {
    if (spec.path("hostNetwork").asBoolean()) {
      spec.path("containers")
          .forEach(container -> container.path("ports").forEach(PodDefaults::hostPort));
    }
    for (var kind : List.of("containers", "initContainers")) {
      for (var container : spec.path(kind)) {
        limitsAsRequests(container.path("resources"));
        for (var list : List.of("limits", "requests")) {
          atLeastMilli(container.path("resources").path(list));
        }
        resizePolicy((ObjectNode) container);
      }
    }
  }

  /** In the network of the node. */
  private static void hostPort(JsonNode port) {
    if (port.path("hostPort").asInt() == 0) {
      ((ObjectNode) port).set("hostPort", port.get("containerPort"));
    }
  }

  /** Amounts are rounded up to thousandths. */
  private static void atLeastMilli(JsonNode amounts) {
    for (var amount : amounts.properties()) {
      Quantity.parse(amount.getValue().asText())
          .map(quantity -> quantity.roundedUp().canonical())
          .ifPresent(rounded -> amount.setValue(TextNode.valueOf(rounded)));
    }
  }

  private static void resizePolicy(ObjectNode container) {
    var requests = container.path("resources").path("requests");
    if (container.has("resizePolicy")) {
      return;
    }
    for (var name : List.of("cpu", "memory")) {
      if (requests.has(name)) {
        container
            .withArray("resizePolicy")
            .addObject()
            .put("resourceName", name)
            .put("restartPolicy", "NotRequired");
      }
    }
  }

  private static void limitsAsRequests(JsonNode resources) {
    if (resources.path("limits").isObject()) {
      var requests = Json.child((ObjectNode) resources, "requests");
      resources
          .path("limits")
          .properties()
          .forEach(limit -> requests.putIfAbsent(limit.getKey(), limit.getValue()));
    }
  }

  private static String pullPolicy(String image) {
    var name = image.substring(image.lastIndexOf('/') + 1);
    boolean pinned = name.contains("@") || (name.contains(":") && !name.endsWith(":latest"));
    return pinned ? "IfNotPresent" : "Always";
  }

  private static void probe(ObjectNode probe) {
    number(probe, "timeoutSeconds", 1);
    number(probe, "periodSeconds", 10);
    number(probe, "successThreshold", 1);
    number(probe, "failureThreshold", 3);
    http(probe.path("httpGet"));
    if (probe.get("grpc") instanceof ObjectNode grpc) {
      text(grpc, "service", "");
    }
  }

  private static void http(JsonNode action) {
    if (action instanceof ObjectNode get) {
      text(get, "path", "/");
      text(get, "scheme", "HTTP");
    }
  }

  private static void volume(ObjectNode volume) {
    for (var source : List.of("secret", "configMap", "downwardAPI", "projected")) {
      if (volume.get(source) instanceof ObjectNode found) {
        number(found, "defaultMode", 420);
      }
    }
    if (volume.size() == 1) {
      volume.putObject("emptyDir");
    }
    for (var item : volume.path("downwardAPI").path("items")) {
      fieldVersion(item);
    }
    for (var source : volume.path("projected").path("sources")) {
      source.path("downwardAPI").path("items").forEach(PodDefaults::fieldVersion);
      if (source.get("serviceAccountToken") instanceof ObjectNode token) {
        number(token, "expirationSeconds", 3600);
      }
    }
  }

  private static void fieldVersion(JsonNode item) {
    if (item.path("fieldRef") instanceof ObjectNode reference) {
      text(reference, "apiVersion", "v1");
    }
  }

  static void text(ObjectNode object, String name, String value) {
    if (!object.has(name)) {
      object.put(name, value);
    }
  }

  static void number(ObjectNode object, String name, int value) {
    if (!object.has(name)) {
      object.put(name, value);
    }
  }
}
