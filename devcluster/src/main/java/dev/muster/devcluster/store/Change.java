package dev.muster.devcluster.store;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * One step in the life of an object.
 *
 * @param object the object after the step; for {@link Type#DELETED} its last state, with a
 *     resourceVersion of its own
 */
public record Change(Type type, ObjectNode object) {

  /** What happened to the object. */
  public enum Type {
    ADDED,
    MODIFIED,
    DELETED
  }
}
