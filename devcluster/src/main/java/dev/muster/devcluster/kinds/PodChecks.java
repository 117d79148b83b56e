package dev.muster.devcluster.kinds;

import com.fasterxml.jackson.databind.JsonNode;
import dev.muster.devcluster.json.Json;
import dev.muster.devcluster.schema.Quantity;
import dev.muster.devcluster.store.Cause;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Checks the spec of pods, wherever it stands. */
final class PodChecks {
  private static final List<String> PROTOCOLS = List.of("SCTP", "TCP", "UDP");

  private final List<Cause> causes;

  private PodChecks(List<Cause> causes) {
    this.causes = causes;
  }

  /** Adds what is wrong with a pod spec at this path. */
  static void check(JsonNode spec, String at, List<Cause> causes) {
    new PodChecks(causes).spec(spec, at);
  }

  private void spec(JsonNode spec, String at) {
    var volumes = new HashSet<String>();
    int i = 0;
    for (var volume : spec.path("volumes")) {
      var name = volume.path("name").asText();
      label(name, at + ".volumes[" + i + "].name");
      if (!volumes.add(name)) {
        causes.add(Cause.duplicate(at + ".volumes[" + i + "].name", Cause.quote(name)));
      }
      i++;
    }
    if (spec.path("containers").isEmpty()) {
      causes.add(Cause.required(at + ".containers", ""));
    }
    var names = new HashSet<String>();
    for (var list : List.of("initContainers", "containers")) {
      int index = 0;
      for (var container : spec.path(list)) {
        container(container, at + "." + list + "[" + index++ + "]", names, volumes);
      }
    }
    oneOf(spec, "restartPolicy", at, List.of("Always", "OnFailure", "Never"));
    oneOf(
        spec,
        "dnsPolicy",
        at,
        List.of("ClusterFirstWithHostNet", "ClusterFirst", "Default", "None"));
    if (spec.path("terminationGracePeriodSeconds").asLong() < 0) {
      negative(spec.path("terminationGracePeriodSeconds"), at + ".terminationGracePeriodSeconds");
    }
    var account = spec.path("serviceAccountName").asText();
    if (!account.isEmpty()) {
      Names.subdomain(account)
          .ifPresent(f -> causes.add(Cause.invalidText(at + ".serviceAccountName", account, f)));
    }
  }

  private void container(JsonNode container, String at, Set<String> names, Set<String> volumes) {
    var name = container.path("name").asText();
    label(name, at + ".name");
    if (!name.isEmpty() && !names.add(name)) {
      causes.add(Cause.duplicate(at + ".name", Cause.quote(name)));
    }
    if (container.path("image").asText().isEmpty()) {
      causes.add(Cause.required(at + ".image", ""));
    }
    ports(container.path("ports"), at + ".ports");
    environment(container.path("env"), at + ".env");
    int i = 0;
    for (var mount : container.path("volumeMounts")) {
      var here = at + ".volumeMounts[" + i++ + "]";
      var volume = mount.path("name").asText();
      if (!volumes.contains(volume)) {
        causes.add(
            new Cause("FieldValueNotFound", "Not found: " + Cause.quote(volume), here + ".name"));
      }
      if (mount.path("mountPath").asText().isEmpty()) {
        causes.add(Cause.required(here + ".mountPath", ""));
      }
    }
    oneOf(container, "imagePullPolicy", at, List.of("Always", "IfNotPresent", "Never"));
    for (var probe : List.of("livenessProbe", "readinessProbe", "startupProbe")) {
      probe(container.path(probe), at + "." + probe);
    }
    resources(container.path("resources"), at + ".resources");
  }

