package dev.muster.devcluster.api;

import dev.muster.devcluster.kinds.Kind;
import java.util.ArrayList;
import java.util.List;

/**
 * A part of an object with a path of its own.
 *
 * @param group the group of what it speaks; empty when that is the object's own kind
 * @param kind the kind of what it speaks
 */
record Subresource(String name, String group, String kind, List<String> verbs) {

  /** The subresources of a kind. */
  static List<Subresource> of(Kind kind) {
    var parts = new ArrayList<Subresource>();
    var plural = kind.resource().plural();
    var verbs = Discovery.subresourceVerbs();
    if (plural.equals("pods")) {
      parts.add(new Subresource("eviction", "policy", "Eviction", List.of("create")));
      parts.add(new Subresource("log", "", "Pod", List.of("get")));
    }
    if (plural.equals("serviceaccounts")) {
      parts.add(
          new Subresource("token", "authentication.k8s.io", "TokenRequest", List.of("create")));
    }
    if (plural.equals("namespaces")) {
      parts.add(new Subresource("finalize", "", "Namespace", List.of("update")));
    }
    if (hasScale(kind)) {
      parts.add(new Subresource("scale", "autoscaling", "Scale", verbs));
    }
    if (kind.traits().status()) {
      parts.add(new Subresource("status", "", kind.resource().kind(), verbs));
    }
    return parts;
  }

  /** Whether objects of the kind can be scaled. */
  static boolean hasScale(Kind kind) {
    return kind.scale() != null;
  }
}
