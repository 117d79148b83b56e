package dev.muster.devcluster.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.muster.devcluster.json.Json;
import dev.muster.devcluster.kinds.Kind;
import dev.muster.devcluster.registry.Registry;
import dev.muster.devcluster.registry.Write;
import dev.muster.devcluster.store.Cause;
import dev.muster.devcluster.store.Refusal;
import java.util.ArrayList;
import java.util.List;

/** Answers calls about objects: one method for each verb. */
final class Resources {
  private final Registry registry;
  private final Lists lists;
  private final Parts parts;

  Resources(Registry registry, Lists lists, Parts parts) {
    this.registry = registry;
    this.lists = lists;
    this.parts = parts;
  }

  Reply answer(Call call, Target target) {
    var kind = target.kind();
    if (!target.namespace().isEmpty() && !kind.resource().namespaced()) {
      return kind.isCustom() ? Reply.pageNotFound() : Front.refusal(Refusal.notFound());
    }
    if (target.lacksNamespace() && (!target.isCollection() || !call.method().equals("GET"))) {
      if (kind.isCustom()) {
        return Reply.pageNotFound();
      }
      throw target.isCollection() ? Refusal.methodNotAllowed() : Refusal.notFound();
    }
    if (!target.subresource().isEmpty() && !target.subresource().equals("status")) {
      return parts.answer(call, target);
    }
    if (target.subresource().equals("status") && !kind.traits().status()) {
      throw Refusal.notFound(kind.resource(), target.name());
    }
    return switch (call.method()) {
      case "GET", "HEAD" -> target.isCollection() ? list(call, target) : get(call, target);
      case "POST" -> create(call, target);
      case "PUT" -> replace(call, target);
      case "PATCH" -> patch(call, target);
      case "DELETE" -> target.isCollection() ? deleteAll(call, target) : delete(call, target);
      default -> throw unsupportedMethod(kind);
    };
  }

  private static RuntimeException unsupportedMethod(Kind kind) {
    var resource = kind.resource();
    if (!kind.isCustom()) {
      return Refusal.methodNotAllowed();
    }
    var details = Json.object().put("group", resource.group()).put("kind", resource.plural());
    return Refusal.of(
        405,
        "MethodNotAllowed",
        " is not supported on resources of kind \"" + resource.qualifiedPlural() + "\"",
        details);
  }

  private Reply get(Call call, Target target) {
    var version = call.param("resourceVersion");
    if (version.matches("[0-9]{1,18}")) {
      lists.awaitVersion(Long.parseLong(version));
    }
    var media = Media.of(call);
    return shown(
        call,
        target.kind(),
        registry.read(target.kind(), target.namespace(), target.name()),
        200,
        media);
  }

  /** The object in the form that the caller wants. */
  static Reply shown(Call call, Kind kind, ObjectNode object, int status, Media media) {
    boolean pretty = call.flag("pretty");
    if (media.isTable()) {
      var metadata = Json.object();
      metadata.set("resourceVersion", object.path("metadata").get("resourceVersion"));
      var table =
          Tables.table(
              kind.columns(),
              List.of(object),
              metadata,
              call.param("includeObject"),
              media.version());
      return media.reply(status, table, pretty);
    }
    return media.reply(
        status, media.isPartial() ? Tables.partial(object, media.version()) : object, pretty);
  }

