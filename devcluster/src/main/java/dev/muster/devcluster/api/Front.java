package dev.muster.devcluster.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.muster.devcluster.auth.Tokens;
import dev.muster.devcluster.auth.User;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets callers in, finds what their path points at, and turns refusals into answers. */
final class Front {
  private static final Logger LOG = LoggerFactory.getLogger(Front.class);
  private static final Set<String> OPEN =
      Set.of("/version", "/version/", "/healthz", "/livez", "/readyz");

  private final Tokens tokens;
  private final Catalog catalog;
  private final Discovery discovery;
  private final OpenApi openApi;
  private final Resources resources;
  private final Reviews reviews;
  private final Types types;

  Front(
      Tokens tokens,
      Catalog catalog,
      Discovery discovery,
      OpenApi openApi,
      Resources resources,
      Reviews reviews,
      Types types) {
    this.tokens = tokens;
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
      return route(readable(admitted(anonymous)));
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

  /** The call with its user. */
  Call admitted(Call call) {
    var authorization = call.header("Authorization");
    var user = User.ANONYMOUS;
    if (authorization.regionMatches(true, 0, "Bearer ", 0, 7)) {
      user =
          tokens
              .user(authorization.substring(7).strip())
              .orElseThrow(() -> Refusal.of(401, "Unauthorized", "Unauthorized", null));
    }
    if (user.equals(User.ANONYMOUS) && !OPEN.contains(call.path())) {
      throw forbidden(call);
    }
    return call.as(user);
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

  private StatusException forbidden(Call call) {
    var who = "User \"" + User.ANONYMOUS.name() + "\" cannot ";
    var target = target(call.path());
    if (target.isEmpty() || target.get().plural().isEmpty()) {
      return Refusal.of(
          403,
          "Forbidden",
          "forbidden: "
              + who
              + call.method().toLowerCase(Locale.ROOT)
              + " path \""
              + call.path()
              + "\"",
          Json.object());
    }
    var at = target.get();
    var what = at.subresource().isEmpty() ? at.plural() : at.plural() + "/" + at.subresource();
    var scope =
        at.namespace().isEmpty()
            ? "at the cluster scope"
            : "in the namespace \"" + at.namespace() + "\"";
    var resource =
        new dev.muster.devcluster.store.Resource(at.group(), at.version(), at.plural(), "", true);
    return Refusal.forbidden(
        resource,
        at.name(),
        who
            + verb(call, at)
            + " resource \""
            + what
            + "\" in API group \""
            + at.group()
            + "\" "
            + scope);
  }

  private static String verb(Call call, Target target) {
    return switch (call.method()) {
      case "POST" -> "create";
      case "PUT" -> "update";
      case "PATCH" -> "patch";
      case "DELETE" -> target.isCollection() ? "deletecollection" : "delete";
      default -> !target.isCollection() ? "get" : call.flag("watch") ? "watch" : "list";
    };
  }

  /** What a path points at; empty when it is none of objects. */
  Optional<Target> target(String path) {
    var words = words(path);
    if (words.size() >= 2 && words.get(0).equals("api")) {
      return Optional.of(Target.parse("", words.get(1), words.subList(2, words.size()), catalog));
    }
    if (words.size() >= 3 && words.get(0).equals("apis")) {
      return Optional.of(
          Target.parse(words.get(1), words.get(2), words.subList(3, words.size()), catalog));
    }
    return Optional.empty();
  }

  private static List<String> words(String path) {
    var words = new ArrayList<String>();
    for (var word : path.split("/", -1)) {
      if (!word.isEmpty()) {
        words.add(word);
      }
    }
    return words;
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
    var words = words(path);
    if (words.get(0).equals("apis") && words.size() == 2) {
      return discovery.group(words.get(1));
    }
    var target = target(path);
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
