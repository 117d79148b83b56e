package dev.muster.runtime.loop;

import dev.muster.runtime.store.StoredGroup;

/** What became of a group that was to begin its search. */
public sealed interface Beginning {
  /** It searches. */
  record Searching(StoredGroup group) implements Beginning {}

  /**
   * As many tickets are held as may; nothing was changed.
   *
   * @param limit how many tickets may be held
   */
  record NoRoom(int limit) implements Beginning {}
}
