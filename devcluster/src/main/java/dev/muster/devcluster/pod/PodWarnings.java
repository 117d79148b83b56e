package dev.muster.devcluster.pod;

import com.fasterxml.jackson.databind.JsonNode;
import dev.muster.devcluster.schema.Quantity;
import dev.muster.devcluster.store.Cause;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/** What a real API server warns of in the spec of a pod that it takes. */
public final class PodWarnings {
  private static final String NO_SELECTOR = ": a null labelSelector results in matching no pod";

  private final List<String> warnings = new ArrayList<>();
  private final String at;

  private PodWarnings(String at) {
    this.at = at;
  }

  /**
   * All warnings.
   *
   * @param at where the spec stands
   */
  public static List<String> of(JsonNode spec, String at) {
    var warnings = new PodWarnings(at);
    warnings.placement(spec);
    warnings.volumes(spec.path("volumes"));
    warnings.secrets(spec.path("imagePullSecrets"));
    warnings.containers(spec);
    warnings.ports(spec);
    if (spec.path("terminationGracePeriodSeconds").asLong() < 0) {
      warnings.say(
          at
              + ".terminationGracePeriodSeconds: must be >= 0; negative values are invalid and will"
              + " be treated as 1");
    }
    warnings.pods(spec.path("affinity"));
    return warnings.warnings;
  }

  private void say(String warning) {
    warnings.add(warning);
  }

  private void placement(JsonNode spec) {
    int i = 0;
    for (var constraint : spec.path("topologySpreadConstraints")) {
      if (!constraint.has("labelSelector")) {
        say(at + ".topologySpreadConstraints[" + i + "].labelSelector" + NO_SELECTOR);
      }
      i++;
    }
  }

  private void pods(JsonNode affinity) {
    for (var kind : List.of("podAffinity", "podAntiAffinity")) {
      for (var list : affinity.path(kind).properties()) {
        int i = 0;
        for (var term : list.getValue()) {
          var below = term.has("weight") ? ".podAffinityTerm" : "";
          var wanted = term.has("weight") ? term.path("podAffinityTerm") : term;
          if (!wanted.has("labelSelector")) {
            var where = at + ".affinity." + kind + "." + list.getKey() + "[" + i + "]";
            say(where + below + ".labelSelector" + NO_SELECTOR);
          }
          i++;
        }
      }
    }
  }

  private void volumes(JsonNode volumes) {
    for (var volume : volumes) {
      for (var source : volume.path("projected").path("sources")) {
        if (source.isEmpty()) {
          var name = Cause.quote(volume.path("name").asText());
          say("volume " + name + " (Projected) has no sources provided");
        }
      }
    }
  }

  private void secrets(JsonNode secrets) {
    var names = new HashSet<String>();
    var empty = new ArrayList<String>();
    int i = 0;
    for (var secret : secrets) {
      var name = secret.path("name").asText();
      var where = at + ".imagePullSecrets[" + i++ + "].name";
      if (!names.add(name)) {
        say(where + ": duplicate name " + Cause.quote(name));
      }
      if (name.isEmpty()) {
        empty.add(where + ": invalid empty name \"\"");
      }
    }
    empty.forEach(this::say);
  }

  private void containers(JsonNode spec) {
    for (var list : List.of("initContainers", "containers")) {
      int i = 0;
      for (var container : spec.path(list)) {
        var here = at + "." + list + "[" + i++ + "]";
        for (var resource : List.of("memory", "ephemeral-storage")) {
          for (var kind : List.of("limits", "requests")) {
            fraction(container.path("resources").path(kind), resource, here, kind);
          }
        }
        variables(container.path("env"), here + ".env");
      }
    }
  }

  private void fraction(JsonNode amounts, String resource, String at, String kind) {
    var amount = amounts.path(resource).asText();
    boolean whole =
        Quantity.parse(amount)
            .map(quantity -> quantity.value().stripTrailingZeros().scale() <= 0)
            .orElse(true);
    if (!whole) {
      say(
          at
              + ".resources."
              + kind
              + "["
              + resource
              + "]: fractional byte value "
              + Cause.quote(amount)
              + " is invalid, must be an integer");
    }
  }

  private void variables(JsonNode variables, String at) {
    var names = new HashSet<String>();
    int i = 0;
    for (var variable : variables) {
      var name = variable.path("name").asText();
      var value = variable.path("value").asText();
      var old = "$(" + name + ")";
      boolean builtOnIt = !variable.has("valueFrom") && value.contains(old) && !value.equals(old);
      if (!names.add(name) && !builtOnIt) {
        say(
            at
                + "["
                + i
                + "]: hides previous definition of "
                + Cause.quote(name)
                + ", which may be dropped when using apply");
      }
      i++;
    }
  }

  private record Port(String at, int hostPort, String hostAddress) {}

  private void ports(JsonNode spec) {
    var seen = new HashMap<String, List<Port>>();
    for (var list : List.of("initContainers", "containers")) {
      for (int i = 0; i < spec.path(list).size(); i++) {
        int j = 0;
        for (var port : spec.path(list).get(i).path("ports")) {
          var here = at + "." + list + "[" + i + "].ports[" + j++ + "]";
          port(port, here, seen);
        }
      }
    }
  }

  private void port(JsonNode port, String at, Map<String, List<Port>> seen) {
    var number = port.path("containerPort").asInt() + "/" + port.path("protocol").asText();
    var it = new Port(at, port.path("hostPort").asInt(), port.path("hostIP").asText());
    var others = seen.computeIfAbsent(number, any -> new ArrayList<>());
    for (var other : others) {
      boolean sameAddress = it.hostAddress.equals(other.hostAddress);
      if (sameAddress && it.hostPort == other.hostPort) {
        say(at + ": duplicate port definition with " + other.at);
      } else if (it.hostPort == 0 || other.hostPort == 0) {
        say(at + ": overlapping port definition with " + other.at);
      } else if (it.hostPort == other.hostPort
          && (it.hostAddress.isEmpty() || other.hostAddress.isEmpty())) {
        say(at + ": dangerously ambiguous port definition with " + other.at);
      }
    }
    others.add(it);
  }
}
