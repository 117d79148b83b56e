package dev.muster.devcluster.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.muster.devcluster.json.Json;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** An answer: status, headers in order, and the whole body. */
record Reply(int status, List<Map.Entry<String, String>> headers, Buffer body) {
  private static final String TEXT = "text/plain; charset=utf-8";

  static Reply json(int status, JsonNode node) {
    return of(status, "application/json", Buffer.buffer(Json.text(node) + "\n"));
  }

  static Reply text(int status, String text) {
    return of(status, TEXT, Buffer.buffer(text)).with("X-Content-Type-Options", "nosniff");
  }

  /** What the API says of paths that it does not know at all. */
  static Reply pageNotFound() {
    return text(404, "404 page not found\n");
  }

  static Reply of(int status, String contentType, Buffer body) {
    var headers = new ArrayList<Map.Entry<String, String>>();
    headers.add(Map.entry("Cache-Control", "no-cache, private"));
    if (!contentType.isEmpty()) {
      headers.add(Map.entry("Content-Type", contentType));
    }
    return new Reply(status, headers, body);
  }

  Reply with(String name, String value) {
    var more = new ArrayList<>(headers);
    more.add(Map.entry(name, value));
    return new Reply(status, more, body);
  }

  /** The same with a Warning header for each text. */
  Reply warning(List<String> texts) {
    var reply = this;
    for (var text : texts) {
      reply =
          reply.with(
              "Warning", "299 - " + Json.text(Json.array().add(text)).replaceAll("^\\[|]$", ""));
    }
    return reply;
  }
}