  private void ports(JsonNode ports, String at) {
    var names = new HashSet<String>();
    int i = 0;
    for (var port : ports) {
      var here = at + "[" + i++ + "]";
      var name = port.path("name").asText();
      if (!name.isEmpty() && !names.add(name)) {
        causes.add(Cause.duplicate(here + ".name", Cause.quote(name)));
      }
      if (!name.isEmpty() && !name.matches("[a-z0-9-]{1,15}")) {
        causes.add(Cause.invalidText(here + ".name", name, "must be no more than 15 characters"));
      }
      if (port.path("containerPort").asInt() == 0) {
        causes.add(Cause.required(here + ".containerPort", ""));
      } else {
        portNumber(port.path("containerPort"), here + ".containerPort");
      }
      if (port.path("hostPort").asInt() != 0) {
        portNumber(port.path("hostPort"), here + ".hostPort");
      }
      oneOf(port, "protocol", here, PROTOCOLS);
    }
  }

  private void portNumber(JsonNode port, String at) {
    if (port.asInt() < 1 || port.asInt() > 65535) {
      causes.add(Cause.invalid(at, port.toString(), "must be between 1 and 65535, inclusive"));
    }
  }

  private void environment(JsonNode variables, String at) {
    int i = 0;
    for (var variable : variables) {
      var here = at + "[" + i++ + "]";
      if (variable.path("name").asText().isEmpty()) {
        causes.add(Cause.required(here + ".name", ""));
      }
      if (variable.has("valueFrom") && !variable.path("value").asText().isEmpty()) {
        causes.add(
            Cause.invalidText(
                here + ".valueFrom", "", "may not be specified when `value` is not empty"));
      }
    }
  }

  private void probe(JsonNode probe, String at) {
    if (probe.isMissingNode()) {
      return;
    }
    long handlers =
        List.of("exec", "httpGet", "tcpSocket", "grpc").stream().filter(probe::has).count();
    if (handlers == 0) {
      causes.add(Cause.required(at, "must specify a handler type"));
    } else if (handlers > 1) {
      causes.add(Cause.forbidden(at, "may not specify more than 1 handler type"));
    }
    for (var name :
        List.of(
            "initialDelaySeconds",
            "timeoutSeconds",
            "periodSeconds",
            "successThreshold",
            "failureThreshold")) {
      if (probe.path(name).asInt() < 0) {
        negative(probe.path(name), at + "." + name);
      }
    }
  }

  private void negative(JsonNode value, String at) {
    causes.add(Cause.invalid(at, value.toString(), "must be greater than or equal to 0"));
  }

  private void resources(JsonNode resources, String at) {
    for (var list : List.of("limits", "requests")) {
      for (var entry : resources.path(list).properties()) {
        var amount = Quantity.parse(entry.getValue().asText()).orElseThrow();
        if (amount.value().signum() < 0) {
          causes.add(
              Cause.invalidText(
                  at + "." + list + "[" + entry.getKey() + "]",
                  entry.getValue().asText(),
                  "must be greater than or equal to 0"));
        }
      }
    }
    for (var request : resources.path("requests").properties()) {
      var limit = resources.path("limits").path(request.getKey());
      if (!Json.isNull(limit)) {
        var asked = Quantity.parse(request.getValue().asText()).orElseThrow();
        var most = Quantity.parse(limit.asText()).orElseThrow();
        if (asked.value().compareTo(most.value()) > 0) {
          causes.add(
              Cause.invalidText(
                  at + ".requests",
                  request.getValue().asText(),
                  "must be less than or equal to "
                      + request.getKey()
                      + " limit of "
                      + limit.asText()));
        }
      }
    }
  }

  private void label(String name, String at) {
    if (name.isEmpty()) {
      causes.add(Cause.required(at, ""));
    } else {
      Names.label(name).ifPresent(fault -> causes.add(Cause.invalidText(at, name, fault)));
    }
  }

  private void oneOf(JsonNode object, String name, String at, List<String> allowed) {
    var value = object.path(name).asText();
    if (object.has(name) && !allowed.contains(value)) {
      causes.add(Cause.unsupported(at + "." + name, Cause.quote(value), allowed));
    }
  }
}
