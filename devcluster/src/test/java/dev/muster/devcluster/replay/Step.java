package dev.muster.devcluster.replay;

import com.fasterxml.jackson.databind.JsonNode;

/** One recorded step of a story. */
record Step(String story, JsonNode node) {
  String id() {
    return node.path("id").asText();
  }

  String title() {
    return story + "/" + id() + " " + node.path("name").asText();
  }

  JsonNode request() {
    return node.path("request");
  }

  JsonNode response() {
    return node.path("response");
  }

  boolean isRequest() {
    return node.has("request");
  }

  boolean isWatch() {
    return response().has("events");
  }

  /** Whether it tells in short what a watch before it saw. */
  boolean isSequence() {
    return node.has("sequence");
  }

  boolean isSocket() {
    return response().has("frames");
  }

  /**
   * The comparison that is asked for instead of the default: ignore, subset, lines, sequence,
   * final-states; or empty.
   */
  String comparison() {
    return node.path("compare").path("body").asText();
  }
}
