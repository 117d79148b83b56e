package dev.muster.devcluster.pod;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** Checks what is done to a container from outside: probes and hooks. */
final class HandlerChecks {
  private static final String HEADER = "[-A-Za-z0-9]+";

  private final Faults faults;
  private final long grace;

  /**
   * Checks of a pod.
   *
   * @param grace how long the pod may take to end, in seconds
   */
  HandlerChecks(Faults faults, long grace) {
    this.faults = faults;
    this.grace = grace;
  }

  /** All probes and hooks of a container. */
  void check(JsonNode container, String at) {
    for (var hook : List.of("postStart", "preStop")) {
      if (container.path("lifecycle").has(hook)) {
        handler(container.path("lifecycle").path(hook), at + ".lifecycle." + hook);
      }
    }
    for (var name : List.of("livenessProbe", "readinessProbe", "startupProbe")) {
      if (container.has(name)) {
        probe(container.path(name), at + "." + name, name.equals("readinessProbe"));
      }
    }
  }

  private void probe(JsonNode probe, String at, boolean readiness) {
    handler(probe, at);
    for (var name :
        List.of(
            "initialDelaySeconds",
            "timeoutSeconds",
            "periodSeconds",
            "successThreshold",
            "failureThreshold")) {
      faults.notNegative(probe, name, at);
    }
    var own = probe.path("terminationGracePeriodSeconds");
    var where = at + ".terminationGracePeriodSeconds";
    if (own.isNumber() && own.asLong() <= 0) {
      faults.invalid(where, own, "must be greater than 0");
    }
    if (readiness && own.isNumber()) {
      faults.invalid(where, own, "must not be set for readinessProbes");
    }
    if (!readiness && probe.path("successThreshold").asInt() != 1) {
      faults.invalid(at + ".successThreshold", probe.path("successThreshold"), "must be 1");
    }
  }

  private void handler(JsonNode handler, String at) {
    boolean found = false;
    for (var kind : List.of("exec", "httpGet", "tcpSocket", "grpc", "sleep")) {
      if (!handler.has(kind)) {
        continue;
      }
      var here = at + "." + kind;
      if (found) {
        faults.forbidden(here, "may not specify more than 1 handler type");
      } else {
        action(kind, handler.path(kind), here);
      }
      found = true;
    }
    if (!found) {
      faults.required(at, "must specify a handler type");
    }
  }

  private void action(String kind, JsonNode action, String at) {
    switch (kind) {
      case "exec" -> {
        if (action.path("command").isEmpty()) {
          faults.required(at + ".command");
        }
      }
      case "httpGet" -> http(action, at);
      case "sleep" -> {
        long seconds = action.path("seconds").asLong();
        if (seconds <= 0 || seconds > grace) {
          faults.invalid(
              at,
              action.path("seconds"),
              "must be greater than 0 and less than terminationGracePeriodSeconds (%d). Enable AllowPodLifecycleSleepActionZeroValue feature gate for zero sleep."
                  .formatted(grace));
        }
      }
      default -> faults.portOrName(action.path("port"), at + ".port");
    }
  }

  private void http(JsonNode action, String at) {
    faults.portOrName(action.path("port"), at + ".port");
    faults.oneOf(action, "scheme", at, "HTTP", "HTTPS");
    for (var header : action.path("httpHeaders")) {
      var name = header.path("name").asText();
      if (!name.matches(HEADER)) {
        faults.invalid(
            at + ".httpHeaders",
            name,
            "a valid HTTP header must consist of alphanumeric characters or '-' (e.g."
                + " 'X-Header-Name', regex used for validation is '"
                + HEADER
                + "')");
      }
    }
  }
}
