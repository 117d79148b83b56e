package dev.muster.devcluster.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.muster.devcluster.json.Json;
import dev.muster.devcluster.kinds.Kind;
import dev.muster.devcluster.registry.Deletion;
import dev.muster.devcluster.registry.Registry;
import dev.muster.devcluster.registry.Storage;
import dev.muster.devcluster.registry.Write;
import dev.muster.devcluster.store.Change;
import dev.muster.devcluster.store.DeleteOptions;
import dev.muster.devcluster.store.DeleteOptions.Propagation;
import dev.muster.devcluster.store.StatusException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes objects whose owners are gone, and carries out foreground deletion and orphaning. It
 * knows which uids live and which objects name which owner from the changes alone; what it does, it
 * does to the objects as they are then.
 */
public final class Collector implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Collector.class);
  private static final Write WRITE = Write.by("kube-controller-manager");

  /** An object by its place. */
  private record Place(String bucket, Storage.Key key) {}

  private final Registry registry;
  private final Map<String, Place> living = new HashMap<>();
  private final Map<String, Set<Place>> dependents = new HashMap<>();
  private final Reactor reactor;

  /** Starts, on a registry that is still empty. */
  public Collector(Registry registry) {
    this.registry = registry;
    this.reactor = new Reactor("collector", registry.storage(), this::changed);
  }

  private void changed(Storage.Event event) {
    var object = event.object();
    var uid = object.path("metadata").path("uid").asText();
    var place = new Place(event.bucket(), Storage.Key.of(object));
    if (event.before() != null) {
      owners(event.before()).forEach(owner -> dependentsOf(uidOf(owner)).remove(place));
    }
    if (event.type() == Change.Type.DELETED) {
      living.remove(uid);
      var orphans = List.copyOf(dependentsOf(uid));
      orphans.forEach(this::examine);
      owners(event.before()).forEach(owner -> finish(living.get(uidOf(owner))));
      if (dependentsOf(uid).isEmpty()) {
        dependents.remove(uid);
      }
      return;
    }
    living.put(uid, place);
    owners(object).forEach(owner -> dependentsOf(uidOf(owner)).add(place));
    if (!owners(object).isEmpty()) {
      examine(place);
      if (event.before() != null) {
        owners(event.before()).forEach(owner -> finish(living.get(uidOf(owner))));
      }
    }
    finish(place);
  }

  private Set<Place> dependentsOf(String uid) {
    return dependents.computeIfAbsent(uid, u -> new LinkedHashSet<>());
  }

  private static List<JsonNode> owners(ObjectNode object) {
    var owners = new ArrayList<JsonNode>();
    object.path("metadata").path("ownerReferences").forEach(owners::add);
    return owners;
  }

  private static String uidOf(JsonNode owner) {
    return owner.path("uid").asText();
  }

  private ObjectNode find(Place place) {
    return place == null ? null : registry.storage().get(place.bucket, place.key);
  }

  /** Deletes the object when none of its owners lives, or drops those that don't. */
  private void examine(Place place) {
    var object = find(place);
    if (object == null || object.path("metadata").has("deletionTimestamp")) {
      return;
    }
    var lasting = new ArrayList<JsonNode>();
    boolean waiting = false;
    var owners = owners(object);
    for (var owner : owners) {
      var found = find(living.get(uidOf(owner)));
      if (found != null && waitsForDependents(found)) {
        waiting = true;
      } else if (found != null && isOwner(owner, found, object)) {
        lasting.add(owner);
      }
    }
    if (owners.isEmpty() || lasting.size() == owners.size()) {
      return;
    }
    if (lasting.isEmpty()) {
      collect(place, object, waiting ? Propagation.FOREGROUND : Propagation.BACKGROUND);
    } else {
      setOwners(place, object, lasting);
    }
  }

  private boolean isOwner(JsonNode reference, ObjectNode found, ObjectNode object) {
    var namespace = found.path("metadata").path("namespace").asText();
    return reference.path("name").asText().equals(found.path("metadata").path("name").asText())
        && reference.path("kind").asText().equals(found.path("kind").asText())
        && (namespace.isEmpty()
            || namespace.equals(object.path("metadata").path("namespace").asText()));
  }

  private static boolean waitsForDependents(ObjectNode owner) {
    return has(owner, Deletion.FOREGROUND);
  }

  private static boolean has(ObjectNode object, String finalizer) {
    return object.path("metadata").has("deletionTimestamp")
        && Json.texts(object.path("metadata").get("finalizers")).contains(finalizer);
  }

  private void collect(Place place, ObjectNode object, Propagation propagation) {
    var uid = object.path("metadata").path("uid").asText();
    boolean owns = !dependentsOf(uid).isEmpty();
    var options =
        new DeleteOptions(
            DeleteOptions.DEFAULT.gracePeriodSeconds(),
            owns ? propagation : Propagation.BACKGROUND,
            uid,
            null,
            false);
    attempt(place, kind -> registry.delete(kind, place.key.namespace(), place.key.name(), options));
  }

  private void setOwners(Place place, ObjectNode object, List<JsonNode> owners) {
    var uid = object.path("metadata").path("uid").asText();
    patch(
        place,
        found -> {
          if (found.path("metadata").path("uid").asText().equals(uid)) {
            var metadata = Json.child(found, "metadata");
            if (owners.isEmpty()) {
              metadata.remove("ownerReferences");
            } else {
              metadata.putArray("ownerReferences").addAll(owners);
            }
          }
        });
  }

  /**
   * Goes on with an object that is being deleted in the foreground or whose dependents are to be
   * orphaned.
   */
  private void finish(Place place) {
    var object = find(place);
    if (object == null) {
      return;
    }
    var uid = object.path("metadata").path("uid").asText();
    if (has(object, Deletion.ORPHAN)) {
      for (var dependent : List.copyOf(dependentsOf(uid))) {
        release(dependent, uid);
      }
      removeFinalizer(place, Deletion.ORPHAN);
    } else if (has(object, Deletion.FOREGROUND)) {
      var all = List.copyOf(dependentsOf(uid));
      all.forEach(this::examine);
      if (all.stream().noneMatch(dependent -> blocks(dependent, uid))) {
        removeFinalizer(place, Deletion.FOREGROUND);
      }
    }
  }

  private boolean blocks(Place dependent, String owner) {
    var object = find(dependent);
    return object != null
        && owners(object).stream()
            .anyMatch(o -> uidOf(o).equals(owner) && o.path("blockOwnerDeletion").asBoolean());
  }

  private void release(Place dependent, String owner) {
    var object = find(dependent);
    if (object != null) {
      var others = owners(object).stream().filter(o -> !uidOf(o).equals(owner)).toList();
      setOwners(dependent, object, others);
    }
  }

  private void removeFinalizer(Place place, String finalizer) {
    patch(
        place,
        found ->
            Json.child(found, "metadata")
                .set("finalizers", Json.array(Deletion.without(found, finalizer))));
  }

  private interface Edit {
    void apply(ObjectNode object);
  }

  private void patch(Place place, Edit edit) {
    attempt(
        place,
        kind ->
            registry.patch(
                kind,
                place.key.namespace(),
                place.key.name(),
                found -> {
                  edit.apply(found);
                  return found;
                },
                WRITE));
  }

  private interface Act {
    void on(Kind kind);
  }

  private void attempt(Place place, Act act) {
    try {
      registry.catalog().all().stream()
          .filter(kind -> kind.bucket().equals(place.bucket))
          .findFirst()
          .ifPresent(act::on);
    } catch (StatusException e) {
      LOG.atDebug().addKeyValue("place", place).log(e.getMessage());
    }
  }

  @Override
  public void close() {
    reactor.close();
  }
}
