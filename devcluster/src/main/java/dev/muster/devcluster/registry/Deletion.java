package dev.muster.devcluster.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.muster.devcluster.json.Json;
import dev.muster.devcluster.kinds.Kind;
import dev.muster.devcluster.store.Conditions;
import dev.muster.devcluster.store.DeleteOptions;
import dev.muster.devcluster.store.DeleteOptions.Propagation;
import dev.muster.devcluster.store.Refusal;
import dev.muster.devcluster.store.Resource;
import dev.muster.devcluster.store.StatusException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** How objects go: at once, or after their finalizers and their grace. */
public final class Deletion {
  /** The finalizer that waits for the objects an object owns. */
  public static final String FOREGROUND = "foregroundDeletion";

  /** The finalizer that waits until the objects an object owns have been set free. */
  public static final String ORPHAN = "orphan";

  /** The finalizer that keeps a custom resource definition until its objects are gone. */
  public static final String CLEANUP = "customresourcecleanup.apiextensions.k8s.io";

  private static final Set<String> ENDED = Set.of("Succeeded", "Failed");

  private final Storage storage;
  private final Clock clock;

  Deletion(Storage storage, Clock clock) {
    this.storage = storage;
    this.clock = clock;
  }

  /** What a delete has led to: the object as it is or last was, and whether it is gone. */
  public record Result(ObjectNode object, boolean gone) {}

  Result delete(Kind kind, Storage.Key key, ObjectNode old, DeleteOptions options) {
    requirePreconditions(kind, old, options);
    var object = old.deepCopy();
    var metadata = Decoder.metadata(object);
    finalizers(kind, metadata, options.propagation());
    boolean held = metadata.has("finalizers");
    long grace = grace(kind, object, options);
    if (grace > 0 || held || kind.resource().plural().equals("namespaces")) {
      return mark(kind, key, old, object, grace, options.dryRun());
    }
    if (kind.bucket().equals("pods")) {
      object = mark(kind, key, old, object, 0, options.dryRun()).object();
    }
    if (!options.dryRun()) {
      storage.remove(kind.bucket(), key);
    }
    return new Result(object, true);
  }

  private Result mark(
      Kind kind, Storage.Key key, ObjectNode old, ObjectNode object, long grace, boolean dryRun) {
    var metadata = Decoder.metadata(object);
    boolean first = !metadata.has("deletionTimestamp");
    boolean definition = kind.resource().equals(Resource.CUSTOM_RESOURCE_DEFINITIONS);
    if (first && kind.traits().generation() && !definition) {
      metadata.put("generation", metadata.path("generation").asLong() + 1);
    }
    if (first || grace < metadata.path("deletionGracePeriodSeconds").asLong()) {
      metadata.put("deletionTimestamp", Json.time(clock.instant().plusSeconds(grace)));
      if (definition) {
        Conditions.put(
            Json.child(object, "status"),
            "Terminating",
            true,
            "InstanceDeletionPending",
            "CustomResourceDefinition marked for deletion; CustomResource deletion will begin soon",
            clock.instant());
      } else if (!kind.resource().plural().equals("namespaces")) {
        metadata.put("deletionGracePeriodSeconds", grace);
      }
    }
    if (kind.resource().plural().equals("namespaces")) {
      Json.child(object, "status").put("phase", "Terminating");
    }
    if (!Json.same(old, object) && !dryRun) {
      storage.put(kind.bucket(), key, object);
    }
    return new Result(Json.same(old, object) ? old : object, false);
  }

  private static void finalizers(Kind kind, ObjectNode metadata, Propagation propagation) {
    var finalizers = new ArrayList<>(Json.texts(metadata.get("finalizers")));
    var wanted =
        propagation == Propagation.FOREGROUND
            ? FOREGROUND
            : propagation == Propagation.ORPHAN ? ORPHAN : "";
    finalizers.removeIf(f -> (f.equals(FOREGROUND) || f.equals(ORPHAN)) && !f.equals(wanted));
    if (!wanted.isEmpty() && !finalizers.contains(wanted)) {
      finalizers.add(wanted);
    }
    boolean first = !metadata.has("deletionTimestamp");
    if (kind.resource().equals(Resource.CUSTOM_RESOURCE_DEFINITIONS) && first) {
      finalizers.add(CLEANUP);
    }
    if (finalizers.isEmpty()) {
      metadata.remove("finalizers");
    } else {
      metadata.set("finalizers", Json.array(finalizers));
    }
  }

  /** Seconds that the object may take to end: only pods that a node runs take any. */
  private static long grace(Kind kind, ObjectNode object, DeleteOptions options) {
    if (!kind.bucket().equals("pods")
        || object.path("spec").path("nodeName").asText().isEmpty()
        || ENDED.contains(object.path("status").path("phase").asText())) {
      return 0;
    }
    long own = object.path("spec").path("terminationGracePeriodSeconds").asLong(30);
    return Math.max(0, options.gracePeriodSeconds().orElse(own));
  }

  private static void requirePreconditions(Kind kind, ObjectNode old, DeleteOptions options) {
    var metadata = old.path("metadata");
    var uid = metadata.path("uid").asText();
    if (options.uid() != null && !options.uid().equals(uid)) {
      throw mismatch(
          kind,
          old,
          "the UID in the precondition ("
              + options.uid()
              + ") does not match the UID in record ("
              + uid
              + "). The object might have been deleted and then recreated");
    }
    var version = metadata.path("resourceVersion").asText();
    if (options.resourceVersion() != null && !options.resourceVersion().equals(version)) {
      throw mismatch(
          kind,
          old,
          "the ResourceVersion in the precondition ("
              + options.resourceVersion()
              + ") does not match the ResourceVersion in record ("
              + version
              + "). The object might have been modified");
    }
  }

  private static StatusException mismatch(Kind kind, ObjectNode old, String why) {
    var name = old.path("metadata").path("name").asText();
    var resource = kind.resource();
    var details = Json.object().put("name", name);
    if (!resource.group().isEmpty()) {
      details.put("group", resource.group());
    }
    details.put("kind", resource.kind());
    return Refusal.of(
        409,
        "Conflict",
        "Operation cannot be fulfilled on "
            + resource.qualifiedKind()
            + " \""
            + name
            + "\": "
            + why,
        details);
  }

  /** Whether an updated object has nothing left to wait for and must go. */
  static boolean isFinished(Kind kind, ObjectNode object) {
    var metadata = object.path("metadata");
    boolean held =
        kind.resource().plural().equals("namespaces")
            && !object.path("spec").path("finalizers").isEmpty();
    return metadata.has("deletionTimestamp")
        && metadata.path("finalizers").isEmpty()
        && metadata.path("deletionGracePeriodSeconds").asLong() == 0
        && !held;
  }

  /** The finalizers of an object but one. */
  public static List<String> without(ObjectNode object, String finalizer) {
    var rest = new ArrayList<>(Json.texts(object.path("metadata").get("finalizers")));
    rest.remove(finalizer);
    return rest;
  }
}
