package dev.muster.devcluster.kinds;

import dev.muster.devcluster.kinds.Kind.Called;
import dev.muster.devcluster.kinds.Kind.Scale;
import dev.muster.devcluster.kinds.Kind.Traits;
import dev.muster.devcluster.schema.Schema;
import dev.muster.devcluster.schema.Types;
import dev.muster.devcluster.store.Resource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.Supplier;

/** The kinds that are there from the start. */
public final class BuiltinKinds {
  private static final String RBAC = "rbac.authorization.k8s.io";

  private final Types types;
  private final Behavior services;
  private final Behavior pods;
  private final List<Kind> kinds = new ArrayList<>();

  private BuiltinKinds(Types types, Behavior services, Behavior pods) {
    this.types = types;
    this.services = services;
    this.pods = pods;
  }

  /**
   * All of them.
   *
   * @param addresses gives the address for a new Service, empty when there is none left
   * @param nodePorts gives the node port for one of its ports
   * @param accounts whether a namespace has a ServiceAccount of this name
   */
  public static List<Kind> all(
      Types types,
      Supplier<Optional<String>> addresses,
      Supplier<Optional<Integer>> nodePorts,
      BiPredicate<String, String> accounts) {
    var services = new ServiceBehavior(addresses, nodePorts);
    var builtin = new BuiltinKinds(types, services, new PodBehavior(accounts));
    builtin.core();
    builtin.others();
    return builtin.kinds;
  }

  private void core() {
    add(Resource.CONFIG_MAPS, "cm").does(new DataBehavior(false)).put();
    add(Resource.ENDPOINTS, "ep").put();
    add(Resource.EVENTS, "ev")
        .does(new EventBehavior(true))
        .selects(
            "involvedObject.kind",
            "involvedObject.namespace",
            "involvedObject.name",
            "involvedObject.uid",
            "involvedObject.apiVersion",
            "involvedObject.resourceVersion",
            "involvedObject.fieldPath",
            "reason",
            "reportingComponent",
            "type")
        .put();
    add(Resource.NAMESPACES, "ns")
        .does(new NamespaceBehavior())
        .selects("status.phase")
        .status()
        .answers()
        .put();
    add(Resource.NODES, "no").selects("spec.unschedulable").status().put();
    add(Resource.PODS, "po")
        .does(pods)
        .selects(
            "spec.nodeName",
            "spec.hostNetwork",
            "spec.restartPolicy",
            "spec.schedulerName",
            "spec.serviceAccountName",
            "status.phase",
            "status.podIP",
            "status.nominatedNodeName")
        .category("all")
        .status()
        .answers()
        .put();
    add(Resource.SECRETS).does(new DataBehavior(true)).selects("type").put();
    add(Resource.SERVICE_ACCOUNTS, "sa").answers().put();
    add(Resource.SERVICES, "svc")
        .does(services)
        .selects("spec.clusterIP", "spec.type")
        .category("all")
        .status()
        .answers()
        .put();
  }

  private void others() {
    add(Resource.CUSTOM_RESOURCE_DEFINITIONS, "crd", "crds")
        .does(new DefinitionBehavior())
        .category("api-extensions")
        .status()
        .counted()
        .strict()
        .answers()
        .put();
    add(Resource.CONTROLLER_REVISIONS).does(new SmallBehaviors.Revisions()).put();
    add(Resource.DEPLOYMENTS, "deploy")
        .does(new WorkloadBehavior(true))
        .category("all")
        .status()
        .counted()
        .scaled()
        .put();
    add(Resource.REPLICA_SETS, "rs")
        .does(new WorkloadBehavior(false))
        .category("all")
        .status()
        .counted()
        .scaled()
        .put();
    add(Resource.LEASES).does(new SmallBehaviors.Leases()).strict().upsert().put();
    add(Resource.ENDPOINT_SLICES).put();
    add(new Resource("events.k8s.io", "v1", "events", "Event", true), "ev")
        .type("NewEvent")
        .does(new EventBehavior(false))
        .selects(
            "regarding.kind",
            "regarding.namespace",
            "regarding.name",
            "regarding.uid",
            "reason",
            "reportingController",
            "type")
        .put();
    add(Resource.POD_DISRUPTION_BUDGETS, "pdb")
        .does(new SmallBehaviors.Budgets())
        .status()
        .counted()
        .put();
    add(new Resource(RBAC, "v1", "clusterrolebindings", "ClusterRoleBinding", false))
        .does(new SmallBehaviors.Bindings())
        .put();
    add(new Resource(RBAC, "v1", "clusterroles", "ClusterRole", false))
        .does(new SmallBehaviors.Roles(false))
        .put();
    add(new Resource(RBAC, "v1", "rolebindings", "RoleBinding", true))
        .does(new SmallBehaviors.Bindings())
        .put();
    add(new Resource(RBAC, "v1", "roles", "Role", true)).does(new SmallBehaviors.Roles(true)).put();
  }

  private Entry add(Resource resource, String... shortNames) {
    return new Entry(resource, List.of(shortNames));
  }

  /** A kind in the making. */
  private final class Entry {
    private final Resource resource;
    private final List<String> shortNames;
    private String type;
    private List<String> categories = List.of();
    private Behavior behavior = Behavior.PLAIN;
    private final Map<String, String> selectors = new LinkedHashMap<>();
    private Scale scale;
    private boolean status;
    private boolean generation;
    private boolean blind = true;
    private boolean upsert;
    private boolean answers;

    Entry(Resource resource, List<String> shortNames) {
      this.resource = resource;
      this.shortNames = shortNames;
      this.type = resource.kind();
    }

    Entry type(String name) {
      type = name;
      return this;
    }

    Entry category(String name) {
      categories = List.of(name);
      return this;
    }

    Entry does(Behavior particular) {
      behavior = particular;
      return this;
    }

    Entry selects(String... fields) {
      for (var field : fields) {
        selectors.put(field, "." + field);
      }
      return this;
    }

    Entry scaled() {
      scale = new Scale(".spec.replicas", ".status.replicas", ".spec.selector");
      return this;
    }

    Entry status() {
      status = true;
      return this;
    }

    Entry counted() {
      generation = true;
      return this;
    }

    Entry strict() {
      blind = false;
      return this;
    }

    Entry upsert() {
      upsert = true;
      return this;
    }

    Entry answers() {
      answers = true;
      return this;
    }

    void put() {
      var singular = resource.kind().toLowerCase(Locale.ROOT);
      kinds.add(
          new Kind(
              resource,
              new Called(singular, resource.kind() + "List", shortNames, categories),
              complete(types.type(type)),
              new Traits(status, generation, blind, upsert, answers),
              BuiltinColumns.of(resource),
              selectors,
              behavior,
              null,
              scale));
    }
  }

  private Schema complete(Schema schema) {
    var text = types.type("ObjectMeta").member("name");
    return schema.with("apiVersion", text).with("kind", text);
  }
}
