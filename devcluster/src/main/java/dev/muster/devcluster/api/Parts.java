package dev.muster.devcluster.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.muster.devcluster.auth.Tokens;
import dev.muster.devcluster.json.Json;
import dev.muster.devcluster.kinds.Kind;
import dev.muster.devcluster.registry.Registry;
import dev.muster.devcluster.store.Cause;
import dev.muster.devcluster.store.Refusal;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/**
 * Answers calls about the parts of objects that have a form of their own: scale, token, eviction.
 */
final class Parts {
  private static final long TOKEN_LEAST_SECONDS = 600;
  private static final long TOKEN_MOST_SECONDS = 1L << 32;
  private static final String AUDIENCE = "https://kubernetes.default.svc.cluster.local";

  private final Registry registry;
  private final Tokens tokens;
  private final Clock clock;
  private final Evictions evictions;

  Parts(Registry registry, Tokens tokens, Clock clock) {
    this.registry = registry;
    this.tokens = tokens;
    this.clock = clock;
    this.evictions = new Evictions(registry, clock);
  }

  Reply answer(Call call, Target target) {
    var plural = target.plural();
    var part = plural + "/" + target.subresource();
    if (target.subresource().equals("scale") && Subresource.hasScale(target.kind())) {
      return scale(call, target);
    }
    return switch (part) {
      case "serviceaccounts/token" -> token(call, target);
      case "pods/eviction" -> evict(call, target);
      case "namespaces/finalize",
          "pods/exec",
          "pods/attach",
          "pods/portforward",
          "pods/proxy",
          "services/proxy",
          "nodes/proxy",
          "pods/ephemeralcontainers",
          "pods/binding",
          "pods/resize" ->
          throw Refusal.notImplemented(part);
      default -> throw missing(target);
    };
  }

  private static RuntimeException missing(Target target) {
    return target.kind().isCustom()
        ? Refusal.notFound(target.kind().resource(), target.name())
        : Refusal.notFound();
  }

  private static ObjectNode parse(Call call) {
    try {
      if (!call.contentType().isEmpty() && !call.contentType().equals("application/json")) {
        throw Media.unsupported();
      }
      if (Json.parse(call.body()) instanceof ObjectNode object) {
        return object;
      }
    } catch (JsonProcessingException e) {
      throw Refusal.badRequest(
          "couldn't get version/kind; json parse error: " + Bodies.goFault(call.body(), e));
    }
    throw Refusal.badRequest("the body is no object");
  }

  // Scale

  private Reply scale(Call call, Target target) {
    var kind = target.kind();
    var media = Media.of(call);
    if (call.method().equals("GET")) {
      return shownScale(call, kind, registry.read(kind, target.namespace(), target.name()), media);
    }
    var write =
        Options.write(
            call, call.method().equals("PUT") ? "UpdateOptions" : "PatchOptions", "scale");
    java.util.function.UnaryOperator<ObjectNode> change;
    if (call.method().equals("PUT")) {
      var body = parse(call);
      change = scale -> body;
    } else if (call.method().equals("PATCH") && !call.contentType().equals(Patches.APPLY)) {
      change = Patches.of(call, kind);
    } else {
      throw call.method().equals("PATCH")
          ? Refusal.notImplemented("apply to scale")
          : Refusal.methodNotAllowed();
    }
    var scaled =
        registry.patch(
            kind,
            target.namespace(),
            target.name(),
            object -> rescaled(kind, object, change),
            write);
    return shownScale(call, kind, scaled, media).warning(write.warnings());
  }

  private static ObjectNode rescaled(
      Kind kind, ObjectNode object, java.util.function.UnaryOperator<ObjectNode> change) {
    var wanted = change.apply(scaleOf(kind, object));
    var replicas = wanted.path("spec").path("replicas");
    if (replicas.isIntegralNumber() && replicas.longValue() < 0) {
      throw Refusal.invalid(
          "autoscaling",
          "Scale",
          object.path("metadata").path("name").asText(),
          List.of(
              Cause.invalid(
                  "spec.replicas", replicas.toString(), "must be greater than or equal to 0")));
    }
    var version = wanted.path("metadata").path("resourceVersion").asText();
    if (!version.isEmpty()) {
      Json.child(object, "metadata").put("resourceVersion", version);
    }
    put(object, kind.scale().spec(), replicas.asInt(0));
    return object;
  }