  private Reply list(Call call, Target target) {
    var media = Media.of(call);
    var kind = target.kind();
    if (media.as().equals("PartialObjectMetadata")) {
      throw Refusal.of(
          406,
          "NotAcceptable",
          "you requested PartialObjectMetadata, but the requested object is a list"
              + " (*unstructured.UnstructuredList)",
          null);
    }
    var page = lists.page(call, kind, target.namespace());
    if (media.isTable()) {
      var metadata = page.metadata();
      if (metadata.path("continue").asText().isEmpty()) {
        metadata.remove("continue");
      }
      var table =
          Tables.table(
              kind.columns(), page.items(), metadata, call.param("includeObject"), media.version());
      return media.reply(200, table, call.flag("pretty"));
    }
    var list = Json.object();
    if (media.isPartial()) {
      list.put("kind", "PartialObjectMetadataList")
          .put("apiVersion", "meta.k8s.io/" + media.version());
      if (page.metadata().path("continue").asText().isEmpty()) {
        page.metadata().remove("continue");
      }
    } else {
      list.put("kind", kind.names().listKind()).put("apiVersion", kind.resource().apiVersion());
    }
    list.set("metadata", page.metadata());
    var items = list.putArray("items");
    page.items().forEach(object -> items.add(item(kind, object, media)));
    if (media.isPartial() && items.isEmpty()) {
      list.putNull("items");
    }
    return media.reply(200, list, call.flag("pretty"));
  }

  /** Objects of built-in kinds are listed without saying of each what it is. */
  private static ObjectNode item(Kind kind, ObjectNode object, Media media) {
    if (media.isPartial()) {
      return Tables.partial(object, media.version());
    }
    if (kind.isCustom()) {
      return object;
    }
    var bare = Json.object();
    bare.setAll(object);
    return bare.without(List.of("kind", "apiVersion"));
  }

  private Reply create(Call call, Target target) {
    var kind = target.kind();
    if (!target.isCollection() && !kind.isCustom()) {
      throw Refusal.methodNotAllowed();
    }
    var media = Media.of(call);
    var write = Options.write(call, "CreateOptions", "");
    var body = body(call, kind, write);
    requireKind(kind, body, body.path("metadata").path("name").asText());
    var created = registry.create(kind, target.namespace(), body, write);
    return shown(call, kind, created, 201, media).warning(write.warnings());
  }

  private static ObjectNode body(Call call, Kind kind, Write write) {
    var doubled = new ArrayList<String>();
    var body = Bodies.object(call, kind, doubled);
    if (write.validation() == Write.Validation.STRICT && !doubled.isEmpty()) {
      var name = kind.resource().kind();
      throw Refusal.badRequest(
          name
              + " in version \""
              + kind.resource().version()
              + "\" cannot be handled as a "
              + name
              + ": strict decoding error: "
              + String.join(", ", doubled));
    }
    if (write.validation() == Write.Validation.WARN) {
      write.warnings().addAll(doubled);
    }
    return body;
  }

  private static void requireKind(Kind kind, ObjectNode body, String name) {
    var resource = kind.resource();
    var version = body.path("apiVersion").asText();
    if (!version.equals(resource.apiVersion())) {
      throw Refusal.badRequest(
          "the API version in the data ("
              + version
              + ") does not match the expected API version ("
              + resource.apiVersion()
              + ")");
    }
    var given = body.path("kind").asText();
    if (!given.equals(resource.kind())) {
      if (!kind.isCustom()) {
        throw Refusal.badRequest(
            given
                + " in version \""
                + resource.version()
                + "\" cannot be handled as a "
                + resource.kind()
                + ": converting ("
                + given
                + ") to ("
                + resource.kind()
                + "): unknown conversion");
      }
      throw Refusal.invalid(
          resource.group(),
          given,
          name,
          List.of(Cause.invalidText("kind", given, "must be " + resource.kind())));
    }
  }

  private static void requirePlace(Target target, ObjectNode body) {
    var name = body.path("metadata").path("name").asText(target.name());
    if (!name.equals(target.name())) {
      throw Refusal.badRequest(
          "the name of the object ("
              + name
              + ") does not match the name on the URL ("
              + target.name()
              + ")");
    }
    var namespace = body.path("metadata").path("namespace").asText(target.namespace());
    if (!namespace.equals(target.namespace()) && target.kind().resource().namespaced()) {
      throw Refusal.badRequest(
          "the namespace of the provided object does not match the namespace sent on the request");
    }
  }

  private static void requireName(Target target) {
    if (target.isCollection()) {
      throw target.kind().isCustom()
          ? Refusal.badRequest("name must be provided")
          : Refusal.methodNotAllowed();
    }
  }

