package dev.muster.devcluster.auth;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.muster.devcluster.json.Json;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RbacTest {
  private static final User GAME = User.serviceAccount("play", "game", "uid", "");

  private final Map<String, Map<String, ObjectNode>> objects = new HashMap<>();
  private final Rbac rbac = new Rbac(new Stored(objects));

  private record Stored(Map<String, Map<String, ObjectNode>> objects) implements Rbac.Objects {
    @Override
    public List<ObjectNode> list(String plural, String namespace) {
      return objects.getOrDefault(plural, Map.of()).values().stream()
          .filter(object -> object.at("/metadata/namespace").asText().equals(namespace))
          .toList();
    }

    @Override
    public Optional<ObjectNode> find(String plural, String namespace, String name) {
      return list(plural, namespace).stream()
          .filter(object -> object.at("/metadata/name").asText().equals(name))
          .findFirst();
    }
  }

  private void has(String plural, String json) {
    var object = Json.parseObject(json.replace('\'', '"'));
    objects.computeIfAbsent(plural, any -> new TreeMap<>()).put(json, object);
  }

  private void role(String rule) {
    has("roles", "{'metadata': {'name': 'r', 'namespace': 'play'}, 'rules': [" + rule + "]}");
    bind("rolebindings", ", 'namespace': 'play'", "Role", "'ServiceAccount', 'name': 'game'");
  }

  private void bind(String plural, String namespace, String role, String subject) {
    has(
        plural,
        """
        {'kind': '%s', 'metadata': {'name': 'b'%s}, 'roleRef': {'kind': '%s', 'name': 'r'},
         'subjects': [{'kind': %s}]}
        """
            .formatted(
                plural.startsWith("cluster") ? "ClusterRoleBinding" : "RoleBinding",
                namespace,
                role,
                subject));
  }

  private static Attempt attempt(String verb, String resource, String namespace, String name) {
    int dot = resource.indexOf('.');
    return new Attempt(
        verb, resource.substring(dot + 1), resource.substring(0, dot), namespace, name, "");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '^',
      delimiter = '|',
      value = {
        "create|backfills.muster.dev|play||true|*",
        "create|backfills.muster.dev|other||false|another namespace",
        "create|backfills.muster.dev|||false|all namespaces",
        "delete|backfills.muster.dev|play|b|false|another verb",
        "create|matches.muster.dev|play||false|another resource",
        "create|backfills.apps|play||false|another group",
        "create|backfills/status.muster.dev|play||false|a part that is not named"
      })
  void aRoleAllowsWhatItNamesInItsNamespace(
      String verb, String resource, String namespace, String name, boolean allowed, String why) {
    // Given
    role("{'apiGroups': ['muster.dev'], 'resources': ['backfills'], 'verbs': ['create']}");
    // When
    var found =
        rbac.verdict(
            GAME,
            attempt(
                verb,
                resource,
                Optional.ofNullable(namespace).orElse(""),
                Optional.ofNullable(name).orElse("")));
    // Then
    assertThat(found.allowed()).as(why).isEqualTo(allowed);
  }

  @Test
  void whyItIsAllowedIsTold() {
    role("{'apiGroups': [''], 'resources': ['pods'], 'verbs': ['get']}");
    assertThat(rbac.verdict(GAME, attempt("get", "pods.", "play", "a")).reason())
        .isEqualTo(
            "RBAC: allowed by RoleBinding \"b/play\" of Role \"r\" to ServiceAccount \"game\"");
  }

  @Test
  void rolesThatAreBoundAndNotThereAreTold() {
    bind("rolebindings", ", 'namespace': 'play'", "Role", "'ServiceAccount', 'name': 'game'");
    assertThat(rbac.verdict(GAME, attempt("get", "pods.", "play", "a")))
        .isEqualTo(new Rbac.Verdict(false, "RBAC: role.rbac.authorization.k8s.io \"r\" not found"));
    bind("clusterrolebindings", "", "ClusterRole", "'Group', 'name': 'system:authenticated'");
    assertThat(rbac.verdict(GAME, attempt("get", "pods.", "play", "a")).reason())
        .isEqualTo(
            "RBAC: [clusterrole.rbac.authorization.k8s.io \"r\" not found,"
                + " role.rbac.authorization.k8s.io \"r\" not found]");
  }

  @Test
  void aRuleForOneObjectAllowsNoOther() {
    role("{'apiGroups': [''], 'resources': ['secrets'], 'resourceNames': ['one'], 'verbs': ['*']}");
    assertThat(rbac.verdict(GAME, attempt("get", "secrets.", "play", "one")).allowed()).isTrue();
    assertThat(rbac.verdict(GAME, attempt("get", "secrets.", "play", "two")).allowed()).isFalse();
    assertThat(rbac.verdict(GAME, attempt("create", "secrets.", "play", "")).allowed()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "pods/log, pods/log, true",
    "pods/log, pods, false",
    "*/scale, deployments/scale, true",
    "*/scale, deployments/status, false",
    "*, pods/log, true"
  })
  void partsOfObjectsAreNamedApart(String ruled, String wanted, boolean allowed) {
    role("{'apiGroups': ['*'], 'resources': ['" + ruled + "'], 'verbs': ['get']}");
    assertThat(rbac.verdict(GAME, attempt("get", wanted + ".", "play", "a")).allowed())
        .isEqualTo(allowed);
  }

  @ParameterizedTest
  @CsvSource({
    "ServiceAccount, game, play, true",
    "ServiceAccount, game, other, false",
    "User, system:serviceaccount:play:game, '', true",
    "User, game, '', false",
    "Group, system:serviceaccounts:play, '', true",
    "Group, system:serviceaccounts:other, '', false",
    "Group, system:authenticated, '', true"
  })
  void aBindingIsForItsSubjectsEverywhereIfItIsTheClusters(
      String kind, String name, String namespace, boolean allowed) {
    has(
        "clusterroles",
        "{'metadata': {'name': 'r'}, 'rules': [{'apiGroups': [''], 'resources': ['pods'],"
            + " 'verbs': ['list']}]}");
    bind(
        "clusterrolebindings",
        "",
        "ClusterRole",
        "'" + kind + "', 'name': '" + name + "', 'namespace': '" + namespace + "'");
    assertThat(rbac.verdict(GAME, attempt("list", "pods.", "", "")).allowed()).isEqualTo(allowed);
    assertThat(rbac.verdict(GAME, attempt("list", "pods.", "any", "")).allowed())
        .isEqualTo(allowed);
  }

  @Test
  void aPathIsAllowedByItselfOrByItsBeginning() {
    has(
        "clusterroles",
        "{'metadata': {'name': 'r'}, 'rules': [{'nonResourceURLs': ['/api', '/apis/*'],"
            + " 'verbs': ['get']}]}");
    bind("clusterrolebindings", "", "ClusterRole", "'Group', 'name': 'system:authenticated'");
    assertThat(rbac.verdict(GAME, Attempt.at("/api", "get")).allowed()).isTrue();
    assertThat(rbac.verdict(GAME, Attempt.at("/apis/apps/v1", "get")).allowed()).isTrue();
    assertThat(rbac.verdict(GAME, Attempt.at("/api/v1", "get")).allowed()).isFalse();
    assertThat(rbac.verdict(GAME, Attempt.at("/api", "post")).allowed()).isFalse();
    assertThat(rbac.verdict(User.ANONYMOUS, Attempt.at("/api", "get")).allowed()).isFalse();
  }

  @Test
  void mastersMayDoEverything() {
    assertThat(rbac.verdict(User.ADMIN, attempt("delete", "nodes.", "", "n")).allowed()).isTrue();
    assertThat(rbac.verdict(GAME, attempt("delete", "nodes.", "", "n")).allowed()).isFalse();
  }

  @Test
  void whoeverIsImpersonatedHasTheGroupsOfAnAccountOrThoseGiven() {
    assertThat(User.impersonated("system:serviceaccount:play:game", List.of()).groups())
        .isEqualTo(GAME.groups());
    assertThat(User.impersonated("jo", List.of("dev")).groups())
        .containsExactly("dev", "system:authenticated");
    assertThat(User.impersonated("system:anonymous", List.of())).isEqualTo(User.ANONYMOUS);
  }
}
