package dev.muster.devcluster.node;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.muster.devcluster.json.Json;
import dev.muster.devcluster.store.ObjectStore;
import dev.muster.devcluster.store.Resource;
import dev.muster.devcluster.store.StatusException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes Events in the name of one component. The same Event again counts up the one that is there;
 * this is remembered for the {@link #REMEMBERED} latest. Safe for use from any thread.
 */
public final class EventRecorder {
  private static final Logger LOG = LoggerFactory.getLogger(EventRecorder.class);
  private static final int REMEMBERED = 4096;

  private final ObjectStore store;
  private final InstantSource clock;
  private final String component;
  private final String host;

  /** The time for the name of the next Event, nanoseconds; so they are listed in their order. */
  private long latest;

  private final Map<String, String> names = new LinkedHashMap<>(16, 0.75f, true);

  /** With the host that the component runs on, or an empty one. */
  public EventRecorder(ObjectStore store, InstantSource clock, String component, String host) {
    this.store = store;
    this.clock = clock;
    this.component = component;
    this.host = host;
  }

  /** An Event of type Normal about the object. */
  public void normal(JsonNode object, String reason, String message) {
    record("Normal", object, "", reason, message);
  }

  /** An Event of type Warning about the object. */
  public void warning(JsonNode object, String reason, String message) {
    record("Warning", object, "", reason, message);
  }

  /** An Event about one container of a pod. */
  void container(String type, JsonNode pod, String name, String reason, String message) {
    record(type, pod, "spec.containers{" + name + "}", reason, message);
  }

  private synchronized void record(
      String type, JsonNode object, String fieldPath, String reason, String message) {
    var metadata = object.path("metadata");
    var namespace = metadata.path("namespace").asText("default");
    var key = String.join("|", metadata.path("uid").asText(), fieldPath, type, reason, message);
    try {
      if (names.containsKey(key) && countUp(namespace, names.get(key))) {
        return;
      }
      names.put(key, create(event(type, object, fieldPath, reason, message, namespace)));
      if (names.size() > REMEMBERED) {
        names.remove(names.keySet().iterator().next());
      }
    } catch (StatusException e) {
      // An Event is never worth failing for; its namespace may be about to go.
      LOG.atDebug().setCause(e).addKeyValue("reason", reason).log("An Event was not written");
    }
  }

  /** Creates the Event under a name that tells its time, and gives that back. */
  private String create(ObjectNode event) {
    var now = clock.instant();
    latest = Math.max(latest, now.getEpochSecond() * 1_000_000_000 + now.getNano());
    var about = event.at("/involvedObject/name").asText();
    while (true) {
      var name = about + "." + Long.toHexString(latest++);
      try {
        event.withObject("/metadata").put("name", name);
        store.create(Resource.EVENTS, event);
        return name;
      } catch (StatusException e) {
        // Another component told something at the same instant.
        if (e.code() != 409) {
          throw e;
        }
      }
    }
  }

  private boolean countUp(String namespace, String name) {
    var found = store.get(Resource.EVENTS, namespace, name);
    found.ifPresent(
        event -> {
          event.put("count", event.path("count").asInt(1) + 1);
          event.put("lastTimestamp", ContainerState.time(clock.instant()));
          store.update(Resource.EVENTS, event);
        });
    return found.isPresent();
  }

  private ObjectNode event(
      String type,
      JsonNode object,
      String fieldPath,
      String reason,
      String message,
      String namespace) {
    var now = clock.instant();
    var metadata = object.path("metadata");
    var event = JsonNodeFactory.instance.objectNode();
    event.put("apiVersion", "v1").put("kind", "Event");
    event.putObject("metadata").put("namespace", namespace);
    var involved = event.putObject("involvedObject");
    involved.put("kind", object.path("kind").asText());
    for (var field : new String[] {"namespace", "name", "uid"}) {
      if (metadata.has(field)) {
        involved.set(field, metadata.get(field));
      }
    }
    involved.put("apiVersion", object.path("apiVersion").asText());
    involved.set("resourceVersion", metadata.path("resourceVersion"));
    if (!fieldPath.isEmpty()) {
      involved.put("fieldPath", fieldPath);
    }
    event.put("reason", reason).put("message", message).put("type", type);
    times(event, now);
    return event;
  }

  private void times(ObjectNode event, Instant now) {
    var source = event.putObject("source");
    event.put("reportingComponent", component);
    if (component.equals("default-scheduler")) {
      event.put("eventTime", Json.microTime(now)).putNull("firstTimestamp");
      event.putNull("lastTimestamp").put("action", "Binding");
      event.put("reportingInstance", component + "-" + host);
      return;
    }
    source.put("component", component);
    if (!host.isEmpty()) {
      source.put("host", host);
    }
    var time = ContainerState.time(now);
    event.putNull("eventTime").put("firstTimestamp", time).put("lastTimestamp", time);
    event.put("count", 1).put("reportingInstance", host);
  }
}
