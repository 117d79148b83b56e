package dev.muster.devcluster.kinds;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.muster.devcluster.json.Json;
import dev.muster.devcluster.store.Conditions;
import dev.muster.devcluster.store.Resource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** The printer columns of the built-in kinds. */
final class BuiltinColumns {
  private static final String NONE = "<none>";
  private static final Column AGE =
      Columns.text(
          "Age",
          o -> Columns.age(o.path("metadata").path("creationTimestamp")).asText("<unknown>"));

  private BuiltinColumns() {}

  static List<Column> of(Resource resource) {
    return switch (resource.kind()) {
      case "Namespace" -> List.of(Columns.NAME, text("Status", "/status/phase"), AGE);
      case "Pod" -> pods();
      case "Service" -> services();
      case "Deployment" -> deployments();
      case "ReplicaSet" -> replicaSets();
      case "Node" -> nodes();
      case "Event" -> events(resource.group().isEmpty());
      case "Secret" -> List.of(Columns.NAME, text("Type", "/type"), count("Data", "/data"), AGE);
      case "ConfigMap" -> List.of(Columns.NAME, count("Data", "/data", "/binaryData"), AGE);
      case "ServiceAccount" -> List.of(Columns.NAME, count("Secrets", "/secrets"), AGE);
      case "Lease" -> List.of(Columns.NAME, text("Holder", "/spec/holderIdentity"), AGE);
      case "ControllerRevision" ->
          List.of(
              Columns.NAME,
              Columns.text("Controller", BuiltinColumns::controller),
              text("Revision", "/revision"),
              AGE);
      case "PodDisruptionBudget" ->
          List.of(
              Columns.NAME,
              Columns.text("Min Available", o -> o.at("/spec/minAvailable").asText("N/A")),
              Columns.text("Max Unavailable", o -> o.at("/spec/maxUnavailable").asText("N/A")),
              number("Allowed Disruptions", "/status/disruptionsAllowed"),
              AGE);
      case "RoleBinding", "ClusterRoleBinding" -> bindings();
      case "Endpoints" ->
          List.of(Columns.NAME, Columns.text("Endpoints", BuiltinColumns::addresses), AGE);
      case "EndpointSlice" ->
          List.of(
              Columns.NAME,
              text("AddressType", "/addressType"),
              Columns.text("Ports", slice -> some(slice.path("ports"), "/port", "<unset>")),
              Columns.text(
                  "Endpoints", slice -> some(slice.path("endpoints"), "/addresses/0", "<unset>")),
              AGE);
      default -> Columns.DEFAULT;
    };
  }

  private static Column text(String name, String pointer) {
    return Columns.text(name, o -> o.at(pointer).asText());
  }

  private static Column number(String name, String pointer) {
    return Columns.number(name, o -> o.at(pointer).asInt());
  }

  private static Column wide(String name, String pointer) {
    return Columns.wide(name, o -> orNone(o.at(pointer).asText()));
  }

  private static Column count(String name, String... pointers) {
    return new Column(
        name,
        "string",
        "",
        "How many there are.",
        0,
        o -> {
          int count = 0;
          for (var pointer : pointers) {
            count += o.at(pointer).size();
          }
          return com.fasterxml.jackson.databind.node.IntNode.valueOf(count);
        });
  }

  private static String orNone(String text) {
    return text.isEmpty() ? NONE : text;
  }

  private static List<Column> pods() {
    return List.of(
        Columns.NAME,
        Columns.text("Ready", BuiltinColumns::readyContainers),
        Columns.text("Status", PodStatusText::of),
        Columns.text("Restarts", PodStatusText::restarts),
        AGE,
        wide("IP", "/status/podIP"),
        wide("Node", "/spec/nodeName"),
        wide("Nominated Node", "/status/nominatedNodeName"),
        Columns.wide("Readiness Gates", o -> NONE));
  }

  private static String readyContainers(ObjectNode pod) {
    int ready = 0;
    for (var status : pod.at("/status/containerStatuses")) {
      ready += status.path("ready").asBoolean() ? 1 : 0;
    }
    return ready + "/" + pod.at("/spec/containers").size();
  }

