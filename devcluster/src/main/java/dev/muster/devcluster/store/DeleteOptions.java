package dev.muster.devcluster.store;

import java.util.OptionalLong;

/**
 * How an object is to be deleted.
 *
 * @param gracePeriodSeconds seconds a pod may take to end; 0 removes it at once, which is how its
 *     node says that it is gone; empty takes the pod's own {@code terminationGracePeriodSeconds}
 * @param propagation what becomes of the objects that it owns
 * @param uid refuse with 409 unless the object has this uid; null for any
 * @param resourceVersion refuse with 409 unless the object has this version; null for any
 * @param dryRun whether to answer without doing it
 */
public record DeleteOptions(
    OptionalLong gracePeriodSeconds,
    Propagation propagation,
    String uid,
    String resourceVersion,
    boolean dryRun) {

  /** What becomes of the objects that a deleted object owns. */
  public enum Propagation {
    /** Collected after it is gone. */
    BACKGROUND,
    /** Collected before it goes. */
    FOREGROUND,
    /** Kept, without their reference to it. */
    ORPHAN
  }

  /** The object's own grace period, background collection, no condition. */
  public static final DeleteOptions DEFAULT =
      new DeleteOptions(OptionalLong.empty(), Propagation.BACKGROUND, null, null, false);

  /** Removes the object at once: the final delete of a pod by its node. */
  public static final DeleteOptions NOW =
      new DeleteOptions(OptionalLong.of(0), Propagation.BACKGROUND, null, null, false);

  /** The same, whatever uid and version the object has. */
  public DeleteOptions withoutPreconditions() {
    return new DeleteOptions(gracePeriodSeconds, propagation, null, null, dryRun);
  }

  /** The same, answered without doing it. */
  public DeleteOptions asDryRun() {
    return new DeleteOptions(gracePeriodSeconds, propagation, uid, resourceVersion, true);
  }

  /** The same, for the object with this uid only. */
  public DeleteOptions onlyUid(String wanted) {
    return new DeleteOptions(gracePeriodSeconds, propagation, wanted, resourceVersion, dryRun);
  }
}
