package dev.muster.devcluster.control;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.muster.devcluster.json.Json;
import dev.muster.devcluster.kinds.CustomKinds;
import dev.muster.devcluster.kinds.Kind;
import dev.muster.devcluster.registry.Deletion;
import dev.muster.devcluster.registry.Registry;
import dev.muster.devcluster.registry.Storage;
import dev.muster.devcluster.registry.Write;
import dev.muster.devcluster.store.Cause;
import dev.muster.devcluster.store.Change;
import dev.muster.devcluster.store.Conditions;
import dev.muster.devcluster.store.DeleteOptions;
import dev.muster.devcluster.store.Resource;
import dev.muster.devcluster.store.StatusException;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
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
    } else {
      conflict(object).ifPresentOrElse(found -> refuse(object, found), () -> serve(object));
    }
  }

  /** A name that another definition of the group has already. */
  private record Conflict(String reason, String name) {}

  /** What is wrong with the names; of several faults a real API server tells the last. */
  private Optional<Conflict> conflict(ObjectNode object) {
    var names = object.path("spec").path("names");
    var found = Optional.<Conflict>empty();
    for (var other : registry.catalog().all()) {
      boolean related =
          other.resource().group().equals(object.path("spec").path("group").asText())
              && !other.resource().plural().equals(names.path("plural").asText());
      if (related && other.names().listKind().equals(names.path("listKind").asText())) {
        return Optional.of(new Conflict("ListKindConflict", other.names().listKind()));
      }
      if (related && other.resource().kind().equals(names.path("kind").asText())) {
        found = Optional.of(new Conflict("KindConflict", other.resource().kind()));
      }
    }
    return found;
  }

  private void refuse(ObjectNode object, Conflict conflict) {
    status(
        object,
        status -> {
          Json.child(status, "acceptedNames")
              .set("plural", object.path("spec").path("names").path("plural"));
          condition(
              status,
              "NamesAccepted",
              false,
              conflict.reason(),
              Cause.quote(conflict.name()) + " is already in use");
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
    var accepted = "the initial names have been accepted";
    status(
        object,
        status -> {
          status.set("acceptedNames", spec.get("names"));
          condition(status, "NamesAccepted", true, "NoConflicts", "no conflicts found");
          if (Json.isNull(Conditions.find(object, "Established"))) {
            condition(status, "Established", false, "Installing", accepted);
          }
        });
    status(
        object, status -> condition(status, "Established", true, "InitialNamesAccepted", accepted));
  }

  private void clear(ObjectNode definition) {
    var bucket = definition.path("metadata").path("name").asText();
    var kind = registry.catalog().all().stream().filter(k -> k.bucket().equals(bucket)).findFirst();
    var rest = registry.storage().list(bucket, "");
    status(
        definition,
        status ->
            condition(
                status,
                "Terminating",
                true,
                "InstanceDeletionInProgress",
                "CustomResource deletion is in progress"));
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
      ObjectNode status, String type, boolean holds, String reason, String message) {
    Conditions.put(status, type, holds, reason, message, clock.instant());
  }

  @Override
  public void close() {
    reactor.close();
  }
}
