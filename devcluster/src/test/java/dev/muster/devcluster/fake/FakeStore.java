package dev.muster.devcluster.fake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.muster.devcluster.store.Change;
import dev.muster.devcluster.store.DeleteOptions;
import dev.muster.devcluster.store.ObjectStore;
import dev.muster.devcluster.store.Refusal;
import dev.muster.devcluster.store.Resource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * Objects in memory with versions, generations, status apart, graceful deletion of pods and owner
 * references without garbage collection. Watches are called by the writing thread.
 */
public final class FakeStore implements ObjectStore {
  private record Watcher(Resource resource, Consumer<Change> consumer) {}

  private final Map<String, ObjectNode> objects = new TreeMap<>();
  private final List<Watcher> watchers = new CopyOnWriteArrayList<>();
  private final List<Change> history = new ArrayList<>();
  private long version;

  private static String key(Resource resource, String namespace, String name) {
    return resource.qualifiedPlural() + "/" + (namespace == null ? "" : namespace) + "/" + name;
  }

  private static String key(Resource resource, JsonNode object) {
    var namespace = object.at("/metadata/namespace").asText();
    return key(resource, namespace, object.at("/metadata/name").asText());
  }

  private ObjectNode put(Resource resource, ObjectNode object, Change.Type type) {
    object.withObject("/metadata").put("resourceVersion", Long.toString(++version));
    if (type == Change.Type.DELETED) {
      objects.remove(key(resource, object));
    } else {
      objects.put(key(resource, object), object.deepCopy());
    }
    var change = new Change(type, object.deepCopy());
    history.add(change);
    for (var watcher : watchers) {
      if (watcher.resource.equals(resource)) {
        watcher.consumer.accept(change);
      }
    }
    return object.deepCopy();
  }

  /** All changes so far of the objects of this kind and name. */
  public synchronized List<Change> history(Resource resource, String name) {
    return history.stream()
        .filter(change -> change.object().path("kind").asText().equals(resource.kind()))
        .filter(change -> change.object().at("/metadata/name").asText().equals(name))
        .toList();
  }

  @Override
  public synchronized ObjectNode create(Resource resource, ObjectNode object) {
    var created = object.deepCopy();
    created.put("apiVersion", resource.apiVersion()).put("kind", resource.kind());
    var metadata = created.withObject("/metadata");
    if (!metadata.has("name")) {
      metadata.put(
          "name",
          metadata.path("generateName").asText() + UUID.randomUUID().toString().substring(0, 5));
    }
    if (objects.containsKey(key(resource, created))) {
      throw Refusal.alreadyExists(resource, metadata.path("name").asText(), false);
    }
    metadata.put("uid", UUID.randomUUID().toString()).put("generation", 1);
    metadata.put("creationTimestamp", "2026-01-01T00:00:0" + Math.min(9, version / 10) + "Z");
    return put(resource, created, Change.Type.ADDED);
  }

  @Override
  public synchronized Optional<ObjectNode> get(Resource resource, String namespace, String name) {
    return Optional.ofNullable(objects.get(key(resource, namespace, name)))
        .map(ObjectNode::deepCopy);
  }

  @Override
  public synchronized List<ObjectNode> list(Resource resource, String namespace) {
    var prefix = resource.qualifiedPlural() + "/" + (namespace == null ? "" : namespace + "/");
    return objects.entrySet().stream()
        .filter(entry -> entry.getKey().startsWith(prefix))
        .map(entry -> entry.getValue().deepCopy())
        .toList();
  }

  private ObjectNode current(Resource resource, ObjectNode object) {
    var name = object.at("/metadata/name").asText();
    var current = objects.get(key(resource, object));
    if (current == null) {
      throw Refusal.notFound(resource, name);
    }
    var wanted = object.at("/metadata/resourceVersion").asText();
    if (!wanted.isEmpty() && !wanted.equals(current.at("/metadata/resourceVersion").asText())) {
      throw Refusal.modified(resource, name);
    }
    return current;
  }

  @Override
  public synchronized ObjectNode update(Resource resource, ObjectNode object) {
    var current = current(resource, object);
    var next = object.deepCopy();
    if (current.has("status")) {
      next.set("status", current.get("status"));
    } else {
      next.remove("status");
    }
    if (next.equals(current)) {
      return current.deepCopy();
    }
    if (!next.path("spec").equals(current.path("spec"))) {
      next.withObject("/metadata")
          .put("generation", current.at("/metadata/generation").asLong() + 1);
    }
    return put(resource, next, Change.Type.MODIFIED);
  }

  @Override
  public synchronized ObjectNode updateStatus(Resource resource, ObjectNode object) {
    var next = current(resource, object).deepCopy();
    next.set("status", object.path("status").deepCopy());
    return put(resource, next, Change.Type.MODIFIED);
  }

  @Override
  public synchronized ObjectNode bind(ObjectNode pod) {
    var bound = current(Resource.PODS, pod).deepCopy();
    bound.set("spec", pod.get("spec").deepCopy());
    bound.set("status", pod.get("status").deepCopy());
    return put(Resource.PODS, bound, Change.Type.MODIFIED);
  }

  @Override
  public synchronized void delete(
      Resource resource, String namespace, String name, DeleteOptions options) {
    var found = objects.get(key(resource, namespace, name));
    if (found == null
        || (options.uid() != null && !options.uid().equals(found.at("/metadata/uid").asText()))) {
      throw Refusal.notFound(resource, name);
    }
    var next = found.deepCopy();
    long own = found.at("/spec/terminationGracePeriodSeconds").asLong(30);
    long grace = options.gracePeriodSeconds().orElse(own);
    if (resource.equals(Resource.PODS) && next.at("/spec").has("nodeName") && grace > 0) {
      next.withObject("/metadata")
          .put("deletionTimestamp", "2026-01-01T00:01:00Z")
          .put("deletionGracePeriodSeconds", grace);
      put(resource, next, Change.Type.MODIFIED);
    } else {
      put(resource, next, Change.Type.DELETED);
    }
  }

  @Override
  public synchronized Watch watch(Resource resource, Consumer<Change> consumer) {
    list(resource, null).forEach(o -> consumer.accept(new Change(Change.Type.ADDED, o)));
    var watcher = new Watcher(resource, consumer);
    watchers.add(watcher);
    return () -> watchers.remove(watcher);
  }
}
