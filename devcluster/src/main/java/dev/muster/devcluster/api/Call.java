package dev.muster.devcluster.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.muster.devcluster.auth.User;
import dev.muster.devcluster.json.Json;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A request.
 *
 * @param path the path, decoded, without its query
 * @param body the body as text; null when it was larger than is taken
 * @param user who asks; null before that is known
 */
record Call(String method, String path, MultiMap query, MultiMap headers, String body, User user) {
  /** The old way to ask for a watch: by the path. */
  private static final Pattern WATCH_PATH = Pattern.compile("^(/api/v1|/apis/[^/]+/[^/]+)/watch/");

  private static final String PROTOBUF = "application/vnd.kubernetes.protobuf";
  private static final int MANAGER_LIMIT = 128;

  static Call of(HttpServerRequest request, Buffer body) {
    var path = request.path();
    if (WATCH_PATH.matcher(path).find()) {
      request.params().set("watch", "true");
      path = WATCH_PATH.matcher(path).replaceFirst("$1/");
    }
    var call =
        new Call(request.method().name(), path, request.params(), request.headers(), null, null);
    if (body == null) {
      return call;
    }
    var charset = call.isProtobuf() ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8;
    return call.with(body.toString(charset));
  }

  private Call with(String text) {
    return new Call(method, path, query, headers, text, user);
  }

  /** Whether the body is binary; then each of its bytes is a character of {@link #body}. */
  boolean isProtobuf() {
    return contentType().equals(PROTOBUF);
  }

  /** The same with this body, in JSON. */
  Call withJson(JsonNode json) {
    headers.set("Content-Type", "application/json");
    return with(Json.text(json));
  }

  Call as(User known) {
    return new Call(method, path, query, headers, body, known);
  }

  /** The value of a query parameter, empty when it is not given. */
  String param(String name) {
    var value = query.get(name);
    return value == null ? "" : value;
  }

  boolean flag(String name) {
    var value = query.get(name);
    return value != null && !value.equals("false") && !value.equals("0");
  }

  /** The value of a header, empty when it is not given. */
  String header(String name) {
    var value = headers.get(name);
    return value == null ? "" : value;
  }

  /** The media type of the body, in lower case and without parameters. */
  String contentType() {
    var type = header("Content-Type");
    int end = type.indexOf(';');
    return (end < 0 ? type : type.substring(0, end)).strip().toLowerCase(Locale.ROOT);
  }

  /** The name under which this caller's writes are accounted. */
  String manager() {
    var given = param("fieldManager");
    if (!given.isEmpty()) {
      return given;
    }
    var agent = header("User-Agent");
    int end = agent.indexOf('/');
    var name = end < 0 ? agent : agent.substring(0, end);
    if (name.isEmpty()) {
      return "unknown";
    }
    return name.length() > MANAGER_LIMIT ? name.substring(0, MANAGER_LIMIT) : name;
  }
}
