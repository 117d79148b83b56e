package dev.muster.runtime.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * An operation of the served document.
 *
 * @param method in capitals
 * @param path with its parameters' names in braces
 * @param statuses that it may be answered with
 * @param takesBody whether a request has a body
 */
record DocumentedOperation(String method, String path, Set<Integer> statuses, boolean takesBody) {

  /** All of the document. */
  static List<DocumentedOperation> all(JsonNode document) {
    var operations = new ArrayList<DocumentedOperation>();
    for (var path : document.path("paths").properties()) {
      for (var operation : path.getValue().properties()) {
        var statuses = new TreeSet<Integer>();
        operation
            .getValue()
            .path("responses")
            .fieldNames()
            .forEachRemaining(status -> statuses.add(Integer.valueOf(status)));
        operations.add(
            new DocumentedOperation(
                operation.getKey().toUpperCase(Locale.ROOT),
                path.getKey(),
                statuses,
                operation.getValue().has("requestBody")));
      }
    }
    return operations;
  }

  /** The path with this in place of each parameter. */
  String pathOf(String parameter) {
    return path.replaceAll("\\{[a-z]+}", parameter);
  }
}
