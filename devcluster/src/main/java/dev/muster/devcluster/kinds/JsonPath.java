package dev.muster.devcluster.kinds;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The part of JSONPath that printer columns use: {@code .name}, {@code ['name']}, {@code [0]},
 * {@code [*]} and filters {@code [?(@.type=="Ready")]}.
 */
final class JsonPath {
  private static final Pattern STEP =
      Pattern.compile(
          "\\.((?:[^.\\[\\\\]|\\\\.)+)|\\['([^']*)']|\\[(-?[0-9]+)]|\\[\\*]|\\[\\?\\(@\\.([^=!]+?)\\s*(==|!=)\\s*[\"']([^\"']*)[\"']\\)]");

  private final List<Function<JsonNode, List<JsonNode>>> steps = new ArrayList<>();

  private JsonPath() {}

  /**
   * Reads a path.
   *
   * @throws IllegalArgumentException when it is none, or uses more of JSONPath than this
   */
  static JsonPath parse(String text) {
    var path = new JsonPath();
    var rest = text.startsWith("$") ? text.substring(1) : text;
    Matcher match = STEP.matcher(rest);
    int end = 0;
    while (match.find() && match.start() == end) {
      path.steps.add(step(match));
      end = match.end();
    }
    if (end != rest.length() || end == 0) {
      throw new IllegalArgumentException("not a JSONPath: " + text);
    }
    return path;
  }

  private static Function<JsonNode, List<JsonNode>> step(Matcher match) {
    var name = match.group(1) != null ? match.group(1).replaceAll("\\\\(.)", "$1") : match.group(2);
    if (name != null) {
      return node -> name.equals("*") ? children(node) : present(node.path(name));
    }
    if (match.group(3) != null) {
      int index = Integer.parseInt(match.group(3));
      return node -> present(node.path(index < 0 ? node.size() + index : index));
    }
    if (match.group(4) == null) {
      return JsonPath::children;
    }
    var inner = parse("." + match.group(4));
    boolean wanted = match.group(5).equals("==");
    var value = match.group(6);
    return node ->
        children(node).stream()
            .filter(
                child ->
                    wanted == inner.find(child).stream().anyMatch(v -> v.asText().equals(value)))
            .toList();
  }

  private static List<JsonNode> children(JsonNode node) {
    var children = new ArrayList<JsonNode>();
    node.elements().forEachRemaining(children::add);
    return children;
  }

  private static List<JsonNode> present(JsonNode node) {
    return node.isMissingNode() ? List.of() : List.of(node);
  }

  /** The values at the path, in order. */
  List<JsonNode> find(JsonNode root) {
    List<JsonNode> found = List.of(root);
    for (var step : steps) {
      found = found.stream().flatMap(node -> step.apply(node).stream()).toList();
    }
    return found;
  }
}