  private Reply replace(Call call, Target target) {
    requireName(target);
    var kind = target.kind();
    var media = Media.of(call);
    var write = Options.write(call, "UpdateOptions", target.subresource());
    var body = body(call, kind, write);
    requireKind(kind, body, target.name());
    requirePlace(target, body);
    Json.child(body, "metadata").put("name", target.name());
    var outcome = registry.replace(kind, target.namespace(), target.name(), body, write);
    return shown(call, kind, outcome.object(), outcome.created() ? 201 : 200, media)
        .warning(write.warnings());
  }

  private Reply patch(Call call, Target target) {
    requireName(target);
    var kind = target.kind();
    var media = Media.of(call);
    if (call.contentType().equals(Patches.APPLY)) {
      return apply(call, target, media);
    }
    var patch = Patches.of(call, kind);
    var write = Options.write(call, "PatchOptions", target.subresource());
    var patched =
        registry.patch(
            kind,
            target.namespace(),
            target.name(),
            object -> {
              var result = patch.apply(object);
              requireKind(kind, result, target.name());
              requirePlace(target, result);
              return result;
            },
            write);
    return shown(call, kind, patched, 200, media).warning(write.warnings());
  }

  private Reply apply(Call call, Target target, Media media) {
    var kind = target.kind();
    var write = Options.write(call, "PatchOptions", target.subresource());
    if (!(Bodies.yaml(call.body()) instanceof ObjectNode config)) {
      throw Refusal.badRequest("error decoding YAML: the body is no object");
    }
    requireApplied(kind, config);
    requirePlace(target, config);
    var outcome =
        registry.apply(
            kind,
            target.namespace(),
            target.name(),
            config,
            call.param("force").equals("true"),
            write);
    return shown(call, kind, outcome.object(), outcome.created() ? 201 : 200, media)
        .warning(write.warnings());
  }

  private static void requireApplied(Kind kind, ObjectNode config) {
    var version = config.path("apiVersion").asText();
    var given = config.path("kind").asText();
    if (!version.equals(kind.resource().apiVersion()) || !given.equals(kind.resource().kind())) {
      var group = version.contains("/") ? version : "/" + version;
      throw Refusal.badRequest("invalid object type: " + group + ", Kind=" + given);
    }
    if (!Json.isNull(config.path("metadata").get("managedFields"))) {
      throw Refusal.badRequest("metadata.managedFields must be nil");
    }
  }

  private Reply delete(Call call, Target target) {
    var media = Media.of(call);
    var kind = target.kind();
    requireDeletable(target);
    var result = registry.delete(kind, target.namespace(), target.name(), Options.delete(call));
    if (result.gone() && !kind.traits().answersDeleted()) {
      return media.reply(200, Front.success(target, result.object()), call.flag("pretty"));
    }
    return shown(call, kind, registry.presented(kind, result.object()), 200, media);
  }

  private static void requireDeletable(Target target) {
    if (target.plural().equals("namespaces")
        && List.of("default", "kube-system", "kube-public").contains(target.name())) {
      throw Refusal.forbidden(
          target.kind().resource(), target.name(), "this namespace may not be deleted");
    }
  }

  private Reply deleteAll(Call call, Target target) {
    if (target.plural().equals("namespaces")) {
      throw Refusal.methodNotAllowed();
    }
    var kind = target.kind();
    var options = Options.delete(call);
    var page = lists.page(call, kind, target.namespace());
    var list = Json.object().put("kind", kind.names().listKind());
    list.put("apiVersion", kind.resource().apiVersion()).set("metadata", page.metadata());
    var items = list.putArray("items");
    for (var object : page.items()) {
      var metadata = object.path("metadata");
      try {
        registry.delete(
            kind, metadata.path("namespace").asText(), metadata.path("name").asText(), options);
        items.add(item(kind, object, Media.of(call)));
      } catch (dev.muster.devcluster.store.StatusException e) {
        if (e.code() != 404) {
          throw e;
        }
      }
    }
    return Media.of(call).reply(200, list, call.flag("pretty"));
  }
}
