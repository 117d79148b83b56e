package dev.muster.engine.plain;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** When something happens next to whom; each has one entry at most. */
final class Agenda<T> {
  private final TreeSet<Entry<T>> entries =
      new TreeSet<>(
          Comparator.comparingLong((Entry<T> entry) -> entry.dueMillis())
              .thenComparingLong(Entry::number));
  private final Map<T, Entry<T>> byWhom = new HashMap<>();
  private long number;

  private record Entry<T>(T whom, long dueMillis, long number) {}

  /** Enters or moves someone. */
  void put(T whom, long dueMillis) {
    remove(whom);
    var entry = new Entry<>(whom, dueMillis, number++);
    byWhom.put(whom, entry);
    entries.add(entry);
  }

  void remove(T whom) {
    var entry = byWhom.remove(whom);
    if (entry != null) {
      entries.remove(entry);
    }
  }

  void clear() {
    entries.clear();
    byWhom.clear();
  }

  /** When the next is due; {@link Long#MAX_VALUE} when nothing is. */
  long nextMillis() {
    return entries.isEmpty() ? Long.MAX_VALUE : entries.first().dueMillis();
  }

  /** Takes out everyone who is due by now, the earliest first. */
  List<T> takeDue(long nowMillis) {
    var due = new ArrayList<T>();
    while (nextMillis() <= nowMillis) {
      var whom = entries.first().whom();
      remove(whom);
      due.add(whom);
    }
    return due;
  }
}
