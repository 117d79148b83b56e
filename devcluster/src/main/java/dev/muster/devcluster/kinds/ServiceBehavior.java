package dev.muster.devcluster.kinds;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.muster.devcluster.json.Json;
import dev.muster.devcluster.store.Cause;
import dev.muster.devcluster.store.Names;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Services: their defaults, and the address that each but headless ones is given. */
final class ServiceBehavior implements Behavior {
  private static final List<String> TYPES =
      List.of("ClusterIP", "ExternalName", "LoadBalancer", "NodePort");

  private final Supplier<Optional<String>> addresses;
  private final Supplier<Optional<Integer>> nodePorts;

  ServiceBehavior(Supplier<Optional<String>> addresses, Supplier<Optional<Integer>> nodePorts) {
    this.addresses = addresses;
    this.nodePorts = nodePorts;
  }

  @Override
  public void defaults(ObjectNode object) {
    var spec = Json.child(object, "spec");
    PodDefaults.text(spec, "type", "ClusterIP");
    PodDefaults.text(spec, "sessionAffinity", "None");
    for (var port : spec.path("ports")) {
      PodDefaults.text((ObjectNode) port, "protocol", "TCP");
      if (!port.has("targetPort")) {
        ((ObjectNode) port).set("targetPort", port.get("port"));
      }
    }
    var type = spec.path("type").asText();
    if (!type.equals("ExternalName")) {
      PodDefaults.text(spec, "internalTrafficPolicy", "Cluster");
    }
    if (hasNodePorts(type)) {
      PodDefaults.text(spec, "externalTrafficPolicy", "Cluster");
    }
    if (type.equals("LoadBalancer") && !spec.has("allocateLoadBalancerNodePorts")) {
      spec.put("allocateLoadBalancerNodePorts", true);
    }
  }

  private static boolean hasNodePorts(String type) {
    return type.equals("NodePort") || type.equals("LoadBalancer");
  }

  @Override
  public void prepareCreate(ObjectNode object) {
    Json.child(Json.child(object, "status"), "loadBalancer");
    complete(Json.child(object, "spec"));
  }

  @Override
  public void prepareUpdate(ObjectNode object, ObjectNode old) {
    var spec = Json.child(object, "spec");
    for (var name : List.of("clusterIP", "clusterIPs", "ipFamilies", "ipFamilyPolicy")) {
      if (!spec.has(name) && old.path("spec").has(name)) {
        spec.set(name, old.path("spec").get(name));
      }
    }
    for (var port : spec.path("ports")) {
      keepNodePort((ObjectNode) port, old.path("spec").path("ports"));
    }
    complete(spec);
  }

  private static void keepNodePort(ObjectNode port, JsonNode before) {
    for (var known : before) {
      if (!port.has("nodePort")
          && known.has("nodePort")
          && Json.same(known.get("port"), port.get("port"))) {
        port.set("nodePort", known.get("nodePort"));
      }
    }
  }

  private void complete(ObjectNode spec) {
    var type = spec.path("type").asText();
    if (type.equals("ExternalName")) {
      return;
    }
    if (!spec.has("clusterIP")) {
      addresses.get().ifPresent(address -> spec.put("clusterIP", address));
    }
    if (spec.has("clusterIP")) {
      spec.putArray("clusterIPs").add(spec.get("clusterIP"));
    }
    if (!spec.has("ipFamilies")) {
      spec.putArray("ipFamilies").add("IPv4");
    }
    PodDefaults.text(spec, "ipFamilyPolicy", "SingleStack");
    for (var port : spec.path("ports")) {
      if (!hasNodePorts(type)) {
        ((ObjectNode) port).remove("nodePort");
      } else if (!port.has("nodePort")) {
        nodePorts.get().ifPresent(number -> ((ObjectNode) port).put("nodePort", number));
      }
    }
  }

  @Override
  public void check(ObjectNode object, ObjectNode old, List<Cause> causes) {
    var spec = object.path("spec");
    var type = spec.path("type").asText();
    if (!TYPES.contains(type)) {
      causes.add(Cause.unsupported("spec.type", Cause.quote(type), TYPES));
    }
    boolean headless = spec.path("clusterIP").asText().equals("None");
    if (spec.path("ports").isEmpty() && !headless && !type.equals("ExternalName")) {
      causes.add(Cause.required("spec.ports", ""));
    }
    ports(spec.path("ports"), causes);
    if (old != null
        && !Json.same(spec.path("clusterIP"), old.path("spec").path("clusterIP"))
        && old.path("spec").has("clusterIP")) {
      causes.add(
          Cause.invalid(
              "spec.clusterIPs[0]",
              "[]string{" + Cause.show(spec.get("clusterIP")) + "}",
              "may not change once set"));
    }
  }

  private static void ports(JsonNode ports, List<Cause> causes) {
    var names = new HashSet<String>();
    int i = 0;
    for (var port : ports) {
      var at = "spec.ports[" + i++ + "]";
      var name = port.path("name").asText();
      if (name.isEmpty() && ports.size() > 1) {
        causes.add(Cause.required(at + ".name", ""));
      } else if (!name.isEmpty()) {
        Names.label(name)
            .ifPresent(fault -> causes.add(Cause.invalidText(at + ".name", name, fault)));
        if (!names.add(name)) {
          causes.add(Cause.duplicate(at + ".name", Cause.quote(name)));
        }
      }
      number(port.path("port"), at + ".port", causes);
      var target = port.path("targetPort");
      if (target.isInt()) {
        number(target, at + ".targetPort", causes);
      }
    }
  }

  private static void number(JsonNode port, String at, List<Cause> causes) {
    int number = port.asInt();
    if (number < 1 || number > 65535) {
      causes.add(
          Cause.invalid(at, Integer.toString(number), "must be between 1 and 65535, inclusive"));
    }
  }
}