  private static List<Column> services() {
    return List.of(
        Columns.NAME,
        text("Type", "/spec/type"),
        Columns.text("Cluster-IP", o -> orNone(o.at("/spec/clusterIP").asText())),
        Columns.text("External-IP", BuiltinColumns::externalAddress),
        Columns.text("Port(s)", BuiltinColumns::servicePorts),
        AGE,
        Columns.wide("Selector", o -> labels(o.at("/spec/selector"))));
  }

  private static String externalAddress(ObjectNode service) {
    var addresses = new ArrayList<String>();
    for (var ingress : service.at("/status/loadBalancer/ingress")) {
      addresses.add(ingress.path("ip").asText(ingress.path("hostname").asText()));
    }
    addresses.addAll(Json.texts(service.at("/spec/externalIPs")));
    if (service.at("/spec/type").asText().equals("LoadBalancer") && addresses.isEmpty()) {
      return "<pending>";
    }
    return orNone(String.join(",", addresses));
  }

  private static String servicePorts(ObjectNode service) {
    var ports = new ArrayList<String>();
    for (var port : service.at("/spec/ports")) {
      var node = port.has("nodePort") ? ":" + port.path("nodePort").asText() : "";
      ports.add(port.path("port").asText() + node + "/" + port.path("protocol").asText());
    }
    return orNone(String.join(",", ports));
  }

  private static String labels(JsonNode labels) {
    return orNone(
        String.join(
            ",",
            labels.properties().stream()
                .map(l -> l.getKey() + "=" + l.getValue().asText())
                .toList()));
  }

  private static List<Column> deployments() {
    return List.of(
        Columns.NAME,
        Columns.text(
            "Ready",
            o -> o.at("/status/readyReplicas").asInt() + "/" + o.at("/spec/replicas").asInt()),
        Columns.text("Up-to-date", o -> o.at("/status/updatedReplicas").asText("0")),
        Columns.text("Available", o -> o.at("/status/availableReplicas").asText("0")),
        AGE,
        Columns.wide("Containers", o -> containers(o, "name")),
        Columns.wide("Images", o -> containers(o, "image")),
        Columns.wide("Selector", o -> labels(o.at("/spec/selector/matchLabels"))));
  }

  private static List<Column> replicaSets() {
    return List.of(
        Columns.NAME,
        number("Desired", "/spec/replicas"),
        number("Current", "/status/replicas"),
        number("Ready", "/status/readyReplicas"),
        AGE,
        Columns.wide("Containers", o -> containers(o, "name")),
        Columns.wide("Images", o -> containers(o, "image")),
        Columns.wide("Selector", o -> labels(o.at("/spec/selector/matchLabels"))));
  }

  private static String containers(ObjectNode object, String field) {
    var values = new ArrayList<String>();
    object.at("/spec/template/spec/containers").forEach(c -> values.add(c.path(field).asText()));
    return String.join(",", values);
  }

  private static List<Column> nodes() {
    return List.of(
        Columns.NAME,
        Columns.text("Status", BuiltinColumns::nodeStatus),
        Columns.text("Roles", o -> NONE),
        AGE,
        text("Version", "/status/nodeInfo/kubeletVersion"),
        Columns.wide("Internal-IP", o -> nodeAddress(o, "InternalIP")),
        Columns.wide("External-IP", o -> nodeAddress(o, "ExternalIP")),
        wide("OS-Image", "/status/nodeInfo/osImage"),
        wide("Kernel-Version", "/status/nodeInfo/kernelVersion"),
        wide("Container-Runtime", "/status/nodeInfo/containerRuntimeVersion"));
  }

  private static String nodeStatus(ObjectNode node) {
    boolean known = !Conditions.find(node, "Ready").isMissingNode();
    var status = !known ? "Unknown" : Conditions.isReady(node) ? "Ready" : "NotReady";
    return node.at("/spec/unschedulable").asBoolean() ? status + ",SchedulingDisabled" : status;
  }

  private static String nodeAddress(ObjectNode node, String type) {
    for (var address : node.at("/status/addresses")) {
      if (address.path("type").asText().equals(type)) {
        return address.path("address").asText();
      }
    }
    return NONE;
  }

