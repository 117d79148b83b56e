package dev.muster.devcluster.node;

import java.util.Map;

/**
 * The kubelet's expansion of {@code $(NAME)} in values and arguments: {@code $$} stands for one
 * {@code $}, and a reference to a name that is not known stays as it is written.
 */
final class Expansion {
  private Expansion() {}

  static String expand(String text, Map<String, String> known) {
    var result = new StringBuilder();
    int at = 0;
    while (at < text.length()) {
      if (text.charAt(at) != '$' || at + 1 == text.length()) {
        result.append(text.charAt(at++));
      } else if (text.charAt(at + 1) == '$') {
        result.append('$');
        at += 2;
      } else {
        at = reference(text, at, known, result);
      }
    }
    return result.toString();
  }

  /** Appends what stands at the {@code $}, and gives back where to go on. */
  private static int reference(
      String text, int at, Map<String, String> known, StringBuilder result) {
    int end = text.charAt(at + 1) == '(' ? text.indexOf(')', at) : -1;
    if (end < 0) {
      result.append('$');
      return at + 1;
    }
    var value = known.get(text.substring(at + 2, end));
    result.append(value == null ? text.substring(at, end + 1) : value);
    return end + 1;
  }
}
