package dev.muster.devcluster.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The cluster's objects as a program in this process reads and writes them. Every write goes
 * through the rules of the API: defaults, validation, uid, generation and resourceVersion, field
 * ownership (as an update by manager {@link #MANAGER}), finalizers. A refusal is a {@link
 * StatusException}: 404 NotFound, 409 AlreadyExists or Conflict, 422 Invalid. Safe for use from any
 * thread.
 */
public interface ObjectStore {

  /** The field manager in whose name this face writes. */
  String MANAGER = "devcluster";

  /** Creates the object in the namespace that it names, and gives back what was stored. */
  ObjectNode create(Resource resource, ObjectNode object);

  /** The object, or empty. {@code namespace} is null for kinds without one. */
  Optional<ObjectNode> get(Resource resource, String namespace, String name);

  /** All objects of a namespace, or of all namespaces when it is null, by namespace and name. */
  List<ObjectNode> list(Resource resource, String namespace);

  /**
   * Replaces the object; its status stays as it is where the kind has a status subresource. Refused
   * with 409 when {@code metadata.resourceVersion} is given and no longer current.
   */
  ObjectNode update(Resource resource, ObjectNode object);

  /**
   * Replaces the object's status, under the same rule of versions; the rest of it stays as it is.
   */
  ObjectNode updateStatus(Resource resource, ObjectNode object);

  /** Replaces a pod whole, spec and status, under the same rule: it is given its node so. */
  ObjectNode bind(ObjectNode pod);

  /**
   * Deletes the object. One with finalizers, and a pod with a grace period that has a node, stays
   * with a {@code deletionTimestamp} until the last finalizer is removed or, for a pod, until it is
   * deleted with {@link DeleteOptions#NOW}.
   */
  void delete(Resource resource, String namespace, String name, DeleteOptions options);

  /**
   * Tells the changes of a kind: first ADDED for every object present, then each change in order,
   * none left out. Calls come one at a time on a thread of this watch, never under a lock of the
   * store; what the consumer throws is logged and goes no further. Closing stops further calls.
   */
  Watch watch(Resource resource, Consumer<Change> consumer);

  /** A running watch. */
  interface Watch extends AutoCloseable {
    @Override
    void close();
  }
}