  private static List<Column> events(boolean core) {
    var about = core ? "involvedObject" : "regarding";
    Function<ObjectNode, String> last =
        o -> time(o, core ? "lastTimestamp" : "deprecatedLastTimestamp");
    Function<ObjectNode, String> first =
        o -> time(o, core ? "firstTimestamp" : "deprecatedFirstTimestamp");
    return List.of(
        Columns.text("Last Seen", last),
        text("Type", "/type"),
        text("Reason", "/reason"),
        Columns.text("Object", o -> subject(o.path(about))),
        Columns.wide("Subobject", o -> o.path(about).path("fieldPath").asText()),
        Columns.wide("Source", o -> source(o, core)),
        Columns.text("Message", o -> o.path(core ? "message" : "note").asText().strip()),
        Columns.wide("First Seen", first),
        Columns.wide("Count", o -> o.path(core ? "count" : "deprecatedCount").asText("1")),
        new Column("Name", "string", "name", "The event's name.", 1, o -> o.at("/metadata/name")));
  }

  private static String time(ObjectNode event, String field) {
    var series = event.path("series").path("lastObservedTime");
    var time = event.path(field);
    var shown =
        field.toLowerCase(java.util.Locale.ROOT).contains("last") && series.isTextual()
            ? series
            : time;
    if (!shown.isTextual()) {
      shown = event.path("eventTime");
    }
    return shown.isTextual() ? Columns.age(shown).asText() : "<unknown>";
  }

  private static String subject(JsonNode about) {
    return about.path("kind").asText().toLowerCase(java.util.Locale.ROOT)
        + "/"
        + about.path("name").asText();
  }

  private static String source(ObjectNode event, boolean core) {
    var source = event.path(core ? "source" : "deprecatedSource");
    var component = source.path("component").asText();
    var host = source.path("host").asText();
    if (component.isEmpty()) {
      component = event.path(core ? "reportingComponent" : "reportingController").asText();
      host = event.path("reportingInstance").asText();
    }
    return host.isEmpty() ? component : component + ", " + host;
  }

  private static String controller(ObjectNode object) {
    for (var owner : object.at("/metadata/ownerReferences")) {
      if (owner.path("controller").asBoolean()) {
        var group = owner.path("apiVersion").asText().replaceAll("/.*|^v[0-9].*", "");
        var kind = owner.path("kind").asText().toLowerCase(java.util.Locale.ROOT);
        return kind + (group.isEmpty() ? "" : "." + group) + "/" + owner.path("name").asText();
      }
    }
    return NONE;
  }

  private static List<Column> bindings() {
    return List.of(
        Columns.NAME,
        Columns.text(
            "Role", o -> o.at("/roleRef/kind").asText() + "/" + o.at("/roleRef/name").asText()),
        AGE,
        Columns.wide("Users", o -> subjects(o, "User")),
        Columns.wide("Groups", o -> subjects(o, "Group")),
        Columns.wide("ServiceAccounts", o -> subjects(o, "ServiceAccount")));
  }

  private static String subjects(ObjectNode binding, String kind) {
    var names = new ArrayList<String>();
    for (var subject : binding.path("subjects")) {
      if (subject.path("kind").asText().equals(kind)) {
        var namespace = subject.path("namespace").asText();
        names.add((namespace.isEmpty() ? "" : namespace + "/") + subject.path("name").asText());
      }
    }
    return String.join(", ", names);
  }

  /** Something of the first three, and how many there are besides. */
  private static String some(JsonNode list, String pointer, String none) {
    var texts = new ArrayList<String>();
    for (int i = 0; i < Math.min(3, list.size()); i++) {
      texts.add(list.get(i).at(pointer).asText());
    }
    var more = list.size() - texts.size();
    return texts.isEmpty()
        ? none
        : String.join(",", texts) + (more > 0 ? " + " + more + " more..." : "");
  }

  private static String addresses(ObjectNode endpoints) {
    var all = new ArrayList<String>();
    for (var subset : endpoints.path("subsets")) {
      for (var address : subset.path("addresses")) {
        for (var port : subset.path("ports")) {
          all.add(address.path("ip").asText() + ":" + port.path("port").asText());
        }
      }
    }
    return orNone(String.join(",", all));
  }
}
