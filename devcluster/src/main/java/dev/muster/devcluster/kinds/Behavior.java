package dev.muster.devcluster.kinds;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.muster.devcluster.store.Cause;
import java.util.List;

/**
 * What is particular about objects of one kind. Methods may change {@code object}, never {@code
 * old}.
 */
public interface Behavior {
  /** A kind without particulars. */
  Behavior PLAIN = new Behavior() {};

  /** Fills in defaults after decoding. */
  default void defaults(ObjectNode object) {}

  /** Completes a new object before it is checked; not seen by field ownership. */
  default void prepareCreate(ObjectNode object) {}

  /** Forgets how the object was written, since a patch, or an apply, writes it anew. */
  default void rewrite(ObjectNode object, boolean apply) {}

  /** Carries over what a write may not change without saying so. */
  default void prepareUpdate(ObjectNode object, ObjectNode old) {}

  /** Adds what is wrong with the object; {@code old} is null at creation. */
  default void check(ObjectNode object, ObjectNode old, List<Cause> causes) {}

  /** What is right with a checked object, but may not be what was meant. */
  default List<String> warnings(ObjectNode object) {
    return List.of();
  }
}
