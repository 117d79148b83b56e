package dev.muster.devcluster.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.muster.devcluster.json.Json;
import dev.muster.devcluster.kinds.Catalog;
import dev.muster.devcluster.kinds.Kind;
import dev.muster.devcluster.store.Resource;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

/** Tells clients which groups, versions and kinds there are. */
final class Discovery {
  /** The version that the server claims: what its answers are modelled on. */
  static final String SERVER_VERSION = "v1.32.0-muster-dev";

  private static final List<String> VERBS =
      List.of("create", "delete", "deletecollection", "get", "list", "patch", "update", "watch");

  /** The same in the order in which the kinds of definitions list them. */
  private static final List<String> CUSTOM_VERBS =
      List.of("delete", "deletecollection", "get", "list", "patch", "create", "update", "watch");

  private static final List<String> SUBRESOURCE_VERBS = List.of("get", "patch", "update");
  private static final String AGGREGATED =
      "application/json;g=apidiscovery.k8s.io;v=%s;as=APIGroupDiscoveryList";

  private final Catalog catalog;
  private final String address;

  Discovery(Catalog catalog, String address) {
    this.catalog = catalog;
    this.address = address;
  }

  ObjectNode version() {
    return Json.object()
        .put("major", "1")
        .put("minor", "32")
        .put("gitVersion", SERVER_VERSION)
        .put("gitCommit", "")
        .put("gitTreeState", "clean")
        .put("buildDate", "2026-11-20T00:00:00Z")
        .put("goVersion", "java" + Runtime.version().feature())
        .put("compiler", "javac")
        .put("platform", "linux/amd64");
  }

  /** {@code /}, {@code /api} and {@code /apis}. */
  Reply roots(Call call, String path) {
    if (path.equals("/")) {
      return Reply.json(200, paths());
    }
    for (var version : List.of("v2", "v2beta1")) {
      if (call.header("Accept")
          .replace(" ", "")
          .contains("v=" + version + ";as=APIGroupDiscoveryList")) {
        return aggregated(call, path.equals("/api") ? List.of("") : groups(), version);
      }
    }
    return Reply.json(200, path.equals("/api") ? legacy() : groupList());
  }

  private List<String> groups() {
    var groups = new ArrayList<>(catalog.groups());
    groups.add("authentication.k8s.io");
    groups.add("authorization.k8s.io");
    return groups;
  }

  private ObjectNode paths() {
    var node = Json.object();
    var paths = node.putArray("paths").add("/api").add("/api/v1").add("/apis");
    for (var group : groups()) {
      paths.add("/apis/" + group);
      versions(group).forEach(version -> paths.add("/apis/" + group + "/" + version));
    }
    paths
        .add("/healthz")
        .add("/livez")
        .add("/openapi/v2")
        .add("/openapi/v3")
        .add("/readyz")
        .add("/version");
    return node;
  }

  private ObjectNode legacy() {
    var node = Json.object().put("kind", "APIVersions");
    node.putArray("versions").add("v1");
    node.putArray("serverAddressByClientCIDRs")
        .addObject()
        .put("clientCIDR", "0.0.0.0/0")
        .put("serverAddress", address);
    return node;
  }

  private ObjectNode groupList() {
    var list = Json.object().put("kind", "APIGroupList").put("apiVersion", "v1");
    var groups = list.putArray("groups");
    groups().forEach(group -> groups.add(describe(group)));
    return list;
  }

  private List<String> versions(String group) {
    return Reviews.GROUPS.contains(group) ? List.of("v1") : catalog.versions(group);
  }

  private ObjectNode describe(String group) {
    var node = Json.object().put("name", group);
    var versions = node.putArray("versions");
    var names = versions(group);
    names.forEach(version -> version(versions.addObject(), group, version));
    version(node.putObject("preferredVersion"), group, names.get(0));
    return node;
  }

  private static void version(ObjectNode node, String group, String version) {
    node.put("groupVersion", group + "/" + version).put("version", version);
  }

  /** {@code /apis/GROUP}. */
  Reply group(String group) {
    if (!groups().contains(group)) {
      return Reply.pageNotFound();
    }
    var node = Json.object().put("kind", "APIGroup").put("apiVersion", "v1");
    node.setAll(describe(group));
    return Reply.json(200, node);
  }

  /** {@code /api/v1} and {@code /apis/GROUP/VERSION}. */
  Reply version(String group, String version) {
    if (!versions(group).contains(version)) {
      return Reply.pageNotFound();
    }
    var node = Json.object().put("kind", "APIResourceList");
    if (!group.isEmpty()) {
      node.put("apiVersion", "v1");
    }
    node.put("groupVersion", group.isEmpty() ? version : group + "/" + version);
    var resources = node.putArray("resources");
    catalog.of(group, version).forEach(kind -> resource(kind, resources));
    Reviews.describe(group, resources);
    return Reply.json(200, node);
  }

