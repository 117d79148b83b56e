package dev.muster.cli.edgegap;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * A value of a configuration with its place, or the place where one is missing.
 *
 * @param json the value; a missing node when there is none
 * @param pointer its way from the root
 * @param path the same for people, such as {@code profiles.ranked.rules}
 */
record Value(JsonNode json, JsonPointer pointer, String path, Configuration configuration) {
  Value field(String name) {
    return new Value(
        json.path(name),
        pointer.appendProperty(name),
        path.isEmpty() ? name : path + "." + name,
        configuration);
  }

  Value item(int index) {
    return new Value(
        json.path(index), pointer.appendIndex(index), path + "[" + index + "]", configuration);
  }

  /** The fields of an object, in the order of the file; none of anything else. */
  List<Value> fields() {
    return json.properties().stream().map(field -> field(field.getKey())).toList();
  }

  /** The last part of the path. */
  String name() {
    return pointer.last() == null ? "" : pointer.last().getMatchingProperty();
  }

  /** Where it stands, or the nearest thing around it that is there. */
  Place place() {
    var nearest = pointer;
    while (nearest != null && !configuration.places().containsKey(nearest)) {
      nearest = nearest.head();
    }
    return nearest == null ? Place.START : configuration.place(nearest);
  }

  /** Whether there is anything but null. */
  boolean isPresent() {
    return !json.isMissingNode() && !json.isNull();
  }

  /** How it reads, or that it is missing, to be put behind "is". */
  String was() {
    return json.isMissingNode() ? "missing" : text();
  }

  /** How it reads, shortened. */
  String text() {
    var text = json.toString();
    return text.length() <= 40 ? text : text.substring(0, 37) + "...";
  }
}
