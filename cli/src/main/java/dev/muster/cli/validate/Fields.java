package dev.muster.cli.validate;

import java.util.Optional;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** Where the fields of a document stand. */
record Fields(Node root) {
  /**
   * The place of a field, or of the innermost one around it that is written down.
   *
   * @param path as the API writes it, such as {@code spec.rules[match_size].type} or {@code
   *     spec.rules.match_size.type}: names of rules may have dots in them, so the document decides
   *     where a name ends
   */
  Place at(String path) {
    var place = Place.of(root.getStartMark());
    var node = root;
    var rest = path.isEmpty() ? "" : "." + path;
    while (!rest.isEmpty()) {
      var step = step(node, rest);
      if (step.isEmpty()) {
        break;
      }
      place = step.get().place();
      node = step.get().value();
      rest = step.get().rest();
    }
    return place;
  }

  private record Step(Place place, Node value, String rest) {}

  private static Optional<Step> step(Node node, String rest) {
    if (node instanceof MappingNode mapping) {
      return member(mapping, rest);
    }
    if (node instanceof SequenceNode sequence && rest.startsWith("[")) {
      int end = rest.indexOf(']');
      var index = end < 0 ? "" : rest.substring(1, end);
      if (index.matches("[0-9]{1,6}") && Integer.parseInt(index) < sequence.getValue().size()) {
        var item = sequence.getValue().get(Integer.parseInt(index));
        return Optional.of(new Step(Place.of(item.getStartMark()), item, rest.substring(end + 1)));
      }
    }
    return Optional.empty();
  }

  private static Optional<Step> member(MappingNode mapping, String rest) {
    NodeTuple best = null;
    String after = null;
    for (var tuple : mapping.getValue()) {
      var left =
          tuple.getKeyNode() instanceof ScalarNode key ? without(Trees.name(key), rest) : null;
      if (left != null && (after == null || left.length() <= after.length())) {
        best = tuple;
        after = left;
      }
    }
    return best == null
        ? Optional.empty()
        : Optional.of(
            new Step(Place.of(best.getKeyNode().getStartMark()), best.getValueNode(), after));
  }

  /** What is left of a path after a name; null when it does not begin with it. */
  private static String without(String name, String rest) {
    if (rest.startsWith("[" + name + "]")) {
      return rest.substring(name.length() + 2);
    }
    if (!rest.startsWith("." + name)) {
      return null;
    }
    var left = rest.substring(name.length() + 1);
    return left.isEmpty() || left.startsWith(".") || left.startsWith("[") ? left : null;
  }
}
