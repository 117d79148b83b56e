package dev.muster.engine.plain;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The values that all lists of a set of players have in common, sorted. */
final class SharedValues {
  private final String[] values;
  // One bit per value's hash: two sets without a common bit have no common value.
  private final long signature;

  private SharedValues(String[] sorted) {
    this.values = sorted;
    long bits = 0;
    for (var value : sorted) {
      bits |= 1L << ((value.hashCode() * 0x9E3779B9) >>> 26);
    }
    this.signature = bits;
  }

  /**
   * What these players share.
   *
   * @param lists one list per player, at least one
   */
  static SharedValues of(List<? extends Collection<String>> lists) {
    var shared = new TreeSet<>(lists.get(0));
    lists.forEach(list -> shared.retainAll(Set.copyOf(list)));
    return new SharedValues(shared.toArray(String[]::new));
  }

  int size() {
    return values.length;
  }

  /** False means that nothing is shared; true that something may be. */
  boolean mayShareWith(SharedValues other) {
    return (signature & other.signature) != 0;
  }

  /** What these players and others share. */
  SharedValues with(SharedValues other) {
    var both = new String[Math.min(values.length, other.values.length)];
    int count = 0;
    int left = 0;
    int right = 0;
    while (left < values.length && right < other.values.length) {
      int order = values[left].compareTo(other.values[right]);
      if (order == 0) {
        both[count++] = values[left];
      }
      left += order <= 0 ? 1 : 0;
      right += order >= 0 ? 1 : 0;
    }
    return count == values.length ? this : new SharedValues(Arrays.copyOf(both, count));
  }

  /** The same without one value. */
  SharedValues without(String value) {
    return contains(value)
        ? new SharedValues(
            Arrays.stream(values).filter(other -> !other.equals(value)).toArray(String[]::new))
        : this;
  }

  boolean contains(String value) {
    return Arrays.binarySearch(values, value) >= 0;
  }
}
