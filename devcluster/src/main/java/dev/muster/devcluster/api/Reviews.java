package dev.muster.devcluster.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.muster.devcluster.auth.Attempt;
import dev.muster.devcluster.auth.Rbac;
import dev.muster.devcluster.auth.Tokens;
import dev.muster.devcluster.auth.User;
import dev.muster.devcluster.json.Json;
import dev.muster.devcluster.store.Refusal;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Answers questions about who somebody is and what they may do. */
final class Reviews {
  static final Set<String> GROUPS = Set.of("authentication.k8s.io", "authorization.k8s.io");

  private static final Map<String, String> KINDS =
      Map.of(
          "selfsubjectreviews", "SelfSubjectReview",
          "tokenreviews", "TokenReview",
          "selfsubjectaccessreviews", "SelfSubjectAccessReview",
          "subjectaccessreviews", "SubjectAccessReview",
          "selfsubjectrulesreviews", "SelfSubjectRulesReview");

  private final Tokens tokens;
  private final Rbac rbac;
  private final Clock clock;

  Reviews(Tokens tokens, Rbac rbac, Clock clock) {
    this.tokens = tokens;
    this.rbac = rbac;
    this.clock = clock;
  }

  static boolean serves(Target target) {
    return GROUPS.contains(target.group()) && KINDS.containsKey(target.plural());
  }

  /** Adds the kinds of a group to its discovery. */
  static void describe(String group, ArrayNode resources) {
    for (var plural : plurals(group)) {
      resources
          .addObject()
          .put("name", plural)
          .put("singularName", singular(plural))
          .put("namespaced", false)
          .put("kind", KINDS.get(plural))
          .set("verbs", Json.array(List.of("create")));
    }
  }

  /** Adds the kinds of a group to its discovery in the aggregated form. */
  static void aggregate(String group, ArrayNode resources) {
    for (var plural : plurals(group)) {
      var resource = resources.addObject().put("resource", plural);
      var kind = resource.putObject("responseKind");
      kind.put("group", group).put("version", "v1").put("kind", KINDS.get(plural));
      resource.put("scope", "Cluster").put("singularResource", singular(plural));
      resource.set("verbs", Json.array(List.of("create")));
    }
  }

  private static List<String> plurals(String group) {
    return KINDS.keySet().stream().filter(plural -> group(plural).equals(group)).sorted().toList();
  }

  private static String singular(String plural) {
    return KINDS.get(plural).toLowerCase(Locale.ROOT);
  }

  private static String group(String plural) {
    return plural.contains("access") || plural.contains("rules")
        ? "authorization.k8s.io"
        : "authentication.k8s.io";
  }

  Reply answer(Call call, Target target) {
    if (!call.method().equals("POST")) {
      throw Refusal.methodNotAllowed();
    }
    if (!Set.of("", "application/json").contains(call.contentType())) {
      throw Media.unsupported("application/json");
    }
    var review = parse(call.body());
    var metadata = Json.child(review, "metadata");
    var status = review.putObject("status");
    switch (target.plural()) {
      case "selfsubjectreviews" -> {
        metadata.put("creationTimestamp", Json.time(clock.instant()));
        user(status.putObject("userInfo"), call.user());
      }
      case "tokenreviews" -> token(review, status);
      case "selfsubjectrulesreviews" -> rules(call.user(), review.path("spec"), status);
      case "selfsubjectaccessreviews" -> access(call.user(), review.path("spec"), status);
      default -> access(subject(review.path("spec")), review.path("spec"), status);
    }
    if (!metadata.has("creationTimestamp")) {
      metadata.putNull("creationTimestamp");
    }
    return Reply.json(201, review);
  }

  private static ObjectNode parse(String body) {
    try {
      if (Json.parse(body) instanceof ObjectNode object) {
        return object;
      }
    } catch (JsonProcessingException e) {
      throw Refusal.badRequest(
          "couldn't get version/kind; json parse error: " + Bodies.goFault(body, e));
    }
    throw Refusal.badRequest("the body is no object");
  }

  private void token(ObjectNode review, ObjectNode status) {
    var user = tokens.user(review.path("spec").path("token").asText());
    if (user.isPresent()) {
      status.put("authenticated", true);
      user(status.putObject("user"), user.get());
      status.putArray("audiences").add("https://kubernetes.default.svc.cluster.local");
    } else {
      status.putObject("user");
      status.put("error", "invalid bearer token");
    }
  }

  private static void user(ObjectNode node, User user) {
    node.put("username", user.name());
    if (!user.uid().isEmpty()) {
      node.put("uid", user.uid());
    }
    node.set("groups", Json.array(user.groups()));
    if (!user.credential().isEmpty()) {
      node.putObject("extra")
          .putArray("authentication.kubernetes.io/credential-id")
          .add("JTI=" + user.credential());
    }
  }

  private static User subject(JsonNode spec) {
    return new User(spec.path("user").asText(), "", Json.texts(spec.get("groups")), "");
  }

  private void access(User user, JsonNode spec, ObjectNode status) {
    var verdict = rbac.verdict(user, attempt(spec));
    status.put("allowed", verdict.allowed());
    if (!verdict.reason().isEmpty()) {
      status.put("reason", verdict.reason());
    }
  }

  private static Attempt attempt(JsonNode spec) {
    var path = spec.path("nonResourceAttributes");
    if (path.isObject()) {
      return Attempt.at(path.path("path").asText(), path.path("verb").asText());
    }
    var objects = spec.path("resourceAttributes");
    var part = objects.path("subresource").asText();
    return new Attempt(
        objects.path("verb").asText(),
        objects.path("group").asText(),
        objects.path("resource").asText() + (part.isEmpty() ? "" : "/" + part),
        objects.path("namespace").asText(),
        objects.path("name").asText(),
        "");
  }

  private void rules(User user, JsonNode spec, ObjectNode status) {
    var objects = status.putArray("resourceRules");
    var paths = status.putArray("nonResourceRules");
    for (var rule : rbac.rules(user, spec.path("namespace").asText())) {
      (rule.has("nonResourceURLs") ? paths : objects).add(rule.deepCopy());
    }
    status.put("incomplete", false);
  }
}
