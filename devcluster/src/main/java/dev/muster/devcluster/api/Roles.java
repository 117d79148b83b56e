package dev.muster.devcluster.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.muster.devcluster.auth.Rbac;
import dev.muster.devcluster.kinds.Kind;
import dev.muster.devcluster.registry.Registry;
import dev.muster.devcluster.registry.Storage;
import java.util.List;
import java.util.Optional;

/** The roles and bindings that are stored. */
record Roles(Registry registry) implements Rbac.Objects {
  private static final String GROUP = "rbac.authorization.k8s.io";

  @Override
  public List<ObjectNode> list(String plural, String namespace) {
    return registry.storage().list(bucket(plural), namespace);
  }

  @Override
  public Optional<ObjectNode> find(String plural, String namespace, String name) {
    return Optional.ofNullable(
        registry.storage().get(bucket(plural), new Storage.Key(namespace, name)));
  }

  private String bucket(String plural) {
    return registry.catalog().find(GROUP, "v1", plural).map(Kind::bucket).orElseThrow();
  }
}
