package dev.muster.devcluster.pod;

import com.fasterxml.jackson.databind.JsonNode;
import dev.muster.devcluster.json.Json;
import dev.muster.devcluster.store.Cause;
import dev.muster.devcluster.store.Names;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Checks the spec of a pod that has its defaults. */
public final class PodChecks {
  private static final int MOST_NAMESERVERS = 3;

  private final Faults faults;
  private final SecurityChecks security;
  private final PlacementChecks placement;

  private PodChecks(List<Cause> causes) {
    this.faults = new Faults(causes);
    this.security = new SecurityChecks(faults);
    this.placement = new PlacementChecks(faults);
  }

  /** Adds what is wrong with the spec of a pod. */
  public static void ofPod(JsonNode spec, List<Cause> causes) {
    var checks = new PodChecks(causes);
    var containers = checks.spec(spec, "spec", true);
    containers.ofPod(spec.path("containers"), "spec.containers");
    containers.ofPod(spec.path("initContainers"), "spec.initContainers");
  }

  /** Adds what is wrong with a template for the pods of a Deployment or ReplicaSet. */
  public static void ofTemplate(JsonNode template, String at, List<Cause> causes) {
    var checks = new PodChecks(causes);
    // A real server leaves metadata out of these paths.
    checks.faults.labels(template.path("metadata").path("labels"), at + ".labels");
    for (var annotation : template.path("metadata").path("annotations").properties()) {
      var key = annotation.getKey().toLowerCase(Locale.ROOT);
      Names.qualified(key)
          .forEach(fault -> checks.faults.invalid(at + ".annotations", annotation.getKey(), fault));
    }
    checks.spec(template.path("spec"), at + ".spec", false);
    if (template.path("spec").has("ephemeralContainers")) {
      checks.faults.forbidden(
          at + ".spec.ephemeralContainers", "ephemeral containers not allowed in pod template");
    }
    if (template.path("spec").has("activeDeadlineSeconds")) {
      checks.faults.forbidden(
          at + ".spec.activeDeadlineSeconds",
          "activeDeadlineSeconds in ReplicaSet is not Supported");
    }
  }

  private ContainerChecks spec(JsonNode spec, String at, boolean isPod) {
    var volumes = new VolumeChecks(faults);
    volumes.volumes(spec.path("volumes"), at + ".volumes");
    var handlers = new HandlerChecks(faults, spec.path("terminationGracePeriodSeconds").asLong());
    var containers = new ContainerChecks(faults, volumes, handlers);
    containers.containers(spec.path("containers"), at + ".containers");
    containers.initContainers(
        spec.path("initContainers"), spec.path("containers"), at + ".initContainers");
    if (spec.path("hostNetwork").asBoolean()) {
      containers.hostNetwork(spec.path("containers"), isPod, at + ".containers");
    }
    faults.oneOf(spec, "restartPolicy", at, "Always", "OnFailure", "Never");
    faults.oneOf(
        spec, "dnsPolicy", at, "ClusterFirstWithHostNet", "ClusterFirst", "Default", "None");
    faults.labels(spec.path("nodeSelector"), at + ".nodeSelector");
    security.ofPod(spec, at);
    placement.affinity(spec.path("affinity"), at + ".affinity");
    names(spec, at);
    gates(spec, at);
    placement.spread(spec.path("topologySpreadConstraints"), at + ".topologySpreadConstraints");
    identity(spec, at);
    placement.tolerations(spec.path("tolerations"), at + ".tolerations");
    aliases(spec.path("hostAliases"), at + ".hostAliases");
    if (spec.has("runtimeClassName")) {
      faults.subdomain(spec.path("runtimeClassName").asText(), at + ".runtimeClassName");
    }
    faults.oneOf(spec, "preemptionPolicy", at, "PreemptLowerPriority", "Never");
    system(spec, at);
    return containers;
  }

  /** Where names are looked up. */
  private void names(JsonNode spec, String at) {
    var config = spec.path("dnsConfig");
    var here = at + ".dnsConfig";
    var servers = config.path("nameservers");
    if (spec.path("dnsPolicy").asText().equals("None")) {
      if (config.isMissingNode()) {
        faults.required(here, "must provide `dnsConfig` when `dnsPolicy` is None");
      } else if (servers.isEmpty()) {
        faults.required(
            here + ".nameservers",
            "must provide at least one DNS nameserver when `dnsPolicy` is None");
      }
    }
    if (servers.size() > MOST_NAMESERVERS) {
      faults.add(
          Cause.invalid(
              here + ".nameservers",
              Json.texts(servers).stream()
                  .map(Cause::quote)
                  .collect(Collectors.joining(", ", "[]string{", "}")),
              "must not have more than " + MOST_NAMESERVERS + " nameservers"));
    }
    int i = 0;
    for (var server : servers) {
      faults.address(server.asText(), here + ".nameservers[" + i++ + "]");
    }
    i = 0;
    for (var domain : config.path("searches")) {
      faults.subdomain(domain.asText().replaceFirst("\\.$", ""), here + ".searches[" + i++ + "]");
    }
    i = 0;
    for (var option : config.path("options")) {
      if (option.path("name").asText().isEmpty()) {
        faults.required(here + ".options[" + i + "]", "must not be empty");
      }
      i++;
    }
  }

  private void gates(JsonNode spec, String at) {
    int i = 0;
    for (var gate : spec.path("readinessGates")) {
      faults.qualified(
          gate.path("conditionType").asText(), at + ".readinessGates[" + i++ + "].conditionType");
    }
    i = 0;
    var seen = new HashSet<String>();
    for (var gate : spec.path("schedulingGates")) {
      var here = at + ".schedulingGates[" + i++ + "]";
      var name = gate.path("name").asText();
      faults.qualified(name, here);
      if (!seen.add(name)) {
        faults.duplicate(here, name);
      }
    }
  }

  /** What the pod is called, where it runs, and as whom. */
  private void identity(JsonNode spec, String at) {
    for (var name : List.of("serviceAccountName", "nodeName", "priorityClassName")) {
      var text = spec.path(name).asText();
      if (!text.isEmpty()) {
        faults.subdomain(text, at + "." + name);
      }
    }
    faults.between(spec, "activeDeadlineSeconds", 1, Integer.MAX_VALUE, at);
    for (var name : List.of("hostname", "subdomain")) {
      var text = spec.path(name).asText();
      if (!text.isEmpty()) {
        faults.label(text, at + "." + name);
      }
    }
  }

  private void aliases(JsonNode aliases, String at) {
    for (int i = 0; i < aliases.size(); i++) {
      var here = at + "[" + i + "]";
      faults.address(aliases.get(i).path("ip").asText(), here + ".ip");
      int j = 0;
      for (var name : aliases.get(i).path("hostnames")) {
        faults.subdomain(name.asText(), here + ".hostnames[" + j++ + "]");
      }
    }
  }

  private void system(JsonNode spec, String at) {
    var system = spec.path("os");
    if (system.isMissingNode()) {
      return;
    }
    switch (system.path("name").asText()) {
      case "" -> faults.required(at + ".os.name", "cannot be empty");
      case "windows" -> security.windows(spec, at);
      case "linux" -> {}
      default -> faults.oneOf(system.path("name").asText(), at + ".os", "linux", "windows");
    }
  }
}
