package dev.muster.devcluster.control;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.muster.devcluster.json.Json;
import dev.muster.devcluster.kinds.CustomKinds;
import dev.muster.devcluster.kinds.Kind;
import dev.muster.devcluster.registry.Deletion;
import dev.muster.devcluster.registry.Registry;
import dev.muster.devcluster.registry.Storage;
import dev.muster.devcluster.registry.Write;
import dev.muster.devcluster.store.Change;
import dev.muster.devcluster.store.DeleteOptions;
import dev.muster.devcluster.store.Resource;
import dev.muster.devcluster.store.StatusException;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Serves the kinds of accepted custom resource definitions, and clears up after deleted ones. */
public final class Definitions implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Definitions.class);
  private static final Write STATUS = Write.by("kube-apiserver").to("status");

  private final Registry registry;
  private final CustomKinds kinds;
  private final Clock clock;
  private final Map<String, Long> served = new HashMap<>();
  private final Reactor reactor;

  /** Starts. */
  public Definitions(Registry registry, CustomKinds kinds, Clock clock) {
    this.registry = registry;
    this.kinds = kinds;
    this.clock = clock;
    this.reactor = new Reactor("definitions", registry.storage(), this::changed);
  }

  private void changed(Storage.Event event) {
    try {
      if (event.bucket().equals(Resource.CUSTOM_RESOURCE_DEFINITIONS.qualifiedPlural())) {
        definition(event);
      } else if (event.type() == Change.Type.DELETED) {
        registry
            .get(Resource.CUSTOM_RESOURCE_DEFINITIONS, null, event.bucket())
            .filter(found -> found.path("metadata").has("deletionTimestamp"))
            .ifPresent(this::clear);
      }
    } catch (StatusException e) {
      LOG.atDebug().addKeyValue("definition", event.bucket()).log(e.getMessage());
    }
  }

  private void definition(Storage.Event event) {
    var object = event.object();
    if (event.type() == Change.Type.DELETED) {
      served.remove(object.path("metadata").path("uid").asText());
      unserve(object);
    } else if (object.path("metadata").has("deletionTimestamp")) {
      clear(object);
    } else if (conflict(object) != null) {
      refuse(object, conflict(object));
    } else {
      serve(object);
    }
  }

  /** The name that another definition's kind already has, or null. */
  private String conflict(ObjectNode object) {
    var group = object.path("spec").path("group").asText();
    var kind = object.path("spec").path("names").path("kind").asText();
    var plural = object.path("spec").path("names").path("plural").asText();
    return registry.catalog().all().stream()
            .map(Kind::resource)
            .anyMatch(
                taken ->
                    taken.group().equals(group)
                        && taken.kind().equals(kind)
                        && !taken.plural().equals(plural))
        ? kind
        : null;
  }

  private void refuse(ObjectNode object, String kind) {
    status(
        object,
        status -> {
          condition(
              status,
              "NamesAccepted",
              false,
              "KindConflict",
              Json.text(Json.array().add(kind)).replaceAll("[\\[\\]]", "") + " is already in use");
          condition(status, "Established", false, "NotAccepted", "not all names are accepted");
        });
  }

  private void serve(ObjectNode object) {
    var spec = object.path("spec");
    var uid = object.path("metadata").path("uid").asText();
    long generation = object.path("metadata").path("generation").asLong();
    if (!Objects.equals(served.put(uid, generation), generation)) {
      registry
          .catalog()
          .replace(
              spec.path("group").asText(),
              spec.path("names").path("plural").asText(),
              kinds.of(object));
    }
    status(
        object,
        status -> {
          status.set("acceptedNames", spec.get("names"));
          condition(status, "NamesAccepted", true, "NoConflicts", "no conflicts found");
          condition(
              status,
              "Established",
              true,
              "InitialNamesAccepted",
              "the initial names have been accepted");
        });
  }

  private void clear(ObjectNode definition) {
    var bucket = definition.path("metadata").path("name").asText();
    var kind = registry.catalog().all().stream().filter(k -> k.bucket().equals(bucket)).findFirst();
    var rest = registry.storage().list(bucket, "");
    kind.ifPresent(found -> rest.forEach(object -> delete(found, object)));
    if (registry.storage().list(bucket, "").isEmpty()) {
      unserve(definition);
      served.remove(definition.path("metadata").path("uid").asText());
      var finalizers = Deletion.without(definition, Deletion.CLEANUP);
      update(
          definition,
          found -> Json.child(found, "metadata").set("finalizers", Json.array(finalizers)),
          Write.by("kube-apiserver"));
    }
  }

  private void delete(Kind kind, ObjectNode object) {
    var metadata = object.path("metadata");
    if (!metadata.has("deletionTimestamp")) {
      registry.delete(
          kind,
          metadata.path("namespace").asText(),
          metadata.path("name").asText(),
          DeleteOptions.DEFAULT);
    }
  }

  private void unserve(ObjectNode object) {
    registry
        .catalog()
        .remove(
            object.path("spec").path("group").asText(),
            object.path("spec").path("names").path("plural").asText());
  }

  private interface Edit {
    void apply(ObjectNode object);
  }

  private void status(ObjectNode object, Edit edit) {
    update(object, found -> edit.apply(Json.child(found, "status")), STATUS);
  }

  private void update(ObjectNode object, Edit edit, Write write) {
    registry.patch(
        registry.catalog().get(Resource.CUSTOM_RESOURCE_DEFINITIONS),
        "",
        object.path("metadata").path("name").asText(),
        found -> {
          edit.apply(found);
          return found;
        },
        write);
  }

  private void condition(
      ObjectNode status, String type, boolean value, String reason, String message) {
    var list =
        status.path("conditions").isArray()
            ? status.withArray("conditions")
            : status.putArray("conditions");
    var text = value ? "True" : "False";
    for (var known : list) {
      if (known.path("type").asText().equals(type)) {
        var condition = (ObjectNode) known;
        if (!condition.path("status").asText().equals(text)) {
          condition.put("lastTransitionTime", Json.time(clock.instant()));
        }
        condition.put("status", text).put("reason", reason).put("message", message);
        return;
      }
    }
    list.addObject()
        .put("type", type)
        .put("status", text)
        .put("lastTransitionTime", Json.time(clock.instant()))
        .put("reason", reason)
        .put("message", message);
  }

  /** The definitions that are served. */
  public List<ObjectNode> all() {
    return registry.list(Resource.CUSTOM_RESOURCE_DEFINITIONS, null);
  }

  @Override
  public void close() {
    reactor.close();
  }
}
