package dev.muster.engine.indexed;

import java.util.Arrays;

/**
 * The {@link Chunk}s of a {@link Cell}, in its order, to be found by key.
 *
 * <p>They are linked to each other, and listed in blocks of at most {@link #MOST}, with their first
 * keys; the blocks are listed likewise. So finding costs two binary searches in arrays, and a chunk
 * that comes or goes moves what is listed in one block, and one entry of every block behind it only
 * where a block comes or goes, too. With one list of all chunks a cell of a million groups spent
 * more on moving it than on matching. Blocks also know how many groups they hold, so that counting
 * between two keys passes over them whole.
 */
final class Directory {
  private static final int MOST = 128;

  private Block[] blocks = new Block[1];
  private long[] firstKeys = new long[1];
  private int count;

  /** Some chunks that follow each other. */
  static final class Block {
    private Chunk[] chunks;
    private long[] firstKeys;
    private int count;
    private int groups;

    private Block(int room) {
      chunks = new Chunk[room];
      firstKeys = new long[room];
    }

    /** Takes note of groups that have come into one of its chunks, or have left it. */
    void countGroups(int more) {
      groups += more;
    }

    private int placeOf(Chunk chunk) {
      int at = 0;
      while (chunks[at] != chunk) {
        at++;
      }
      return at;
    }

    private void insert(int at, Chunk chunk) {
      if (count == chunks.length) {
        int room = Math.min(MOST, count * 2);
        chunks = Arrays.copyOf(chunks, room);
        firstKeys = Arrays.copyOf(firstKeys, room);
      }
      System.arraycopy(chunks, at, chunks, at + 1, count - at);
      System.arraycopy(firstKeys, at, firstKeys, at + 1, count - at);
      chunks[at] = chunk;
      firstKeys[at] = chunk.keys[0];
      count++;
      chunk.block = this;
      groups += chunk.count;
    }

    private void remove(int at) {
      groups -= chunks[at].count;
      chunks[at].block = null;
      count--;
      System.arraycopy(chunks, at + 1, chunks, at, count - at);
      System.arraycopy(firstKeys, at + 1, firstKeys, at, count - at);
      chunks[count] = null;
    }

    private Block split() {
      var upper = new Block(MOST);
      int half = count / 2;
      for (int i = half; i < count; i++) {
        groups -= chunks[i].count;
        upper.insert(i - half, chunks[i]);
      }
      Arrays.fill(chunks, half, count, null);
      count = half;
      return upper;
    }
  }

  boolean isEmpty() {
    return count == 0;
  }

  /** The first chunk; there is one. */
  Chunk first() {
    return blocks[0].chunks[0];
  }

  /** The last chunk whose first key is below one; the first when none is. */
  Chunk find(long key) {
    var block = blocks[Math.max(0, Chunk.countBelow(firstKeys, count, key) - 1)];
    return block.chunks[Math.max(0, Chunk.countBelow(block.firstKeys, block.count, key) - 1)];
  }

  /** Adds the first chunk of all. */
  void add(Chunk chunk) {
    var block = new Block(1);
    block.insert(0, chunk);
    insert(0, block);
  }

  /** Adds a chunk behind another. */
  void addAfter(Chunk before, Chunk chunk) {
    chunk.previous = before;
    chunk.next = before.next;
    if (before.next != null) {
      before.next.previous = chunk;
    }
    before.next = chunk;
    var block = before.block;
    if (block.count == MOST) {
      insert(placeOf(block) + 1, block.split());
      block = before.block;
    }
    block.insert(block.placeOf(before) + 1, chunk);
  }

  void remove(Chunk chunk) {
    if (chunk.previous != null) {
      chunk.previous.next = chunk.next;
    }
    if (chunk.next != null) {
      chunk.next.previous = chunk.previous;
    }
    var block = chunk.block;
    int at = block.placeOf(chunk);
    block.remove(at);
    if (block.count == 0) {
      remove(placeOf(block));
    } else if (at == 0) {
      firstKeys[placeOf(block)] = block.firstKeys[0];
    }
  }

  /** Takes note of a chunk's first key, which has changed. */
  void noteFirstKey(Chunk chunk) {
    var block = chunk.block;
    int at = block.placeOf(chunk);
    block.firstKeys[at] = chunk.keys[0];
    if (at == 0) {
      firstKeys[placeOf(block)] = chunk.keys[0];
    }
  }

  /** How many groups lie in the chunks before one. */
  int countBefore(Chunk chunk) {
    int groups = 0;
    for (int i = 0; blocks[i] != chunk.block; i++) {
      groups += blocks[i].groups;
    }
    for (int i = 0; chunk.block.chunks[i] != chunk; i++) {
      groups += chunk.block.chunks[i].count;
    }
    return groups;
  }

  private int placeOf(Block block) {
    int at = 0;
    while (blocks[at] != block) {
      at++;
    }
    return at;
  }

  private void insert(int at, Block block) {
    if (count == blocks.length) {
      blocks = Arrays.copyOf(blocks, count * 2);
      firstKeys = Arrays.copyOf(firstKeys, count * 2);
    }
    System.arraycopy(blocks, at, blocks, at + 1, count - at);
    System.arraycopy(firstKeys, at, firstKeys, at + 1, count - at);
    blocks[at] = block;
    firstKeys[at] = block.firstKeys[0];
    count++;
  }

  private void remove(int at) {
    count--;
    System.arraycopy(blocks, at + 1, blocks, at, count - at);
    System.arraycopy(firstKeys, at + 1, firstKeys, at, count - at);
    blocks[count] = null;
  }
}
