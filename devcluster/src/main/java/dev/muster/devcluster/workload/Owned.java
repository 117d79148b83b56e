package dev.muster.devcluster.workload;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.muster.devcluster.store.Change;
import dev.muster.devcluster.store.LabelMatch;
import dev.muster.devcluster.store.ObjectStore;
import dev.muster.devcluster.store.Resource;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The objects of one kind as last seen, by their watch or by our own writes. Our writes come first,
 * so a watch that is behind takes nothing back.
 */
final class Owned {
  private final Map<String, ObjectNode> byUid = new HashMap<>();

  void apply(Change change) {
    if (change.type() == Change.Type.DELETED) {
      byUid.remove(uid(change.object()));
    } else {
      put(change.object());
    }
  }

  void put(ObjectNode object) {
    var known = byUid.get(uid(object));
    if (known == null || version(object) >= version(known)) {
      byUid.put(uid(object), object);
    }
  }

  void remove(ObjectNode object) {
    byUid.remove(uid(object));
  }

  Optional<ObjectNode> get(String uid) {
    return Optional.ofNullable(byUid.get(uid));
  }

  Collection<ObjectNode> all() {
    return List.copyOf(byUid.values());
  }

  /** Those that the owner controls. */
  List<ObjectNode> of(JsonNode owner) {
    var uid = uid(owner);
    return byUid.values().stream().filter(object -> controller(object).equals(uid)).toList();
  }

  /** Those that nobody controls and that the selector of this one, in their namespace, matches. */
  List<ObjectNode> orphansFor(JsonNode owner) {
    return byUid.values().stream()
        .filter(object -> controller(object).isEmpty() && selects(owner, object))
        .toList();
  }

  /** Those whose selector matches this object of their namespace. */
  List<String> selecting(JsonNode object) {
    return byUid.values().stream().filter(owner -> selects(owner, object)).map(Owned::uid).toList();
  }

  private static boolean selects(JsonNode owner, JsonNode object) {
    return namespace(owner).equals(namespace(object))
        && !object.path("metadata").has("deletionTimestamp")
        && guards(owner, object);
  }

  /** Those whose selector matches this object of their namespace, also when it is ending. */
  List<String> guarding(JsonNode object) {
    return byUid.values().stream()
        .filter(owner -> namespace(owner).equals(namespace(object)) && guards(owner, object))
        .map(Owned::uid)
        .toList();
  }

  private static boolean guards(JsonNode owner, JsonNode object) {
    return LabelMatch.matches(
        owner.path("spec").path("selector"), object.path("metadata").path("labels"));
  }

  /** Gives what nobody controls, but the selector matches, to this owner. */
  void adopt(ObjectNode owner, Resource resource, ObjectStore store) {
    for (var orphan : orphansFor(owner)) {
      var adopted = orphan.deepCopy();
      setController(adopted, owner);
      put(store.update(resource, adopted));
    }
  }

  static String uid(JsonNode object) {
    return object.path("metadata").path("uid").asText();
  }

  static String name(JsonNode object) {
    return object.path("metadata").path("name").asText();
  }

  static String namespace(JsonNode object) {
    return object.path("metadata").path("namespace").asText();
  }

  /** The uid of the object that controls this one, or an empty text. */
  static String controller(JsonNode object) {
    for (var reference : object.path("metadata").path("ownerReferences")) {
      if (reference.path("controller").asBoolean()) {
        return reference.path("uid").asText();
      }
    }
    return "";
  }

  private static long version(JsonNode object) {
    return object.path("metadata").path("resourceVersion").asLong();
  }

  static void setController(ObjectNode object, JsonNode owner) {
    setController(object, owner, "apps/v1");
  }

  static void setController(ObjectNode object, JsonNode owner, String apiVersion) {
    object
        .withObject("/metadata")
        .withArray("ownerReferences")
        .addObject()
        .put("apiVersion", apiVersion)
        .put("kind", owner.path("kind").asText())
        .put("name", name(owner))
        .put("uid", uid(owner))
        .put("controller", true)
        .put("blockOwnerDeletion", true);
  }
}
