package dev.muster.cli.local;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.muster.api.v1alpha1.Api;
import io.fabric8.kubernetes.api.model.APIResource;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/** Muster's custom resource definitions. */
public final class Crds {
  private static final List<String> NAMES =
      List.of("matchmakers", "matchmakerprofiles", "matches", "backfills");

  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

  private Crds() {}

  /** Puts them into the cluster and waits until it serves them. */
  static void install(KubernetesClient client) {
    var crds = NAMES.stream().map(Crds::read).toList();
    crds.forEach(
        crd -> client.resource(crd).fieldManager("muster").forceConflicts().serverSideApply());
    crds.forEach(
        crd -> client.resource(crd).waitUntilCondition(Crds::isEstablished, 30, TimeUnit.SECONDS));
    awaitDiscovery(client);
  }

  /** An API server lists a kind a moment after it says that it is established. */
  private static void awaitDiscovery(KubernetesClient client) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (!isListed(client)) {
      if (System.nanoTime() > deadline) {
        throw new CannotContinue("the cluster does not list Muster's kinds after 30 s");
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
    }
  }

  private static boolean isListed(KubernetesClient client) {
    var group = client.getApiResources(Api.GROUP + "/" + Api.VERSION);
    return group != null
        && group.getResources().stream()
            .map(APIResource::getName)
            .collect(Collectors.toSet())
            .containsAll(NAMES);
  }

  private static boolean isEstablished(CustomResourceDefinition crd) {
    return crd != null
        && crd.getStatus() != null
        && crd.getStatus().getConditions() != null
        && crd.getStatus().getConditions().stream()
            .anyMatch(
                condition ->
                    condition.getType().equals("Established")
                        && condition.getStatus().equals("True"));
  }

  /** The definitions as they are written. */
  public static List<ObjectNode> documents() {
    return NAMES.stream().map(Crds::document).toList();
  }

  private static ObjectNode document(String plural) {
    var path = "/META-INF/muster/crds/" + plural + ".muster.dev.yaml";
    try (var stream = Crds.class.getResourceAsStream(path)) {
      return (ObjectNode) YAML.readTree(stream);
    } catch (IOException e) {
      throw new CannotContinue("cannot read " + path + ": " + e.getMessage(), e);
    }
  }

  private static CustomResourceDefinition read(String plural) {
    return YAML.convertValue(document(plural), CustomResourceDefinition.class);
  }
}
