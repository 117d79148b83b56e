package dev.muster.devcluster.node;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.muster.devcluster.node.Forward.Place;
import dev.muster.devcluster.node.ServicePorts.Opening;
import dev.muster.devcluster.store.Change;
import dev.muster.devcluster.store.Resource;
import dev.muster.devcluster.store.StatusException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Opens the ports of Services and passes what comes to the ready pods behind them, in turn. Who
 * comes while no pod is ready waits up to {@link #PATIENCE_MILLIS}.
 */
final class ServiceProxy {
  static final long PATIENCE_MILLIS = 2_000;
  private static final long LOOK_MILLIS = 50;

  private final NodeParts node;
  private final EventRecorder events;
  private final Map<String, ObjectNode> services = new ConcurrentHashMap<>();
  private final Map<String, ObjectNode> pods = new TreeMap<>();
  private final Map<String, Map<Opening, Port>> open = new HashMap<>();
  private final AtomicInteger turn = new AtomicInteger();
  private final AtomicInteger givenBack = new AtomicInteger();
  private volatile List<ObjectNode> ready = List.of();

  /** One port that is open, or could not be opened. */
  private static final class Port {
    private final Future<Forward> forward;

    Port(Future<Forward> forward) {
      this.forward = forward;
    }

    boolean failed() {
      return forward.failed();
    }
  }

  ServiceProxy(NodeParts node, EventRecorder events) {
    this.node = node;
    this.events = events;
  }

  private static String key(JsonNode object) {
    return object.at("/metadata/namespace").asText() + "/" + object.at("/metadata/name").asText();
  }

  void podChanged(Change change) {
    if (change.type() == Change.Type.DELETED) {
      pods.remove(key(change.object()));
    } else {
      pods.put(key(change.object()), change.object());
    }
    ready = pods.values().stream().filter(ServicePorts::ready).toList();
  }

  void serviceChanged(Change change) {
    var key = key(change.object());
    if (change.type() == Change.Type.DELETED) {
      services.remove(key);
    } else {
      services.put(key, change.object());
    }
    adjust(key);
    retryFailed(key);
  }

  /** A port given back may be what another Service waits for. */
  private void retryFailed(String but) {
    for (var key : List.copyOf(open.keySet())) {
      if (!key.equals(but) && open.get(key).values().stream().anyMatch(Port::failed)) {
        adjust(key);
      }
    }
  }

  private void adjust(String key) {
    var service = services.get(key);
    var wanted =
        service == null
            ? new HashSet<Opening>()
            : new HashSet<>(ServicePorts.openings(service, node.network().nodeAddress()));
    var ports = open.computeIfAbsent(key, any -> new HashMap<>());
    var closing = new ArrayList<Future<?>>();
    boolean givesBack =
        ports.entrySet().stream()
            .anyMatch(port -> !wanted.contains(port.getKey()) && !port.getValue().failed());
    ports
        .entrySet()
        .removeIf(
            entry -> {
              boolean close = !wanted.contains(entry.getKey()) || entry.getValue().failed();
              if (close) {
                closing.add(entry.getValue().forward.compose(Forward::close).otherwiseEmpty());
              }
              return close;
            });
    if (service == null) {
      open.remove(key);
    } else {
      Future.join(closing)
          .onComplete(done -> node.loop().run(() -> openMissing(key, wanted, ports)));
    }
    if (givesBack) {
      Future.join(closing).onComplete(done -> node.loop().run(() -> givenBack(key)));
    }
  }

  private void givenBack(String key) {
    givenBack.incrementAndGet();
    retryFailed(key);
  }

  private void openMissing(String key, Set<Opening> wanted, Map<Opening, Port> ports) {
    if (open.get(key) != ports) {
      return;
    }
    for (var opening : wanted) {
      if (!ports.containsKey(opening)) {
        ports.put(opening, new Port(open(key, opening)));
      }
    }
    Future.join(ports.values().stream().map(port -> port.forward).toList())
        .onComplete(done -> node.loop().run(() -> balance(key, ports)));
  }

  private Future<Forward> open(String key, Opening opening) {
    var target = target(key, opening.port());
    int before = givenBack.get();
    var forward = node.forwards().open(opening.udp(), opening.place(), target);
    return forward.onFailure(
        e -> {
          var service = services.get(key);
          if (service != null) {
            var text = "Cannot open " + opening.place() + ": " + e.getMessage();
            events.warning(service, "PortNotOpened", text);
          }
          if (givenBack.get() != before) {
            // While this one was on its way: perhaps it was too early by a moment.
            node.loop().run(() -> retryFailed(""));
          }
        });
  }

  /** Tells a load balancer's address once all its ports are open. */
  private void balance(String key, Map<Opening, Port> ports) {
    var service = services.get(key);
    if (service == null || open.get(key) != ports) {
      return;
    }
    var external = ports.entrySet().stream().filter(port -> port.getKey().external()).toList();
    boolean open =
        !external.isEmpty() && external.stream().noneMatch(port -> port.getValue().failed());
    var next = service.deepCopy();
    var balancer = next.putObject("status").putObject("loadBalancer");
    if (open) {
      var ingress = balancer.putArray("ingress").addObject();
      ingress.put("ip", node.network().nodeAddress()).put("ipMode", "VIP");
    }
    if (next.at("/status/loadBalancer").equals(service.at("/status/loadBalancer"))
        || (!open && service.at("/status/loadBalancer").isEmpty())) {
      return;
    }
    try {
      services.put(key, node.store().updateStatus(Resource.SERVICES, next));
    } catch (StatusException e) {
      // Its next change brings us back here; this one was too late.
    }
  }

  /** The pods behind a Service's port, in turn. */
  Forward.Target target(String key, int port) {
    return () -> {
      var found = Promise.<Place>promise();
      look(key, port, PATIENCE_MILLIS / LOOK_MILLIS, found);
      return found.future();
    };
  }

  private void look(String key, int port, long looks, Promise<Place> found) {
    var service = services.get(key);
    var places = service == null ? List.<Place>of() : ServicePorts.backends(service, port, ready);
    if (!places.isEmpty()) {
      found.complete(places.get(Math.floorMod(turn.getAndIncrement(), places.size())));
    } else if (looks == 0) {
      found.fail("no pod behind " + key + " is ready");
    } else {
      node.vertx().setTimer(LOOK_MILLIS, id -> look(key, port, looks - 1, found));
    }
  }

  /** Passes a local TCP port on to a Service's port, whether it exists yet or not. */
  Future<Forward> forward(Place local, String namespace, String service, int port) {
    return node.forwards().open(false, local, target(namespace + "/" + service, port));
  }
}
