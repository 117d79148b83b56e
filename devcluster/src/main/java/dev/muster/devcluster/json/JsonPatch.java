package dev.muster.devcluster.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * JSON patch, RFC 6902, with the two liberties of the library that Kubernetes uses: {@code replace}
 * of a missing member adds it, and {@code test} for null passes where nothing is.
 */
public final class JsonPatch {
  private static final int OPERATIONS_LIMIT = 10_000;

  /** A patch that cannot be carried out. */
  public static final class Failure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Failure(String message) {
      super(message);
    }
  }

  private JsonNode root;

  private JsonPatch(JsonNode root) {
    this.root = root;
  }

  /** The target after the patch; the target itself may be changed. */
  public static JsonNode apply(JsonNode target, ArrayNode operations) {
    if (operations.size() > OPERATIONS_LIMIT) {
      throw new Failure("more than " + OPERATIONS_LIMIT + " operations");
    }
    var patch = new JsonPatch(target);
    operations.forEach(patch::run);
    return patch.root;
  }

  private void run(JsonNode operation) {
    var path = operation.path("path").asText(null);
    if (path == null) {
      throw new Failure("no path");
    }
    switch (operation.path("op").asText()) {
      case "add" -> add(path, value(operation));
      case "remove" -> remove(path);
      case "replace" -> replace(path, value(operation));
      case "move" -> {
        var from = operation.path("from").asText();
        var moved = require(from);
        remove(from);
        add(path, moved);
      }
      case "copy" -> add(path, require(operation.path("from").asText()).deepCopy());
      case "test" -> test(path, operation.get("value"));
      default -> throw new Failure("unknown op");
    }
  }

  private static JsonNode value(JsonNode operation) {
    if (!operation.has("value")) {
      throw new Failure("no value");
    }
    return operation.get("value").deepCopy();
  }

  private void test(String path, JsonNode expected) {
    var found = find(path);
    boolean nothing = Json.isNull(found) && Json.isNull(expected);
    boolean equal = nothing || Json.same(found, expected);
    if (!equal) {
      throw new Failure("test failed at " + path);
    }
  }

  private JsonNode find(String path) {
    var found = root;
    for (var step : steps(path)) {
      if (found instanceof ArrayNode array) {
        int index = step.matches("[0-9]{1,9}") ? Integer.parseInt(step) : -1;
        found = array.path(index);
      } else {
        found = found.path(step);
      }
    }
    return found;
  }

  private JsonNode require(String path) {
    var found = find(path);
    if (found.isMissingNode()) {
      throw new Failure("nothing at " + path);
    }
    return found;
  }

  private void add(String path, JsonNode value) {
    if (path.isEmpty()) {
      root = value;
      return;
    }
    var parent = parent(path);
    var last = last(path);
    if (parent instanceof ObjectNode object) {
      object.set(last, value);
    } else if (parent instanceof ArrayNode array) {
      array.insert(last.equals("-") ? array.size() : index(last, array.size()), value);
    } else {
      throw new Failure("no parent of " + path);
    }
  }

  private void replace(String path, JsonNode value) {
    if (path.isEmpty()) {
      root = value;
      return;
    }
    var parent = parent(path);
    if (parent instanceof ObjectNode object) {
      object.set(last(path), value);
    } else if (parent instanceof ArrayNode array) {
      array.set(index(last(path), array.size() - 1), value);
    } else {
      throw new Failure("no parent of " + path);
    }
  }

  private void remove(String path) {
    var parent = parent(path);
    if (parent instanceof ObjectNode object && object.has(last(path))) {
      object.remove(last(path));
    } else if (parent instanceof ArrayNode array) {
      array.remove(index(last(path), array.size() - 1));
    } else {
      throw new Failure("nothing at " + path);
    }
  }

  private JsonNode parent(String path) {
    int slash = path.lastIndexOf('/');
    if (slash < 0) {
      throw new Failure("not a path: " + path);
    }
    return find(path.substring(0, slash));
  }

  private static String last(String path) {
    return unescaped(path.substring(path.lastIndexOf('/') + 1));
  }

  private static int index(String text, int greatest) {
    if (!text.matches("[0-9]{1,9}") || Integer.parseInt(text) > greatest) {
      throw new Failure("no index " + text);
    }
    return Integer.parseInt(text);
  }

  private static String[] steps(String path) {
    if (path.isEmpty()) {
      return new String[0];
    }
    if (!path.startsWith("/")) {
      throw new Failure("not a path: " + path);
    }
    var steps = path.substring(1).split("/", -1);
    for (int i = 0; i < steps.length; i++) {
      steps[i] = unescaped(steps[i]);
    }
    return steps;
  }

  private static String unescaped(String step) {
    return step.replace("~1", "/").replace("~0", "~");
  }
}