  private static void resource(Kind kind, ArrayNode resources) {
    var resource = kind.resource();
    var node = resources.addObject().put("name", resource.plural());
    node.put("singularName", kind.names().singular()).put("namespaced", resource.namespaced());
    node.put("kind", resource.kind()).set("verbs", Json.array(verbs(kind)));
    if (!kind.names().shortNames().isEmpty()) {
      node.set("shortNames", Json.array(kind.names().shortNames()));
    }
    if (!kind.names().categories().isEmpty()) {
      node.set("categories", Json.array(kind.names().categories()));
    }
    node.put("storageVersionHash", storageHash(resource));
    for (var part : Subresource.of(kind)) {
      var sub = resources.addObject().put("name", resource.plural() + "/" + part.name());
      sub.put("singularName", "").put("namespaced", resource.namespaced());
      if (!part.group().isEmpty()) {
        sub.put("group", part.group()).put("version", "v1");
      }
      sub.put("kind", part.kind()).set("verbs", Json.array(part.verbs()));
    }
  }

  private static List<String> verbs(Kind kind) {
    if (kind.isCustom()) {
      return CUSTOM_VERBS;
    }
    return kind.resource().plural().equals("namespaces")
        ? VERBS.stream().filter(verb -> !verb.equals("deletecollection")).toList()
        : VERBS;
  }

  private Reply aggregated(Call call, List<String> groups, String version) {
    var list = Json.object().put("kind", "APIGroupDiscoveryList");
    list.put("apiVersion", "apidiscovery.k8s.io/" + version).putObject("metadata");
    var items = list.putArray("items");
    groups.forEach(group -> aggregate(group, items.addObject()));
    return cached(call, AGGREGATED.formatted(version), list);
  }

  private void aggregate(String group, ObjectNode item) {
    var metadata = item.putObject("metadata");
    if (!group.isEmpty()) {
      metadata.put("name", group);
    }
    metadata.putNull("creationTimestamp");
    var versions = item.putArray("versions");
    for (var name : versions(group)) {
      var version = versions.addObject().put("version", name);
      var resources = version.putArray("resources");
      catalog.of(group, name).forEach(kind -> aggregate(kind, resources.addObject()));
      Reviews.aggregate(group, resources);
      version.put("freshness", "Current");
    }
  }

  private static void aggregate(Kind kind, ObjectNode node) {
    var resource = kind.resource();
    node.put("resource", resource.plural());
    response(node, kind, kind.isCustom() ? resource.group() : "", resource.kind());
    node.put("scope", resource.namespaced() ? "Namespaced" : "Cluster");
    node.put("singularResource", kind.names().singular());
    node.set("verbs", Json.array(verbs(kind)));
    if (!kind.names().shortNames().isEmpty()) {
      node.set("shortNames", Json.array(kind.names().shortNames()));
    }
    if (!kind.names().categories().isEmpty()) {
      node.set("categories", Json.array(kind.names().categories()));
    }
    var parts = Subresource.of(kind);
    if (!parts.isEmpty()) {
      var list = node.putArray("subresources");
      for (var part : parts) {
        var sub = list.addObject().put("subresource", part.name());
        var group = part.group().isEmpty() && kind.isCustom() ? resource.group() : part.group();
        response(sub, kind, group, part.kind());
        sub.set("verbs", Json.array(part.verbs()));
      }
    }
  }

  private static void response(ObjectNode node, Kind kind, String group, String name) {
    var version =
        group.isEmpty()
            ? ""
            : group.equals(kind.resource().group()) ? kind.resource().version() : "v1";
    node.putObject("responseKind").put("group", group).put("version", version).put("kind", name);
  }

  /** An answer that need not be sent again while it is the same. */
  static Reply cached(Call call, String contentType, ObjectNode node) {
    var hash = hash(Json.text(node));
    var tag = "\"" + hash + "\"";
    var reply =
        call.header("If-None-Match").replace("\"", "").equals(hash)
            ? Reply.of(304, "", io.vertx.core.buffer.Buffer.buffer())
            : Reply.of(200, contentType, io.vertx.core.buffer.Buffer.buffer(Json.bytes(node)));
    return reply.with("Etag", tag).with("Vary", "Accept");
  }

  private static String storageHash(Resource resource) {
    var text = resource.group() + "/" + resource.version() + "/" + resource.kind();
    var digest = digest("SHA-256", text.startsWith("events.k8s.io/") ? "/v1/Event" : text);
    return Base64.getEncoder().encodeToString(Arrays.copyOf(digest, 8));
  }

  static String hash(String text) {
    return HexFormat.of().withUpperCase().formatHex(digest("SHA-512", text));
  }

  private static byte[] digest(String algorithm, String text) {
    try {
      return MessageDigest.getInstance(algorithm).digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  static List<String> subresourceVerbs() {
    return SUBRESOURCE_VERBS;
  }
}
