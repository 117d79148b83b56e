package dev.muster.devcluster.store;

/**
 * One kind of object under the name by which the API serves it, such as {@code apps/v1
 * deployments}.
 *
 * @param group the API group, empty for the core group
 * @param version the API version, such as {@code v1}
 * @param plural the name in paths, such as {@code pods}
 * @param kind the name in objects, such as {@code Pod}
 * @param namespaced whether its objects live in namespaces
 */
public record Resource(
    String group, String version, String plural, String kind, boolean namespaced) {

  public static final Resource NAMESPACES = core("namespaces", "Namespace", false);
  public static final Resource NODES = core("nodes", "Node", false);
  public static final Resource PODS = core("pods", "Pod", true);
  public static final Resource SECRETS = core("secrets", "Secret", true);
  public static final Resource CONFIG_MAPS = core("configmaps", "ConfigMap", true);
  public static final Resource SERVICES = core("services", "Service", true);
  public static final Resource ENDPOINTS = core("endpoints", "Endpoints", true);
  public static final Resource SERVICE_ACCOUNTS = core("serviceaccounts", "ServiceAccount", true);
  public static final Resource EVENTS = core("events", "Event", true);
  public static final Resource DEPLOYMENTS = apps("deployments", "Deployment");
  public static final Resource REPLICA_SETS = apps("replicasets", "ReplicaSet");
  public static final Resource CONTROLLER_REVISIONS =
      apps("controllerrevisions", "ControllerRevision");
  public static final Resource LEASES =
      new Resource("coordination.k8s.io", "v1", "leases", "Lease", true);
  public static final Resource ENDPOINT_SLICES =
      new Resource("discovery.k8s.io", "v1", "endpointslices", "EndpointSlice", true);
  public static final Resource POD_DISRUPTION_BUDGETS =
      new Resource("policy", "v1", "poddisruptionbudgets", "PodDisruptionBudget", true);
  public static final Resource CUSTOM_RESOURCE_DEFINITIONS =
      new Resource(
          "apiextensions.k8s.io",
          "v1",
          "customresourcedefinitions",
          "CustomResourceDefinition",
          false);

  private static Resource core(String plural, String kind, boolean namespaced) {
    return new Resource("", "v1", plural, kind, namespaced);
  }

  private static Resource apps(String plural, String kind) {
    return new Resource("apps", "v1", plural, kind, true);
  }

  /** The value of {@code apiVersion} in its objects. */
  public String apiVersion() {
    return group.isEmpty() ? version : group + "/" + version;
  }

  /** The plural with its group, as messages name it: {@code pods}, {@code deployments.apps}. */
  public String qualifiedPlural() {
    return group.isEmpty() ? plural : plural + "." + group;
  }

  /** The kind with its group, as messages name it: {@code Pod}, {@code Deployment.apps}. */
  public String qualifiedKind() {
    return group.isEmpty() ? kind : kind + "." + group;
  }
}
