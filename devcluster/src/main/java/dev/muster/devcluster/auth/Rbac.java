package dev.muster.devcluster.auth;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.muster.devcluster.json.Json;
import java.util.List;
import java.util.Locale;
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

  /**
   * Whether somebody may do something.
   *
   * @param reason by which binding he may, or which of his roles are missing; empty when there is
   *     nothing to tell
   */
  public record Verdict(boolean allowed, String reason) {}

  /** A binding, and the one of its subjects by which it concerns somebody. */
  private record Bound(ObjectNode binding, JsonNode subject) {
    private boolean toClusterRole() {
      return kind().equals("ClusterRole");
    }

    private String kind() {
      return binding.path("roleRef").path("kind").asText();
    }

    private String role() {
      return binding.path("roleRef").path("name").asText();
    }

    private String allowing() {
      return "RBAC: allowed by %s \"%s\" of %s \"%s\" to %s \"%s\""
          .formatted(
              binding.path("kind").asText(),
              named(binding.path("metadata")),
              kind(),
              role(),
              subject.path("kind").asText(),
              named(subject));
    }

    private String missing() {
      return "%s.rbac.authorization.k8s.io \"%s\" not found"
          .formatted(kind().toLowerCase(Locale.ROOT), role());
    }
  }

  /** Whether somebody may do it. */
  public Verdict verdict(User user, Attempt attempt) {
    if (user.groups().contains(MASTERS)) {
      return new Verdict(true, "");
    }
    var bound = bound(user, attempt.namespace());
    return bound.stream()
        .filter(one -> rules(one).anyMatch(rule -> covers(rule, attempt)))
        .findFirst()
        .map(one -> new Verdict(true, one.allowing()))
        .orElseGet(() -> new Verdict(false, missing(bound)));
  }

  /** The rules that hold for somebody in a namespace; only the cluster's if that is empty. */
  public List<JsonNode> rules(User user, String namespace) {
    return bound(user, namespace).stream().flatMap(this::rules).toList();
  }

  private List<Bound> bound(User user, String namespace) {
    var everywhere = objects.list("clusterrolebindings", "");
    var here =
        namespace.isEmpty() ? List.<ObjectNode>of() : objects.list("rolebindings", namespace);
    return Stream.concat(everywhere.stream(), here.stream())
        .flatMap(
            binding ->
                subject(binding, user, namespace).stream()
                    .map(subject -> new Bound(binding, subject)))
        .toList();
  }

  private Optional<ObjectNode> role(Bound bound) {
    return bound.toClusterRole()
        ? objects.find("clusterroles", "", bound.role())
        : objects.find("roles", bound.binding().at("/metadata/namespace").asText(), bound.role());
  }

  private Stream<JsonNode> rules(Bound bound) {
    return role(bound).stream().flatMap(role -> stream(role.path("rules")));
  }

  private String missing(List<Bound> bound) {
    var missing =
        bound.stream().filter(one -> role(one).isEmpty()).map(Bound::missing).distinct().toList();
    return switch (missing.size()) {
      case 0 -> "";
      case 1 -> "RBAC: " + missing.get(0);
      default -> "RBAC: [" + String.join(", ", missing) + "]";
    };
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
          user.name().equals(new Account(subject.path("namespace").asText(namespace), name).user());
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
