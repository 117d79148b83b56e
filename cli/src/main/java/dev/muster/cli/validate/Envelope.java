package dev.muster.cli.validate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/**
 * What every object of Kubernetes has around its spec. Here kubectl and the API server stop at the
 * first slip, in words about their own parts.
 */
final class Envelope {
  private static final List<String> TEXTS = List.of("name", "generateName", "namespace");
  private static final List<String> MAPS = List.of("labels", "annotations");

  private final Manifest manifest;
  private final List<Finding> findings = new ArrayList<>();

  private Envelope(Manifest manifest) {
    this.manifest = manifest;
  }

  /** What is wrong with it; empty when the object can be judged by its kind. */
  static List<Finding> mistakes(Manifest manifest) {
    var envelope = new Envelope(manifest);
    envelope.check(manifest.object());
    return envelope.findings;
  }

  private void check(ObjectNode object) {
    for (var field : List.of("apiVersion", "kind")) {
      if (!object.has(field) || object.path(field).isNull()) {
        say(field, field + " not set");
      } else {
        text(object.path(field), field);
      }
    }
    var metadata = object.path("metadata");
    if (metadata.isMissingNode() || metadata.isNull()) {
      return; // the API server misses its name
    }
    if (!metadata.isObject()) {
      say("metadata", "must be a map");
      return;
    }
    TEXTS.forEach(field -> text(metadata.path(field), "metadata." + field));
    MAPS.forEach(field -> texts(metadata.path(field), "metadata." + field));
    names(metadata.path("finalizers"), "metadata.finalizers");
    if (metadata.path("generateName").isTextual() && !metadata.has("name")) {
      say(
          "metadata.generateName",
          "kubectl apply cannot use it, only kubectl create can; give the object a metadata.name");
    }
  }

  private void text(JsonNode value, String path) {
    if (!value.isMissingNode() && !value.isNull() && !value.isTextual()) {
      say(path, value.isValueNode() ? "must be a text; write it in quotes" : "must be a text");
    }
  }

  private void texts(JsonNode map, String path) {
    if (map.isObject()) {
      map.properties().forEach(one -> text(one.getValue(), path + "." + one.getKey()));
    } else if (!map.isMissingNode() && !map.isNull()) {
      say(path, "must be a map of texts");
    }
  }

  private void names(JsonNode list, String path) {
    if (list.isArray()) {
      for (int i = 0; i < list.size(); i++) {
        text(list.get(i), path + "[" + i + "]");
      }
    } else if (!list.isMissingNode() && !list.isNull()) {
      say(path, "must be a list of texts");
    }
  }

  private void say(String path, String message) {
    findings.add(manifest.mistake(path, message));
  }
}
