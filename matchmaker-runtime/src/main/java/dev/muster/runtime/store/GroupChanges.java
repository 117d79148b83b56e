package dev.muster.runtime.store;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Who follows which group. Safe for any thread; what changes without a follower costs one look-up.
 */
public final class GroupChanges implements GroupListener {
  private final Map<String, Set<Runnable>> followers = new ConcurrentHashMap<>();

  /**
   * Lets somebody follow a group, whether it is there or not, until {@link #unfollow}.
   *
   * @param told is run after each change from now on, on the thread that made it; it never blocks
   *     and never throws
   */
  public void follow(String groupId, Runnable told) {
    followers.compute(
        groupId,
        (id, others) -> {
          Set<Runnable> all = others == null ? ConcurrentHashMap.newKeySet() : others;
          all.add(told);
          return all;
        });
  }

  /** Ends what {@link #follow} began. */
  public void unfollow(String groupId, Runnable told) {
    followers.computeIfPresent(
        groupId,
        (id, all) -> {
          all.remove(told);
          return all.isEmpty() ? null : all;
        });
  }

  /** How many groups are followed. */
  public int followed() {
    return followers.size();
  }

  @Override
  public void changed(String groupId) {
    var all = followers.get(groupId);
    if (all != null) {
      all.forEach(Runnable::run);
    }
  }
}
