package dev.muster.runtime.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/**
 * As much of a Kubernetes API server as the runtime needs, for objects of one namespace: list,
 * watch by WebSocket, get, create, merge patch, apply to a status. It validates nothing. It can be
 * stopped and started again on its port with what it holds.
 */
public final class StubApiServer implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int ROOT_SEGMENTS_OF_A_LIST = 7;

  final List<String> requests = new CopyOnWriteArrayList<>();

  private final Vertx vertx = Vertx.vertx();
  private final Map<String, ObjectNode> objects = new LinkedHashMap<>();
  private final List<Watcher> watchers = new ArrayList<>();
  private HttpServer server;
  private int port;
  private final List<Event> history = new ArrayList<>();
  private long version = 100;
  private long compactedVersion;

  private record Event(long version, String list, String type, ObjectNode object) {}

  private record Watcher(String list, Map<String, String> selector, ServerWebSocket socket) {}

  public StubApiServer() {
    start();
  }

  /** Listens, on the port that it had before if it did. */
  public void start() {
    server =
        vertx
            .createHttpServer()
            .webSocketHandler(this::watch)
            .requestHandler(request -> request.bodyHandler(body -> answer(request, body)));
    await(server.listen(port, "127.0.0.1"));
    port = server.actualPort();
  }

  /** Closes every connection and no longer listens. */
  public void stop() {
    await(server.close());
    synchronized (this) {
      watchers.clear();
    }
  }

  /** Forgets what happened so far and ends every watch: 410 Gone. */
  public synchronized void compact() {
    history.clear();
    compactedVersion = version;
    watchers.forEach(this::expire);
    watchers.clear();
  }

  private void expire(Watcher watcher) {
    send(
        watcher,
        "ERROR",
        JSON.createObjectNode()
            .put("kind", "Status")
            .put("apiVersion", "v1")
            .put("status", "Failure")
            .put("reason", "Expired")
            .put("code", 410)
            .put("message", "too old resource version"));
    var unused = watcher.socket().close();
  }

  public String url() {
    return "http://127.0.0.1:" + port + "/";
  }

  /** Creates or replaces an object and tells the watchers. */
  public synchronized void put(String list, String name, String json) {
    try {
      var object = (ObjectNode) JSON.readTree(json);
      object.withObject("/metadata").put("name", name).put("namespace", "games");
      store(list + "/" + name, object);
    } catch (IOException e) {
      throw new IllegalArgumentException(e);
    }
  }

  public synchronized void delete(String list, String name) {
    var gone = objects.remove(list + "/" + name);
    gone.withObject("/metadata").put("resourceVersion", Long.toString(++version));
    tell(list, "DELETED", gone);
  }

  /** The object, or null. */
  public synchronized JsonNode get(String list, String name) {
    var object = objects.get(list + "/" + name);
    return object == null ? null : object.deepCopy();
  }

  /** The names of a list's objects. */
  public synchronized List<String> names(String list) {
    return objects.keySet().stream()
        .filter(key -> key.startsWith(list + "/"))
        .map(key -> key.substring(list.length() + 1))
        .toList();
  }

  private void store(String key, ObjectNode object) {
    var metadata = object.withObject("/metadata");
    var before = objects.get(key);
    metadata.put("resourceVersion", Long.toString(++version));
    metadata.put(
        "uid",
        before == null
            ? java.util.UUID.randomUUID().toString()
            : before.at("/metadata/uid").asText());
    metadata.put("creationTimestamp", "2026-11-20T15:00:00Z");
    objects.put(key, object);
    tell(key.substring(0, key.indexOf('/')), before == null ? "ADDED" : "MODIFIED", object);
  }

  private void tell(String list, String type, ObjectNode object) {
    var event = new Event(version, list, type, object.deepCopy());
    history.add(event);
    watchers.forEach(watcher -> tell(watcher, event));
  }

  private static void tell(Watcher watcher, Event event) {
    if (watcher.list().equals(event.list()) && matches(watcher.selector(), event.object())) {
      send(watcher, event.type(), event.object());
    }
  }

  private static void send(Watcher watcher, String type, JsonNode object) {
    var event = JSON.createObjectNode().put("type", type);
    event.set("object", object);
    watcher.socket().writeTextMessage(event.toString());
  }

  /** By label and by name. */
  private static boolean matches(Map<String, String> selector, JsonNode object) {
    return selector.entrySet().stream()
        .allMatch(
            term ->
                object
                    .at("metadata.name".equals(term.getKey()) ? "/metadata/name" : label(term))
                    .asText()
                    .equals(term.getValue()));
  }

  private static String label(Map.Entry<String, String> term) {
    return "/metadata/labels/" + term.getKey().replace("/", "~1");
  }

  private static Map<String, String> selector(String labels, String fields) {
    var terms = new LinkedHashMap<String, String>();
    for (var text : new String[] {labels, fields}) {
      if (text != null) {
        var term = text.split("=", 2);
        terms.put(term[0], term[1]);
      }
    }
    return terms;
  }

  private synchronized void watch(ServerWebSocket socket) {
    var query = new io.netty.handler.codec.http.QueryStringDecoder(socket.uri()).parameters();
    var selector = selector(first(query, "labelSelector"), first(query, "fieldSelector"));
    var list = segments(socket.path())[ROOT_SEGMENTS_OF_A_LIST - 1];
    var watcher = new Watcher(list, selector, socket);
    long since = Long.parseLong(first(query, "resourceVersion"));
    if (since < compactedVersion) {
      expire(watcher);
      return;
    }
    watchers.add(watcher);
    history.stream()
        .filter(event -> event.version() > since)
        .forEach(event -> tell(watcher, event));
  }

  private static String first(Map<String, List<String>> query, String name) {
    return query.containsKey(name) ? query.get(name).get(0) : null;
  }

  private static String[] segments(String path) {
    return path.split("/");
  }

  private synchronized void answer(HttpServerRequest request, Buffer body) {
    requests.add(request.method() + " " + request.uri());
    var segments = segments(request.path());
    var list = segments[ROOT_SEGMENTS_OF_A_LIST - 1];
    var key = segments.length > ROOT_SEGMENTS_OF_A_LIST ? list + "/" + segments[7] : list;
    try {
      switch (request.method().name()) {
        case "GET" -> read(request, list, key);
        case "POST" -> create(request, list, (ObjectNode) JSON.readTree(body.getBytes()));
        case "PATCH" -> patch(request, key, (ObjectNode) JSON.readTree(body.getBytes()));
        default -> reply(request, 405, JSON.createObjectNode());
      }
    } catch (IOException e) {
      reply(request, 400, JSON.createObjectNode().put("message", e.getMessage()));
    }
  }

  private void read(HttpServerRequest request, String list, String key) {
    if (!key.equals(list)) {
      var object = objects.get(key);
      reply(
          request,
          object == null ? 404 : 200,
          object == null ? JSON.createObjectNode().put("message", "not found") : object);
      return;
    }
    var selector = selector(request.getParam("labelSelector"), request.getParam("fieldSelector"));
    var answer = JSON.createObjectNode().put("kind", "List").put("apiVersion", "v1");
    answer.putObject("metadata").put("resourceVersion", Long.toString(version));
    var items = answer.putArray("items");
    objects.entrySet().stream()
        .filter(entry -> entry.getKey().startsWith(list + "/"))
        .filter(entry -> matches(selector, entry.getValue()))
        .forEach(entry -> items.add(entry.getValue()));
    reply(request, 200, answer);
  }

  private void create(HttpServerRequest request, String list, ObjectNode object) {
    var key = list + "/" + object.at("/metadata/name").asText();
    if (objects.containsKey(key)) {
      reply(request, 409, JSON.createObjectNode().put("reason", "AlreadyExists"));
      return;
    }
    store(key, object);
    reply(request, 201, object);
  }

  private void patch(HttpServerRequest request, String key, ObjectNode patch) throws IOException {
    var before = objects.get(key);
    if (before == null) {
      reply(request, 404, JSON.createObjectNode());
      return;
    }
    ObjectNode after = JSON.readerForUpdating(before.deepCopy()).readValue(patch);
    requests.add(request.getHeader("Content-Type") + " " + patch);
    mergeInto(after, before, patch);
    store(key, after);
    reply(request, 200, after);
  }

  /** One level deeper than a shallow update, which is all that the runtime's patches touch. */
  private static void mergeInto(ObjectNode after, ObjectNode before, ObjectNode patch) {
    for (var field : patch.properties()) {
      if (field.getValue().isObject() && before.path(field.getKey()).isObject()) {
        var merged = (ObjectNode) before.get(field.getKey()).deepCopy();
        merged.setAll((ObjectNode) field.getValue());
        after.set(field.getKey(), merged);
      }
    }
  }

  private static void reply(HttpServerRequest request, int code, JsonNode body) {
    var unused =
        request
            .response()
            .setStatusCode(code)
            .putHeader("Content-Type", "application/json")
            .end(body.toString());
  }

  @Override
  public void close() {
    await(vertx.close());
  }

  private static <T> void await(io.vertx.core.Future<T> future) {
    try {
      future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
