package dev.muster.devcluster.control;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.muster.devcluster.json.Json;
import dev.muster.devcluster.registry.Registry;
import dev.muster.devcluster.store.Resource;
import java.util.List;

/**
 * The roles that each cluster has from its beginning, and to whom they are bound: what everybody
 * may see, what everybody may ask about himself, and the administrator's.
 */
public final class BootstrapRoles {
  private static final String GROUP = "rbac.authorization.k8s.io";
  private static final Resource ROLES =
      new Resource(GROUP, "v1", "clusterroles", "ClusterRole", false);
  private static final Resource BINDINGS =
      new Resource(GROUP, "v1", "clusterrolebindings", "ClusterRoleBinding", false);
  private static final List<String> HEALTH =
      List.of("/healthz", "/livez", "/readyz", "/version", "/version/");
  private static final List<String> DISCOVERY =
      List.of("/api", "/api/*", "/apis", "/apis/*", "/openapi", "/openapi/*");
  private static final List<String> ANY = List.of("*");
  private static final String KNOWN = "system:authenticated";

  private final Registry registry;

  private BootstrapRoles(Registry registry) {
    this.registry = registry;
  }

  /** Makes them. */
  public static void furnish(Registry registry) {
    var roles = new BootstrapRoles(registry);
    roles.role("cluster-admin", objects(ANY, ANY, ANY), paths(ANY, ANY));
    roles.bind("cluster-admin", "system:masters");
    roles.role(
        "system:basic-user",
        objects(
            List.of("authorization.k8s.io"),
            List.of("selfsubjectaccessreviews", "selfsubjectrulesreviews"),
            List.of("create")),
        objects(
            List.of("authentication.k8s.io"), List.of("selfsubjectreviews"), List.of("create")));
    roles.bind("system:basic-user", KNOWN);
    roles.role("system:discovery", paths(DISCOVERY, List.of("get")), health());
    roles.bind("system:discovery", KNOWN);
    roles.role("system:public-info-viewer", health());
    roles.bind("system:public-info-viewer", KNOWN, "system:unauthenticated");
  }

  private static ObjectNode health() {
    return paths(HEALTH, List.of("get"));
  }

  private static ObjectNode objects(
      List<String> groups, List<String> resources, List<String> verbs) {
    var rule = Json.object();
    rule.set("verbs", Json.array(verbs));
    rule.set("apiGroups", Json.array(groups));
    rule.set("resources", Json.array(resources));
    return rule;
  }

  private static ObjectNode paths(List<String> paths, List<String> verbs) {
    var rule = Json.object();
    rule.set("verbs", Json.array(verbs));
    rule.set("nonResourceURLs", Json.array(paths));
    return rule;
  }

  private void role(String name, ObjectNode... rules) {
    var role = named(name);
    role.putArray("rules").addAll(List.of(rules));
    registry.create(ROLES, role);
  }

  private void bind(String role, String... groups) {
    var binding = named(role);
    binding.putObject("roleRef").put("apiGroup", GROUP).put("kind", ROLES.kind()).put("name", role);
    var subjects = binding.putArray("subjects");
    for (var group : groups) {
      subjects.addObject().put("apiGroup", GROUP).put("kind", "Group").put("name", group);
    }
    registry.create(BINDINGS, binding);
  }

  private static ObjectNode named(String name) {
    var object = Json.object();
    var metadata = object.putObject("metadata").put("name", name);
    metadata.putObject("labels").put("kubernetes.io/bootstrapping", "rbac-defaults");
    metadata.putObject("annotations").put("rbac.authorization.kubernetes.io/autoupdate", "true");
    return object;
  }
}
