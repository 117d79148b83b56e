package dev.muster.devcluster.auth;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.muster.devcluster.json.Json;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Tells who may do what, by the roles and bindings of a cluster. */
public final class Rbac {
  /** Whoever belongs to it may do everything. */
  private static final String MASTERS = "system:masters";

  private static final String ANY = "*";

  private final Objects objects;

  /** With where roles and bindings are. */
  public Rbac(Objects objects) {
    this.objects = objects;
  }

  /** The roles and bindings. */
  public interface Objects {
    /** All of a kind, in a namespace or in the whole cluster if that is empty. */
    List<ObjectNode> list(String plural, String namespace);

    /** One of them. */
    Optional<ObjectNode> find(String plural, String namespace, String name);
  }

  /** A rule that holds for somebody, and why it does. */
  private record Grant(JsonNode rule, String reason) {}

  /** Why somebody may do it, which may be an empty text; nothing when he may not. */
  public Optional<String> allows(User user, Attempt attempt) {
    return user.groups().contains(MASTERS)
        ? Optional.of("")
        : grants(user, attempt.namespace())
            .filter(grant -> covers(grant.rule(), attempt))
            .findFirst()
            .map(Grant::reason);
  }

  /** The rules that hold for somebody in a namespace; only the cluster's if that is empty. */
  public List<JsonNode> rules(User user, String namespace) {
    return grants(user, namespace).map(Grant::rule).toList();
  }

  private Stream<Grant> grants(User user, String namespace) {
    var everywhere = grants(user, "clusterrolebindings", "");
    return namespace.isEmpty()
        ? everywhere
        : Stream.concat(everywhere, grants(user, "rolebindings", namespace));
  }

  private Stream<Grant> grants(User user, String bindings, String namespace) {
    return objects.list(bindings, namespace).stream()
        .flatMap(
            binding ->
                subject(binding, user, namespace).stream()
                    .flatMap(subject -> grants(binding, subject, namespace)));
  }

  private Stream<Grant> grants(ObjectNode binding, JsonNode subject, String namespace) {
    var role = binding.path("roleRef");
    var kind = role.path("kind").asText();
    var name = role.path("name").asText();
    var found =
        kind.equals("ClusterRole")
            ? objects.find("clusterroles", "", name)
            : objects.find("roles", namespace, name);
    var reason =
        "RBAC: allowed by %s \"%s\" of %s \"%s\" to %s"
            .formatted(
                binding.path("kind").asText(),
                named(binding.path("metadata")),
                kind,
                name,
                subject.path("kind").asText() + " \"" + named(subject) + "\"");
    return found.stream()
        .flatMap(rules -> stream(rules.path("rules")))
        .map(rule -> new Grant(rule, reason));
  }

  private static String named(JsonNode node) {
    var namespace = node.path("namespace").asText();
    return node.path("name").asText() + (namespace.isEmpty() ? "" : "/" + namespace);
  }

  /** The subject of a binding by which it concerns somebody. */
  private static Optional<JsonNode> subject(ObjectNode binding, User user, String namespace) {
    return stream(binding.path("subjects")).filter(one -> is(one, user, namespace)).findFirst();
  }

  private static boolean is(JsonNode subject, User user, String namespace) {
    var name = subject.path("name").asText();
    return switch (subject.path("kind").asText()) {
      case "User" -> user.name().equals(name);
      case "Group" -> user.groups().contains(name);
      case "ServiceAccount" ->
          user.name().equals(User.accountName(subject.path("namespace").asText(namespace), name));
      default -> false;
    };
  }

  private static boolean covers(JsonNode rule, Attempt attempt) {
    if (!has(rule.path("verbs"), attempt.verb())) {
      return false;
    }
    if (!attempt.path().isEmpty()) {
      return stream(rule.path("nonResourceURLs")).anyMatch(url -> isUrl(url, attempt.path()));
    }
    var names = Json.texts(rule.get("resourceNames"));
    return has(rule.path("apiGroups"), attempt.group())
        && stream(rule.path("resources")).anyMatch(one -> isResource(one, attempt.resource()))
        && (names.isEmpty() || names.contains(attempt.name()));
  }

  private static boolean has(JsonNode list, String value) {
    return stream(list).map(JsonNode::asText).anyMatch(one -> one.equals(ANY) || one.equals(value));
  }

  private static boolean isUrl(JsonNode url, String path) {
    var text = url.asText();
    return text.endsWith(ANY)
        ? path.startsWith(text.substring(0, text.length() - 1))
        : text.equals(path);
  }

  /** A subresource may also be given for all resources: {@code *}{@code /scale}. */
  private static boolean isResource(JsonNode resource, String wanted) {
    var text = resource.asText();
    int slash = wanted.indexOf('/');
    return text.equals(ANY)
        || text.equals(wanted)
        || (slash > 0 && text.equals(ANY + wanted.substring(slash)));
  }

  private static Stream<JsonNode> stream(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false);
  }
}
