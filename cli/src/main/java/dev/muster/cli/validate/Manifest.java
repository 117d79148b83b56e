package dev.muster.cli.validate;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * One object of a file.
 *
 * @param prefix the path from the document to the object: empty, or such as {@code items[2].}
 */
record Manifest(String file, ObjectNode object, Fields fields, String prefix) {
  String apiVersion() {
    return object.path("apiVersion").asText();
  }

  String kind() {
    return object.path("kind").asText();
  }

  String name() {
    return object.at("/metadata/name").asText();
  }

  String namespace() {
    return object.at("/metadata/namespace").asText("default");
  }

  Place at(String path) {
    return fields.at(prefix + path);
  }

  Finding warning(String path, String message) {
    return Finding.warning(file, at(path), prefix + path, message);
  }

  Finding mistake(String path, String message) {
    return mistake(path, path, message);
  }

  /**
   * A mistake of this object.
   *
   * @param place the path of the field to point at
   */
  Finding mistake(String place, String path, String message) {
    return Finding.mistake(file, at(place), prefix + path, message);
  }
}
