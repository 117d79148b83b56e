package dev.muster.devcluster.workload;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.muster.devcluster.json.Json;
import dev.muster.devcluster.node.Loop;
import dev.muster.devcluster.node.ServicePorts;
import dev.muster.devcluster.store.Conditions;
import dev.muster.devcluster.store.DeleteOptions;
import dev.muster.devcluster.store.ObjectStore;
import dev.muster.devcluster.store.Resource;
import dev.muster.devcluster.store.StatusException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * Tells in Endpoints and EndpointSlices where each Service leads: to the pods that it selects. They
 * are for those who look; the node forwards by the Services and pods themselves. There is one slice
 * for each set of ports, however many pods have it.
 */
final class ServiceEndpoints {
  static final String SERVICE_NAME = "kubernetes.io/service-name";
  private static final Duration RETRY = Duration.ofSeconds(1);
  private static final String PORTS = "ports";
  private static final String ENDPOINTS = "endpoints";

  private final Loop loop;
  private final ObjectStore store;
  private final RandomGenerator random;
  private final Owned services;
  private final Owned pods;

  ServiceEndpoints(
      Loop loop, ObjectStore store, RandomGenerator random, Owned services, Owned pods) {
    this.loop = loop;
    this.store = store;
    this.random = random;
    this.services = services;
    this.pods = pods;
  }

  /** The Services that select this pod. */
  List<String> selecting(JsonNode pod) {
    return services.all().stream()
        .filter(service -> ServicePorts.selects(service, pod))
        .map(Owned::uid)
        .toList();
  }

  void reconcile(String uid) {
    services
        .get(uid)
        .filter(service -> !service.path("spec").path("selector").isEmpty())
        .ifPresent(this::write);
  }

  private void write(ObjectNode service) {
    try {
      var byPorts = byPorts(service);
      writeEndpoints(service, byPorts);
      writeSlices(service, byPorts);
    } catch (StatusException e) {
      loop.after(RETRY, () -> reconcile(Owned.uid(service)));
    }
  }

  /** Slices go with their Service, which owns them; Endpoints do not. */
  void removed(JsonNode service) {
    try {
      store.delete(
          Resource.ENDPOINTS, Owned.namespace(service), Owned.name(service), DeleteOptions.DEFAULT);
    } catch (StatusException e) {
      if (e.code() != 404) {
        throw e;
      }
    }
  }

  /** The pods that can be reached, or will be, by the ports at which they are. */
  private Map<ArrayNode, List<ObjectNode>> byPorts(ObjectNode service) {
    var byPorts = new LinkedHashMap<ArrayNode, List<ObjectNode>>();
    pods.all().stream()
        .filter(pod -> ServicePorts.selects(service, pod) && ReplicaSets.runs(pod))
        .filter(pod -> !pod.path("status").path("podIP").asText().isEmpty())
        .sorted(Comparator.comparing(Owned::name))
        .forEach(
            pod -> byPorts.computeIfAbsent(ports(service, pod), any -> new ArrayList<>()).add(pod));
    return byPorts;
  }

  private static ArrayNode ports(ObjectNode service, JsonNode pod) {
    var ports = JsonNodeFactory.instance.arrayNode();
    for (var port : service.path("spec").path(PORTS)) {
      int number = ServicePorts.target(port, pod);
      if (number > 0) {
        ports
            .addObject()
            .put("name", port.path("name").asText())
            .put("port", number)
            .put("protocol", port.path("protocol").asText("TCP"));
      }
    }
    return ports;
  }

