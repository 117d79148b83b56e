package dev.muster.devcluster.pod;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Checks the containers of a pod. */
final class ContainerChecks {
  private static final String ONLY_SIDECARS =
      "may not be set for init containers without restartPolicy=Always";

  private final Faults faults;
  private final VolumeChecks volumes;
  private final HandlerChecks handlers;

  /** Checks of a pod whose volumes have been checked. */
  ContainerChecks(Faults faults, VolumeChecks volumes, HandlerChecks handlers) {
    this.faults = faults;
    this.volumes = volumes;
    this.handlers = handlers;
  }

  void containers(JsonNode containers, String at) {
    if (containers.isEmpty()) {
      faults.required(at);
    }
    var names = new HashSet<String>();
    int i = 0;
    for (var container : containers) {
      var here = at + "[" + i++ + "]";
      common(container, here);
      var name = container.path("name").asText();
      if (!names.add(name)) {
        faults.duplicate(here + ".name", name);
      }
      handlers.check(container, here);
      if (container.has("restartPolicy")) {
        faults.forbidden(here + ".restartPolicy", "may not be set for non-init containers");
      }
    }
    var taken = new HashSet<String>();
    i = 0;
    for (var container : containers) {
      hostPorts(container.path("ports"), taken, at + "[" + i++ + "].ports");
    }
  }

  void initContainers(JsonNode containers, JsonNode others, String at) {
    var names = new HashSet<String>();
    others.forEach(other -> names.add(other.path("name").asText()));
    int i = 0;
    for (var container : containers) {
      var here = at + "[" + i++ + "]";
      common(container, here);
      faults.oneOf(container, "restartPolicy", here, "Always");
      var name = container.path("name").asText();
      if (!name.isEmpty() && !names.add(name)) {
        faults.duplicate(here + ".name", name);
      }
      hostPorts(container.path("ports"), new HashSet<>(), at + "[0].ports");
      if (container.path("restartPolicy").asText().equals("Always")) {
        handlers.check(container, here);
        continue;
      }
      for (var field : List.of("lifecycle", "livenessProbe", "readinessProbe", "startupProbe")) {
        if (container.has(field)) {
          faults.forbidden(here + "." + field, ONLY_SIDECARS);
        }
      }
    }
  }

  private void common(JsonNode container, String at) {
    faults.requiredLabel(container, at);
    faults.present(container, "image", at);
    faults.oneOf(container, "terminationMessagePolicy", at, "File", "FallbackToLogsOnError");
    ports(container.path("ports"), at + ".ports");
    var environment = new EnvironmentChecks(faults);
    environment.variables(container.path("env"), at + ".env");
    environment.sources(container.path("envFrom"), at + ".envFrom");
    volumes.mounts(container, at);
    faults.oneOf(container, "imagePullPolicy", at, "Always", "IfNotPresent", "Never");
    new ResourceChecks(faults).check(container.path("resources"), at + ".resources");
    new SecurityChecks(faults)
        .ofContainer(container.path("securityContext"), at + ".securityContext");
  }

  private void ports(JsonNode ports, String at) {
    var names = new HashSet<String>();
    int i = 0;
    for (var port : ports) {
      var here = at + "[" + i++ + "]";
      var name = port.path("name").asText();
      if (!name.isEmpty() && faults.portName(name, here + ".name") && !names.add(name)) {
        faults.duplicate(here + ".name", name);
      }
      if (port.path("containerPort").asInt() == 0) {
        faults.required(here + ".containerPort");
      } else {
        faults.port(port.path("containerPort"), here + ".containerPort");
      }
      if (port.path("hostPort").asInt() != 0) {
        faults.port(port.path("hostPort"), here + ".hostPort");
      }
      faults.oneOf(port, "protocol", here, "SCTP", "TCP", "UDP");
    }
  }

  private void hostPorts(JsonNode ports, Set<String> taken, String at) {
    int i = 0;
    for (var port : ports) {
      var here = at + "[" + i++ + "].hostPort";
      int number = port.path("hostPort").asInt();
      var place =
          port.path("protocol").asText("TCP") + "/" + port.path("hostIP").asText() + "/" + number;
      if (number != 0 && !taken.add(place)) {
        faults.duplicate(here, place);
      }
    }
  }

  /** In the network of the node a container's port is the node's. */
  void hostNetwork(JsonNode containers, boolean isPod, String at) {
    for (int i = 0; i < containers.size(); i++) {
      int j = 0;
      for (var port : containers.get(i).path("ports")) {
        var here = at + "[" + i + "].ports[" + j++ + "].hostPort";
        int number = port.path("hostPort").asInt();
        if ((isPod || number != 0) && number != port.path("containerPort").asInt()) {
          faults.invalid(
              here, port.path("hostPort"), "must match `containerPort` when `hostNetwork` is true");
        }
      }
    }
  }

  /** What a real server refuses of a pod, but not of a template. */
  void ofPod(JsonNode containers, String at) {
    int i = 0;
    for (var container : containers) {
      var image = container.path("image").asText();
      if (!image.equals(image.strip())) {
        faults.invalid(
            at + "[" + i + "].image", image, "must not have leading or trailing whitespace");
      }
      i++;
    }
  }
}
