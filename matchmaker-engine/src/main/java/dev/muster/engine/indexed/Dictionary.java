package dev.muster.engine.indexed;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Small numbers for texts: the values of one intersection rule, or the beacons. */
final class Dictionary {
  /** Up to so many texts, every one has a bit of its own in a mask. */
  static final int MOST_EXACT = 64;

  private final Map<String, Integer> codes = new HashMap<>();
  private final List<String> texts = new ArrayList<>();

  /** The code of a text, a new one if need be. */
  int codeOf(String text) {
    var known = codes.get(text);
    return known != null ? known : add(text);
  }

  private int add(String text) {
    int code = texts.size();
    codes.put(text, code);
    texts.add(text);
    return code;
  }

  /** The code of a text; -1 when it has none. */
  int find(String text) {
    return codes.getOrDefault(text, -1);
  }

  String text(int code) {
    return texts.get(code);
  }

  int size() {
    return texts.size();
  }

  /** Says whether masks tell everything. */
  boolean isExact() {
    return texts.size() <= MOST_EXACT;
  }

  /** The mask of codes: a bit each, modulo 64. */
  static long mask(int[] codes) {
    long mask = 0;
    for (int code : codes) {
      mask |= 1L << code;
    }
    return mask;
  }
}
