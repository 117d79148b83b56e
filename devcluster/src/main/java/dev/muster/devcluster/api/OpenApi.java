package dev.muster.devcluster.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.muster.devcluster.json.Json;
import dev.muster.devcluster.kinds.Catalog;
import dev.muster.devcluster.kinds.Kind;
import dev.muster.devcluster.schema.Documentation;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;

/**
 * Describes the kinds in OpenAPI v3, as far as kubectl reads it: schemas, and what requests take.
 */
final class OpenApi {
  private static final String PREFIX = "/openapi/v3";

  private final Catalog catalog;
  private final Map<String, String> hashes = new ConcurrentHashMap<>();
  private final Map<String, ObjectNode> documents = new ConcurrentHashMap<>();

  OpenApi(Catalog catalog) {
    this.catalog = catalog;
  }

  Reply answer(Call call, String path) {
    if (path.equals(PREFIX)) {
      return Reply.of(200, "text/plain; charset=utf-8", Buffer.buffer(Json.bytes(index())));
    }
    var rest = path.substring(PREFIX.length() + 1);
    if (!places().contains(rest)) {
      return Reply.pageNotFound();
    }
    var hash = hash(rest);
    var wanted = call.param("hash");
    if (!wanted.isEmpty() && !wanted.equals(hash)) {
      return Reply.of(301, "", Buffer.buffer())
          .with("Etag", "\"" + hash + "\"")
          .with("Location", path + "?hash=" + hash)
          .with("Vary", "Accept");
    }
    return Discovery.cached(call, "application/json", documented(rest));
  }

  /** Of the schemas alone: to read all that is said of them would take long. */
  private String hash(String place) {
    return isBuiltin(place) ? hashes.computeIfAbsent(place, this::hashed) : hashed(place);
  }

  private String hashed(String place) {
    return Discovery.hash(Json.text(document(place, OpenApi::undocumented)));
  }

  /** Then nothing of it changes. */
  private boolean isBuiltin(String place) {
    return kinds(place).stream().noneMatch(Kind::isCustom);
  }

  private static Documentation undocumented(String group, String type) {
    return Documentation.NONE;
  }

  private ObjectNode documented(String place) {
    return isBuiltin(place)
        ? documents.computeIfAbsent(place, known -> document(known, Documentation::of))
        : document(place, Documentation::of);
  }

  private List<Kind> kinds(String place) {
    var words = place.split("/", -1);
    return catalog.of(words.length == 2 ? "" : words[1], words[words.length - 1]);
  }

  private List<String> places() {
    var places = new ArrayList<String>();
    places.add("api/v1");
    for (var group : catalog.groups()) {
      catalog.versions(group).forEach(version -> places.add("apis/" + group + "/" + version));
    }
    return places;
  }

  private ObjectNode index() {
    var index = Json.object();
    var paths = index.putObject("paths");
    for (var place : places()) {
      var url = PREFIX + "/" + place + "?hash=" + hash(place);
      paths.putObject(place).put("serverRelativeURL", url);
    }
    return index;
  }

  private ObjectNode document(
      String place, BiFunction<String, String, Documentation> documentation) {
    var document = Json.object().put("openapi", "3.0.0");
    document.putObject("info").put("title", "Kubernetes").put("version", Discovery.SERVER_VERSION);
    var paths = document.putObject("paths");
    var schemas = document.putObject("components").putObject("schemas");
    for (var kind : kinds(place)) {
      var root = "/" + place + (kind.resource().namespaced() ? "/namespaces/{namespace}" : "");
      var collection = root + "/" + kind.resource().plural();
      var tag = tag(kind);
      operation(paths, collection, "get", "list", tag);
      operation(paths, collection, "post", "post", tag);
      operation(paths, collection + "/{name}", "get", "get", tag);
      operation(paths, collection + "/{name}", "put", "put", tag);
      operation(paths, collection + "/{name}", "patch", "patch", tag);
      operation(paths, collection + "/{name}", "delete", "delete", tag);
      schemas.set(schemaName(kind), new Describer(kind, schemas, documentation).whole(tag));
    }
    return document;
  }

  private static ObjectNode tag(Kind kind) {
    var resource = kind.resource();
    return Json.object()
        .put("group", resource.group())
        .put("kind", resource.kind())
        .put("version", resource.version());
  }

  private static void operation(
      ObjectNode paths, String path, String method, String action, ObjectNode tag) {
    var operation = Json.child(paths, path).putObject(method);
    var parameters = operation.putArray("parameters");
    var names =
        action.equals("list") || action.equals("get")
            ? List.of("pretty")
            : action.equals("delete")
                ? List.of("dryRun", "propagationPolicy")
                : List.of("dryRun", "fieldManager", "fieldValidation");
    for (var name : names) {
      parameters
          .addObject()
          .put("name", name)
          .put("in", "query")
          .putObject("schema")
          .put("type", "string")
          .put("uniqueItems", true);
    }
    operation.putObject("responses").putObject("200").put("description", "OK");
    operation.put("x-kubernetes-action", action).set("x-kubernetes-group-version-kind", tag);
  }

  /** Names as clients know them: the group's domain turned round. */
  private static String schemaName(Kind kind) {
    var resource = kind.resource();
    if (!kind.isCustom()) {
      var group = resource.group().isEmpty() ? "core" : resource.group().replaceAll("\\..*", "");
      return "io.k8s.api." + group + "." + resource.version() + "." + resource.kind();
    }
    var parts = new ArrayList<>(List.of(resource.group().split("\\.", -1)));
    Collections.reverse(parts);
    return String.join(".", parts) + "." + resource.version() + "." + resource.kind();
  }
}
