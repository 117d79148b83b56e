package dev.muster.engine.indexed;

import java.util.Arrays;

/**
 * When something happens next to whom: a binary heap whose members know their place in it.
 *
 * <p>Leaving costs O(1): it leaves a hole with its due time, and holes are swept out when they are
 * more than the members. Entering and being due cost O(log n), entering O(1) among members that are
 * due together, as in a batch. The times lie beside the members, so that comparing does not touch
 * them; nothing but a move does.
 */
final class DueHeap {
  private static final int FEW = 64;

  private Waiting[] heap = new Waiting[16];
  private long[] dues = new long[16];
  private int size;
  private int holes;

  /** Enters or moves someone. */
  void put(Waiting whom, long dueMillis) {
    remove(whom);
    if (size == heap.length) {
      heap = Arrays.copyOf(heap, size * 2);
      dues = Arrays.copyOf(dues, size * 2);
    }
    size++;
    rise(size - 1, whom, dueMillis);
  }

  void remove(Waiting whom) {
    int at = whom.heapIndex;
    if (at < 0) {
      return;
    }
    whom.heapIndex = -1;
    heap[at] = null;
    holes++;
    if (holes > FEW + size / 2) {
      sweep();
    }
  }

  /** Closes the holes. */
  private void sweep() {
    int kept = 0;
    for (int i = 0; i < size; i++) {
      if (heap[i] != null) {
        place(heap[i], dues[i], kept++);
      }
    }
    Arrays.fill(heap, kept, size, null);
    size = kept;
    holes = 0;
    for (int i = size / 2 - 1; i >= 0; i--) {
      sink(i, heap[i], dues[i]);
    }
  }

  private void rise(int from, Waiting whom, long due) {
    int at = from;
    while (at > 0) {
      int parent = (at - 1) >>> 1;
      if (dues[parent] <= due) {
        break;
      }
      place(heap[parent], dues[parent], at);
      at = parent;
    }
    place(whom, due, at);
  }

  private void sink(int from, Waiting whom, long due) {
    int at = from;
    while (2 * at + 1 < size) {
      int child = 2 * at + 1;
      if (child + 1 < size && dues[child + 1] < dues[child]) {
        child++;
      }
      if (dues[child] >= due) {
        break;
      }
      place(heap[child], dues[child], at);
      at = child;
    }
    if (at != from || heap[at] != whom) {
      place(whom, due, at);
    }
  }

  private void place(Waiting whom, long due, int at) {
    heap[at] = whom;
    dues[at] = due;
    if (whom != null) {
      whom.heapIndex = at;
    }
  }

  /** When the next is due; {@link Long#MAX_VALUE} when nothing is. */
  long nextMillis() {
    while (size > 0 && heap[0] == null) {
      holes--;
      takeRoot();
    }
    return size == 0 ? Long.MAX_VALUE : dues[0];
  }

  /** Takes out the one that is due next; {@link #nextMillis} has said that there is one. */
  Waiting takeNext() {
    var next = heap[0];
    next.heapIndex = -1;
    takeRoot();
    return next;
  }

  private void takeRoot() {
    var last = heap[--size];
    heap[size] = null;
    if (size > 0) {
      sink(0, last, dues[size]);
    }
  }
}