  private void writeEndpoints(ObjectNode service, Map<ArrayNode, List<ObjectNode>> byPorts) {
    var wanted = object(service);
    wanted.withObject("/metadata").put("name", Owned.name(service));
    byPorts.forEach(
        (ports, members) -> {
          var subset = wanted.withArray("subsets").addObject();
          for (var pod : members) {
            var list = ServicePorts.ready(pod) ? "addresses" : "notReadyAddresses";
            var address = subset.withArray(list).addObject();
            address.put("ip", pod.path("status").path("podIP").asText());
            refer(address, pod);
          }
          if (!ports.isEmpty()) {
            subset.set(PORTS, ports);
          }
        });
    var known = store.get(Resource.ENDPOINTS, Owned.namespace(service), Owned.name(service));
    if (known.isEmpty()) {
      store.create(Resource.ENDPOINTS, wanted);
    } else if (!Json.same(known.get().get("subsets"), wanted.get("subsets"))) {
      store.update(Resource.ENDPOINTS, wanted);
    }
  }

  private static ObjectNode object(ObjectNode service) {
    var object = JsonNodeFactory.instance.objectNode();
    var metadata = object.putObject("metadata").put("namespace", Owned.namespace(service));
    var labels = service.path("metadata").path("labels");
    if (labels.isObject()) {
      metadata.set("labels", labels.deepCopy());
    }
    return object;
  }

  private static void refer(ObjectNode endpoint, JsonNode pod) {
    endpoint.put("nodeName", pod.path("spec").path("nodeName").asText());
    endpoint
        .putObject("targetRef")
        .put("kind", "Pod")
        .put("namespace", Owned.namespace(pod))
        .put("name", Owned.name(pod))
        .put("uid", Owned.uid(pod));
  }

  private void writeSlices(ObjectNode service, Map<ArrayNode, List<ObjectNode>> byPorts) {
    var known = slices(service);
    var wanted = new ArrayList<ObjectNode>();
    byPorts.forEach((ports, members) -> wanted.add(slice(service, ports, members)));
    if (wanted.isEmpty()) {
      wanted.add(slice(service, JsonNodeFactory.instance.arrayNode(), List.of()));
    }
    for (int i = 0; i < wanted.size(); i++) {
      if (i >= known.size()) {
        store.create(Resource.ENDPOINT_SLICES, wanted.get(i));
      } else if (!isSame(known.get(i), wanted.get(i))) {
        wanted.get(i).withObject("/metadata").put("name", Owned.name(known.get(i)));
        store.update(Resource.ENDPOINT_SLICES, wanted.get(i));
      }
    }
    known.stream()
        .skip(wanted.size())
        .forEach(
            slice ->
                store.delete(
                    Resource.ENDPOINT_SLICES,
                    Owned.namespace(slice),
                    Owned.name(slice),
                    DeleteOptions.DEFAULT));
  }

  private List<ObjectNode> slices(ObjectNode service) {
    return store.list(Resource.ENDPOINT_SLICES, Owned.namespace(service)).stream()
        .filter(slice -> Owned.controller(slice).equals(Owned.uid(service)))
        .toList();
  }

  private static boolean isSame(ObjectNode one, ObjectNode other) {
    return Json.same(one.get(ENDPOINTS), other.get(ENDPOINTS))
        && Json.same(one.get(PORTS), other.get(PORTS));
  }

  private ObjectNode slice(ObjectNode service, ArrayNode ports, List<ObjectNode> members) {
    var slice = object(service);
    var metadata = slice.withObject("/metadata");
    var prefix = Owned.name(service) + "-";
    metadata.put("generateName", prefix).put("name", prefix + TemplateHash.suffix(random));
    Json.child(metadata, "labels")
        .put("endpointslice.kubernetes.io/managed-by", "endpointslice-controller.k8s.io")
        .put(SERVICE_NAME, Owned.name(service));
    Owned.setController(slice, service, "v1");
    slice.put("addressType", "IPv4");
    for (var pod : members) {
      var endpoint = slice.withArray(ENDPOINTS).addObject();
      endpoint.putArray("addresses").add(pod.path("status").path("podIP").asText());
      endpoint
          .putObject("conditions")
          .put("ready", ServicePorts.ready(pod))
          .put("serving", Conditions.isReady(pod))
          .put("terminating", !ReplicaSets.isActive(pod));
      refer(endpoint, pod);
    }
    if (!ports.isEmpty()) {
      slice.set(PORTS, ports);
    }
    return slice;
  }
}
