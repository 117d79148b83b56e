package dev.muster.runtime.store;

/**
 * Hears that a group has changed, as whoever reads it sees it. Called after the change, on the
 * thread that made it: it never blocks and never throws.
 */
@FunctionalInterface
public interface GroupListener {
  /** One that does not listen. */
  GroupListener NONE = groupId -> {};

  /** The group is there, is in another state, or is gone. */
  void changed(String groupId);
}
