package dev.muster.engine.indexed;

import java.util.Arrays;

/**
 * When something happens next to whom: a binary heap whose members know their place in it, so that
 * anyone can be taken out.
 *
 * <p>Entering, moving and leaving cost O(log n), and O(1) among members that are due together, as
 * in a batch. The next due time costs O(1). Memory is one reference per member.
 */
final class DueHeap {
  private Waiting[] heap = new Waiting[16];
  private int size;

  /** Enters or moves someone. */
  void put(Waiting whom, long dueMillis) {
    remove(whom);
    whom.dueMillis = dueMillis;
    if (size == heap.length) {
      heap = Arrays.copyOf(heap, size * 2);
    }
    size++;
    rise(size - 1, whom);
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
      rise(at, last);
      sink(last.heapIndex, last);
    }
  }

  private void rise(int from, Waiting whom) {
    int at = from;
    while (at > 0) {
      int parent = (at - 1) >>> 1;
      if (heap[parent].dueMillis <= whom.dueMillis) {
        break;
      }
      place(heap[parent], at);
      at = parent;
    }
    place(whom, at);
  }

  private void sink(int from, Waiting whom) {
    int at = from;
    while (2 * at + 1 < size) {
      int child = 2 * at + 1;
      if (child + 1 < size && heap[child + 1].dueMillis < heap[child].dueMillis) {
        child++;
      }
      if (heap[child].dueMillis >= whom.dueMillis) {
        break;
      }
      place(heap[child], at);
      at = child;
    }
    place(whom, at);
  }

  private void place(Waiting whom, int at) {
    heap[at] = whom;
    whom.heapIndex = at;
  }

  /** When the next is due; {@link Long#MAX_VALUE} when nothing is. */
  long nextMillis() {
    return size == 0 ? Long.MAX_VALUE : heap[0].dueMillis;
  }

  /** Takes out the one that is due next. */
  Waiting takeNext() {
    var next = heap[0];
    remove(next);
    return next;
  }
}
