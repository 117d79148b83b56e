package dev.muster.devcluster.kinds;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.muster.devcluster.json.Json;
import dev.muster.devcluster.store.Cause;
import java.util.List;

/** Events, in both of their forms: {@code v1}, and the stricter {@code events.k8s.io/v1}. */
final class EventBehavior implements Behavior {
  private static final List<String> ALWAYS_OLD = List.of("firstTimestamp", "lastTimestamp");
  private static final List<String> ALWAYS_NEW =
      List.of("deprecatedFirstTimestamp", "deprecatedLastTimestamp");
  private static final List<String> FIXED =
      List.of("reason", "action", "type", "note", "reportingController", "reportingInstance");

  private final boolean core;

  EventBehavior(boolean core) {
    this.core = core;
  }

  @Override
  public void defaults(ObjectNode object) {
    (core ? ALWAYS_OLD : ALWAYS_NEW).forEach(name -> orNull(object, name));
    orNull(object, "eventTime");
    if (core) {
      PodDefaults.text(object, "reportingComponent", "");
      PodDefaults.text(object, "reportingInstance", "");
    }
  }

  private static void orNull(ObjectNode object, String name) {
    if (!object.has(name)) {
      object.putNull(name);
    }
  }

  @Override
  public void check(ObjectNode object, ObjectNode old, List<Cause> causes) {
    var namespace = object.path("metadata").path("namespace").asText();
    var about = core ? "involvedObject" : "regarding";
    var given = object.path(about).path("namespace").asText();
    boolean fits = given.isEmpty() ? namespace.equals("default") : given.equals(namespace);
    if (old == null && !fits) {
      causes.add(
          Cause.invalidText("involvedObject.namespace", given, "does not match event.namespace"));
    }
    if (!core && old == null) {
      checkNew(object, causes);
    } else if (!core) {
      checkUnchanged(object, old, causes);
    }
  }

  private static void checkNew(ObjectNode object, List<Cause> causes) {
    if (Json.isNull(object.get("eventTime"))) {
      causes.add(Cause.required("eventTime", ""));
      return;
    }
    for (var name : List.of("reportingController", "reportingInstance", "action", "reason")) {
      if (object.path(name).asText().isEmpty()) {
        causes.add(Cause.required(name, ""));
      }
    }
    var type = object.path("type").asText();
    if (!List.of("Normal", "Warning").contains(type)) {
      causes.add(Cause.invalidText("type", type, "has invalid value: " + type));
    }
  }

  private static void checkUnchanged(ObjectNode object, ObjectNode old, List<Cause> causes) {
    for (var name : FIXED) {
      var told = name.equals("note") ? "message" : name;
      if (!Json.same(object.get(name), old.get(name))) {
        causes.add(Cause.invalid(told, Cause.show(object.path(name)), "field is immutable"));
      }
    }
  }
}
