package dev.muster.devcluster.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.muster.devcluster.json.Json;
import dev.muster.devcluster.kinds.Catalog;
import dev.muster.devcluster.kinds.Kind;
import dev.muster.devcluster.schema.Protobuf;
import dev.muster.devcluster.schema.Schema;
import dev.muster.devcluster.schema.Types;
import dev.muster.devcluster.store.Refusal;
import dev.muster.devcluster.store.StatusException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds what the path of a call points at, and turns refusals into answers. */
final class Front {
  private static final Logger LOG = LoggerFactory.getLogger(Front.class);

  private final Access access;
  private final Catalog catalog;
  private final Discovery discovery;
  private final OpenApi openApi;
  private final Resources resources;
  private final Reviews reviews;
  private final Types types;

  Front(
      Access access,
      Catalog catalog,
      Discovery discovery,
      OpenApi openApi,
      Resources resources,
      Reviews reviews,
      Types types) {
    this.access = access;
    this.catalog = catalog;
    this.discovery = discovery;
    this.openApi = openApi;
    this.resources = resources;
    this.reviews = reviews;
    this.types = types;
  }

  /** The answer to a call that is no watch and no log. */
  Reply answer(Call anonymous) {
    try {
      if (anonymous.body() == null) {
        throw Refusal.of(
            413,
            "RequestEntityTooLarge",
            "Request entity too large: limit is " + ApiServer.BODY_LIMIT,
            null);
      }
      return route(readable(access.admitted(anonymous)));
    } catch (StatusException e) {
      return refusal(e);
    } catch (RuntimeException e) {
      LOG.atError()
          .addKeyValue("method", anonymous.method())
          .addKeyValue("path", anonymous.path())
          .setCause(e)
          .log("request failed");
      return refusal(Refusal.of(500, "InternalError", "Internal error occurred", null));
    }
  }

  static Reply refusal(StatusException e) {
    var reply = Reply.json(e.code(), e.status());
    if (e.code() == 403 && !e.status().path("details").has("causes")) {
      reply = reply.with("X-Content-Type-Options", "nosniff");
    }
    var seconds = e.status().path("details").path("retryAfterSeconds");
    return seconds.isMissingNode() ? reply : reply.with("Retry-After", seconds.asText());
  }

  /** The call with its body in JSON. */
  private Call readable(Call call) {
    if (!call.isProtobuf()) {
      return call;
    }
    try {
      var envelope = Protobuf.open(call.body().getBytes(StandardCharsets.ISO_8859_1));
      var schema = schema(envelope);
      return schema.isEmpty()
          ? call
          : call.withJson(Protobuf.decode(envelope, schema.orElseThrow()));
    } catch (IOException e) {
      throw Refusal.badRequest("the body is no protobuf message: " + e.getMessage());
    }
  }

  /** The schema by which a binary body is read; empty for kinds that don't have that form. */
  private Optional<Schema> schema(Protobuf.Envelope envelope) {
    var kind = catalog.findKind(envelope.apiVersion(), envelope.kind());
    if (kind.isPresent()) {
      return kind.filter(found -> !found.isCustom()).map(Kind::schema);
    }
    return Optional.of(envelope.kind()).filter(types::has).map(types::type);
  }

  private Reply route(Call call) {
    var path =
        call.path().length() > 1 && call.path().endsWith("/")
            ? call.path().substring(0, call.path().length() - 1)
            : call.path();
    switch (path) {
      case "/version" -> {
        return Reply.json(200, discovery.version());
      }
      case "/healthz", "/livez", "/readyz" -> {
        return Reply.text(
            200,
            call.flag("verbose") ? "[+]ping ok\n" + path.substring(1) + " check passed\n" : "ok");
      }
      case "/healthz/ping", "/livez/ping", "/readyz/ping" -> {
        return Reply.text(200, "ok");
      }
      case "/api", "/apis", "/" -> {
        return discovery.roots(call, path);
      }
      case "/openapi/v2" -> {
        return OldOpenApi.answer(call);
      }
      default -> {}
    }
    if (path.equals("/openapi/v3") || path.startsWith("/openapi/v3/")) {
      return openApi.answer(call, path);
    }
    var words = Target.words(path);
    if (words.get(0).equals("apis") && words.size() == 2) {
      return discovery.group(words.get(1));
    }
    var target = Target.at(path, catalog);
    if (target.isEmpty()) {
      return Reply.pageNotFound();
    }
    return target.get().plural().isEmpty()
        ? discovery.version(target.get().group(), target.get().version())
        : object(call, target.get());
  }

  private Reply object(Call call, Target target) {
    if (Reviews.serves(target)) {
      return reviews.answer(call, target);
    }
    if (target.kind() == null) {
      return unknown(target);
    }
    return resources.answer(call, target);
  }

  /**
   * A kind that is not there: built-in groups say so in a Status, those of definitions in plain
   * text.
   */
  private Reply unknown(Target target) {
    var kinds = catalog.of(target.group(), target.version());
    boolean builtin = !kinds.isEmpty() && !kinds.get(0).isCustom();
    return builtin ? refusal(Refusal.notFound()) : Reply.pageNotFound();
  }

  /** A success Status about an object. */
  static ObjectNode success(Target target, ObjectNode object) {
    var status = Json.object().put("kind", "Status").put("apiVersion", "v1");
    status.putObject("metadata");
    status.put("status", "Success");
    var details =
        status.putObject("details").put("name", object.path("metadata").path("name").asText());
    if (!target.group().isEmpty()) {
      details.put("group", target.group());
    }
    details.put("kind", target.plural());
    details.set("uid", object.path("metadata").get("uid"));
    return status;
  }
}
