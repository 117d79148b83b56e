package dev.muster.engine.indexed;

import java.util.Arrays;

/**
 * When something happens next to whom: a binary heap whose members know their place in it, so that
 * anyone can be taken out.
 *
 * <p>Entering, moving and leaving cost O(log n), and O(1) among members that are due together, as
 * in a batch. The next due time costs O(1). The times lie beside the members, so that comparing
 * does not touch them.
 */
final class DueHeap {
  private Waiting[] heap = new Waiting[16];
  private long[] dues = new long[16];
  private int size;

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
    var last = heap[--size];
    heap[size] = null;
    if (last != whom) {
      long due = dues[size];
      if (at > 0 && dues[(at - 1) >>> 1] > due) {
        rise(at, last, due);
      } else {
        sink(at, last, due);
      }
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
    place(whom, due, at);
  }

  private void place(Waiting whom, long due, int at) {
    heap[at] = whom;
    dues[at] = due;
    whom.heapIndex = at;
  }

  /** When the next is due; {@link Long#MAX_VALUE} when nothing is. */
  long nextMillis() {
    return size == 0 ? Long.MAX_VALUE : dues[0];
  }

  /** Takes out the one that is due next. */
  Waiting takeNext() {
    var next = heap[0];
    remove(next);
    return next;
  }
}