  private static void put(ObjectNode object, String path, int value) {
    var names = path.substring(1).split("\\.", -1);
    var parent = object;
    for (int i = 0; i < names.length - 1; i++) {
      parent = Json.child(parent, names[i]);
    }
    parent.put(names[names.length - 1], value);
  }

  private static ObjectNode scaleOf(Kind kind, ObjectNode object) {
    var scale = Json.object().put("kind", "Scale").put("apiVersion", "autoscaling/v1");
    var metadata = scale.putObject("metadata");
    for (var name : List.of("name", "namespace", "uid", "resourceVersion", "creationTimestamp")) {
      if (object.path("metadata").has(name)) {
        metadata.set(name, object.path("metadata").get(name));
      }
    }
    var spec = scale.putObject("spec");
    int wanted = Kind.at(object, kind.scale().spec()).asInt(0);
    if (wanted != 0) {
      spec.put("replicas", wanted);
    }
    var status = scale.putObject("status");
    status.put("replicas", Kind.at(object, kind.scale().status()).asInt(0));
    if (kind.scale().selector() != null) {
      var selector = Kind.at(object, kind.scale().selector());
      var text = selector.isTextual() ? selector.asText() : selectorText(selector);
      if (!text.isEmpty()) {
        status.put("selector", text);
      }
    }
    return scale;
  }

  private static String selectorText(com.fasterxml.jackson.databind.JsonNode selector) {
    return String.join(
        ",",
        selector.path("matchLabels").properties().stream()
            .map(label -> label.getKey() + "=" + label.getValue().asText())
            .toList());
  }

  private static Reply shownScale(Call call, Kind kind, ObjectNode object, Media media) {
    var scale = scaleOf(kind, object);
    if (media.isTable()) {
      var metadata = Json.object();
      metadata.set("resourceVersion", scale.path("metadata").get("resourceVersion"));
      return media.reply(
          200,
          Tables.table(
              dev.muster.devcluster.kinds.ScaleColumns.ALL,
              List.of(scale),
              metadata,
              call.param("includeObject"),
              media.version()),
          false);
    }
    return media.reply(200, scale, call.flag("pretty"));
  }

  // Tokens

  private Reply token(Call call, Target target) {
    if (!call.method().equals("POST")) {
      throw Refusal.methodNotAllowed();
    }
    registry.read(target.kind(), target.namespace(), target.name());
    var request = parse(call);
    var spec = Json.child(request, "spec");
    long seconds = spec.path("expirationSeconds").asLong(3600);
    if (seconds < TOKEN_LEAST_SECONDS || seconds > TOKEN_MOST_SECONDS) {
      var detail =
          seconds < TOKEN_LEAST_SECONDS
              ? "may not specify a duration less than 10 minutes"
              : "may not specify a duration larger than 2^32 seconds";
      throw Refusal.invalid(
          "authentication.k8s.io",
          "TokenRequest",
          "",
          List.of(Cause.invalid("spec.expirationSeconds", Long.toString(seconds), detail)));
    }
    if (!spec.has("audiences")) {
      spec.putArray("audiences").add(AUDIENCE);
    }
    spec.put("expirationSeconds", seconds);
    if (!spec.has("boundObjectRef")) {
      spec.putNull("boundObjectRef");
    }
    var validity = Duration.ofSeconds(seconds);
    var metadata = Json.child(request, "metadata");
    metadata.put("name", target.name()).put("namespace", target.namespace());
    metadata.put("creationTimestamp", Json.time(clock.instant()));
    request.put("kind", "TokenRequest").put("apiVersion", "authentication.k8s.io/v1");
    request
        .putObject("status")
        .put("token", tokens.issue(target.namespace(), target.name(), validity))
        .put("expirationTimestamp", Json.time(clock.instant().plus(validity)));
    return Reply.json(201, request);
  }

  // The rest

  private Reply evict(Call call, Target target) {
    if (!call.method().equals("POST")) {
      throw Refusal.methodNotAllowed();
    }
    return evictions.evict(call, target, parse(call).path("deleteOptions"));
  }
}
