package dev.muster.devcluster.control;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.muster.devcluster.json.Json;
import dev.muster.devcluster.kinds.Kind;
import dev.muster.devcluster.registry.Registry;
import dev.muster.devcluster.registry.Storage;
import dev.muster.devcluster.registry.Write;
import dev.muster.devcluster.store.Change;
import dev.muster.devcluster.store.Conditions;
import dev.muster.devcluster.store.DeleteOptions;
import dev.muster.devcluster.store.Resource;
import dev.muster.devcluster.store.StatusException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gives new namespaces what they come with, and empties those that are deleted before they go. */
public final class Namespaces implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Namespaces.class);
  private static final Write WRITE = Write.by("kube-controller-manager");

  private static final String DISCOVERED = "All resources successfully discovered";
  private static final String PARSED = "All legacy kube types successfully parsed";
  private static final String DELETED =
      "All content successfully deleted, may be waiting on finalization";
  private static final String FINALIZED = "All content-preserving finalizers finished";

  private final Registry registry;
  private final Clock clock;
  private final String authority;
  private final Reactor reactor;

  /** Starts; {@code authority} is the certificate that every namespace holds in a ConfigMap. */
  public Namespaces(Registry registry, Clock clock, String authority) {
    this.registry = registry;
    this.clock = clock;
    this.authority = authority;
    this.reactor = new Reactor("namespaces", registry.storage(), this::changed);
  }

  private void changed(Storage.Event event) {
    var metadata = event.object().path("metadata");
    boolean deleting = metadata.has("deletionTimestamp");
    if (event.bucket().equals("namespaces")) {
      var name = metadata.path("name").asText();
      if (deleting && event.type() != Change.Type.DELETED) {
        empty(name);
      } else if (event.type() == Change.Type.ADDED) {
        furnish(name);
      }
    } else if (event.type() == Change.Type.DELETED) {
      var namespace = metadata.path("namespace").asText();
      registry
          .get(Resource.NAMESPACES, null, namespace)
          .ifPresent(
              found -> left(namespace, found, metadata.path("name").asText(), event.bucket()));
    }
  }

  /** An object has gone: a dying namespace may go too, a living one gets back what it must have. */
  private void left(String namespace, ObjectNode found, String name, String bucket) {
    if (found.path("metadata").has("deletionTimestamp")) {
      empty(namespace);
    } else if ((bucket.equals("serviceaccounts") && name.equals("default"))
        || (bucket.equals("configmaps") && name.equals("kube-root-ca.crt"))) {
      furnish(namespace);
    }
  }

  /** Creates what every namespace has; what is there already stays. */
  public void furnish(String namespace) {
    var account = named("default", namespace);
    create(Resource.SERVICE_ACCOUNTS, namespace, account);
    var certificate = named("kube-root-ca.crt", namespace);
    Json.child(certificate, "metadata")
        .putObject("annotations")
        .put(
            "kubernetes.io/description",
            "Contains a CA bundle that can be used to verify the kube-apiserver when using internal"
                + " endpoints such as the internal service IP or kubernetes.default.svc. No other"
                + " usage is guaranteed across distributions of Kubernetes clusters.");
    certificate.putObject("data").put("ca.crt", authority);
    create(Resource.CONFIG_MAPS, namespace, certificate);
  }

  private static ObjectNode named(String name, String namespace) {
    var object = Json.object();
    object.putObject("metadata").put("name", name).put("namespace", namespace);
    return object;
  }

  private void create(Resource resource, String namespace, ObjectNode object) {
    object.put("apiVersion", resource.apiVersion()).put("kind", resource.kind());
    try {
      registry.create(registry.catalog().get(resource), namespace, object, WRITE);
    } catch (StatusException e) {
      LOG.atDebug().addKeyValue("namespace", namespace).log(e.getMessage());
    }
  }

  private void empty(String namespace) {
    var left = new TreeMap<String, Integer>();
    var finalizers = new TreeMap<String, Integer>();
    for (var kind : kinds()) {
      for (var object : registry.storage().list(kind.bucket(), namespace)) {
        delete(kind, namespace, object, left, finalizers);
      }
    }
    try {
      if (left.isEmpty()) {
        release(namespace);
      } else {
        report(namespace, left, finalizers);
      }
    } catch (StatusException e) {
      LOG.atDebug().addKeyValue("namespace", namespace).log(e.getMessage());
    }
  }

  private List<Kind> kinds() {
    var seen = new ArrayList<String>();
    return registry.catalog().all().stream()
        .filter(kind -> kind.resource().namespaced())
        .filter(kind -> !seen.contains(kind.bucket()) && seen.add(kind.bucket()))
        .toList();
  }

  private void delete(
      Kind kind,
      String namespace,
      ObjectNode object,
      Map<String, Integer> left,
      Map<String, Integer> finalizers) {
    var name = object.path("metadata").path("name").asText();
    try {
      if (!object.path("metadata").has("deletionTimestamp")
          && registry.delete(kind, namespace, name, DeleteOptions.DEFAULT).gone()) {
        return;
      }
      left.merge(kind.resource().qualifiedPlural(), 1, Integer::sum);
      Json.texts(object.path("metadata").get("finalizers"))
          .forEach(f -> finalizers.merge(f, 1, Integer::sum));
    } catch (StatusException e) {
      LOG.atDebug()
          .addKeyValue("namespace", namespace)
          .addKeyValue("name", name)
          .log(e.getMessage());
    }
  }

  private void release(String namespace) {
    var kind = registry.catalog().get(Resource.NAMESPACES);
    registry.patch(
        kind,
        "",
        namespace,
        object -> {
          Json.child(object, "spec").remove("finalizers");
          return object;
        },
        WRITE);
  }

  private void report(
      String namespace, Map<String, Integer> left, Map<String, Integer> finalizers) {
    registry.patch(
        registry.catalog().get(Resource.NAMESPACES),
        "",
        namespace,
        object -> {
          report(Json.child(object, "status"), left, finalizers);
          return object;
        },
        WRITE.to("status"));
  }

  private void report(
      ObjectNode status, Map<String, Integer> left, Map<String, Integer> finalizers) {
    var remain = "Some resources are remaining: " + listed(left, " has ");
    boolean held = !finalizers.isEmpty();
    var holders = "Some content in the namespace has finalizers remaining: ";
    put(status, "DeletionDiscoveryFailure", false, "ResourcesDiscovered", DISCOVERED);
    put(status, "DeletionGroupVersionParsingFailure", false, "ParsedGroupVersions", PARSED);
    put(status, "DeletionContentFailure", false, "ContentDeleted", DELETED);
    put(status, "ContentRemaining", true, "SomeResourcesRemain", remain);
    put(
        status,
        "FinalizersRemaining",
        held,
        held ? "SomeFinalizersRemain" : "ContentHasNoFinalizers",
        held ? holders + listed(finalizers, " in ") : FINALIZED);
  }

  private void put(ObjectNode status, String type, boolean holds, String reason, String message) {
    Conditions.put(status, "Namespace" + type, holds, reason, message, clock.instant());
  }

  private static String listed(Map<String, Integer> counts, String middle) {
    var parts = new ArrayList<String>();
    counts.forEach((name, count) -> parts.add(name + middle + count + " resource instances"));
    return String.join(", ", parts);
  }

  @Override
  public void close() {
    reactor.close();
  }
}
