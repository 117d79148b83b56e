package dev.muster.devcluster.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.muster.devcluster.kinds.Kind;
import dev.muster.devcluster.store.Cause;
import dev.muster.devcluster.store.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Reads the selectors by which lists, watches and deletes of collections are narrowed. */
final class Selectors {
  private Selectors() {}

  /** What the caller's selectors let through of this kind. */
  static Predicate<ObjectNode> of(Call call, Kind kind) {
    var labels = LabelSelector.parse(call.param("labelSelector"));
    var fields = fields(call.param("fieldSelector"), kind);
    return object -> labels.test(object.path("metadata").path("labels")) && fields.test(object);
  }

  /** Whether anything is narrowed at all. */
  static boolean given(Call call) {
    return !call.param("labelSelector").isEmpty() || !call.param("fieldSelector").isEmpty();
  }

  private static Predicate<ObjectNode> fields(String text, Kind kind) {
    Predicate<ObjectNode> all = object -> true;
    for (var term : terms(text)) {
      boolean differs = term.contains("!=");
      int at = term.indexOf(differs ? "!=" : "=");
      if (at < 0) {
        throw Refusal.badRequest(
            "invalid selector: '" + text + "'; can't understand '" + term + "'");
      }
      var name = term.substring(0, at).strip();
      var value = term.substring(at).replaceFirst("^(!=|==|=)", "");
      var path = path(name, kind);
      all =
          all.and(
              object ->
                  shown(Kind.at(object, path)).equals(value.replaceAll("\\\\(.)", "$1"))
                      != differs);
    }
    return all;
  }

  private static List<String> terms(String text) {
    var terms = new ArrayList<String>();
    for (var term : text.split("(?<!\\\\),", -1)) {
      if (!term.isBlank()) {
        terms.add(term);
      }
    }
    return terms;
  }

  private static String path(String name, Kind kind) {
    if (name.equals("metadata.name")
        || (name.equals("metadata.namespace") && kind.resource().namespaced())) {
      return "." + name;
    }
    var path = kind.fieldSelectors().get(name);
    if (path == null) {
      boolean own = kind.isCustom() || !kind.fieldSelectors().isEmpty();
      throw Refusal.badRequest(
          own
              ? "field label not supported: " + name
              : Cause.quote(name)
                  + " is not a known field selector: only \"metadata.name\","
                  + " \"metadata.namespace\"");
    }
    return path;
  }

  private static String shown(JsonNode value) {
    return value.isValueNode() ? value.asText() : "";
  }
}
