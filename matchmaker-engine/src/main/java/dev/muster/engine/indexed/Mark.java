package dev.muster.engine.indexed;

/** A place in a cell's order that moves upwards and counts what it passes. */
final class Mark {
  private Chunk chunk;
  private int at;

  void forget() {
    chunk = null;
  }

  /** Goes to the first group of a cell whose key is not below one. */
  void seek(Cell cell, long key) {
    chunk = cell.chunkFrom(key);
    at = chunk.countBelow(key);
  }

  /**
   * Goes on to the first group whose key is not below another, which is no lower than where it is.
   *
   * @return how many groups it has passed
   */
  int advance(long key) {
    int passed = 0;
    while (true) {
      if (chunk.count > 0 && chunk.keys[chunk.count - 1] < key) {
        passed += chunk.count - at;
        if (chunk.next == null) {
          at = chunk.count;
          return passed;
        }
        chunk = chunk.next;
        at = 0;
      } else {
        int from = at;
        while (at < chunk.count && chunk.keys[at] < key) {
          at++;
        }
        return passed + at - from;
      }
    }
  }
}
