package dev.muster.devcluster.pod;

import com.fasterxml.jackson.databind.JsonNode;
import dev.muster.devcluster.schema.Quantity;
import dev.muster.devcluster.store.Cause;
import dev.muster.devcluster.store.Names;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Checks where the environment of a container comes from, and what files tell of their pod. */
final class EnvironmentChecks {
  private static final Pattern NAME = Pattern.compile("[ -<>-~]+");
  private static final Pattern SUBSCRIPT = Pattern.compile("(.+)\\['(.*)']");

  /** What a variable may be told of its pod, in the order of messages. */
  private static final List<String> OF_VARIABLES =
      List.of(
          "metadata.name",
          "metadata.namespace",
          "metadata.uid",
          "spec.nodeName",
          "spec.serviceAccountName",
          "status.hostIP",
          "status.hostIPs",
          "status.podIP",
          "status.podIPs");

  /** What a file may be told of its pod, in the order of messages. */
  private static final List<String> OF_FILES =
      List.of(
          "metadata.annotations",
          "metadata.labels",
          "metadata.name",
          "metadata.namespace",
          "metadata.uid");

  /** Fields that can be named although nothing may be told of them. */
  private static final Set<String> KNOWN =
      Stream.concat(
              Stream.concat(OF_VARIABLES.stream(), OF_FILES.stream()),
              Stream.of("status.phase", "spec.restartPolicy", "spec.schedulerName"))
          .collect(Collectors.toUnmodifiableSet());

  private static final List<String> AMOUNTS =
      List.of(
          "limits.cpu",
          "limits.ephemeral-storage",
          "limits.memory",
          "requests.cpu",
          "requests.ephemeral-storage",
          "requests.memory");

  private static final List<String> CPU_DIVISORS = List.of("1m", "1");
  private static final List<String> BYTE_DIVISORS =
      List.of("1", "1k", "1M", "1G", "1T", "1P", "1E", "1Ki", "1Mi", "1Gi", "1Ti", "1Pi", "1Ei");

  private final Faults faults;

  EnvironmentChecks(Faults faults) {
    this.faults = faults;
  }

  void variables(JsonNode variables, String at) {
    int i = 0;
    for (var variable : variables) {
      var here = at + "[" + i++ + "]";
      var name = variable.path("name").asText();
      if (name.isEmpty()) {
        faults.required(here + ".name");
      } else {
        name(name, here + ".name");
      }
      if (variable.has("valueFrom")) {
        source(variable, here + ".valueFrom");
      }
    }
  }

  private void name(String name, String at) {
    if (!NAME.matcher(name).matches()) {
      faults.invalid(
          at,
          name,
          "a valid environment variable name must consist only of printable ASCII characters other"
              + " than '='");
    }
  }

  private void source(JsonNode variable, String at) {
    var from = variable.path("valueFrom");
    if (from.has("fieldRef")) {
      field(from.path("fieldRef"), OF_VARIABLES, at + ".fieldRef");
    }
    if (from.has("resourceFieldRef")) {
      amount(from.path("resourceFieldRef"), at + ".resourceFieldRef");
    }
    for (var kind : List.of("configMapKeyRef", "secretKeyRef")) {
      if (from.has(kind)) {
        key(from.path(kind), at + "." + kind);
      }
    }
    if (from.isEmpty()) {
      faults.invalid(
          at,
          "",
          "must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef` or"
              + " `secretKeyRef`");
    } else if (!variable.path("value").asText().isEmpty()) {
      faults.invalid(at, "", "may not be specified when `value` is not empty");
    } else if (from.size() > 1) {
      faults.invalid(at, "", "may not have more than one field specified at a time");
    }
  }

  private void key(JsonNode reference, String at) {
    faults.subdomain(reference.path("name").asText(), at + ".name");
    var key = reference.path("key").asText();
    if (key.isEmpty()) {
      faults.required(at + ".key");
    } else {
      faults.configKey(key, at + ".key");
    }
  }

  /** A reference to a field of the pod from a file. */
  void fieldOfFile(JsonNode reference, String at) {
    field(reference, OF_FILES, at);
  }

  private void field(JsonNode reference, List<String> allowed, String at) {
    var path = reference.path("fieldPath").asText();
    var where = at + ".fieldPath";
    if (path.isEmpty()) {
      faults.required(where);
      return;
    }
    var version = reference.path("apiVersion").asText();
    if (!version.equals("v1")) {
      faults.invalid(
          where, path, "error converting fieldPath: unsupported pod version: " + version);
      return;
    }
    var subscript = SUBSCRIPT.matcher(path);
    if (subscript.matches()) {
      subscript(subscript, path, at);
    } else if (!KNOWN.contains(path)) {
      unknown(path, where);
    } else if (!allowed.contains(path)) {
      faults.add(Cause.unsupported(where, Cause.quote(path), allowed));
    }
  }

  private void unknown(String path, String at) {
    faults.invalid(at, path, "error converting fieldPath: field label not supported: " + path);
  }

  private void subscript(Matcher subscript, String path, String at) {
    var key = subscript.group(2);
    switch (subscript.group(1)) {
      case "metadata.annotations" -> faults.qualified(key.toLowerCase(Locale.ROOT), at);
      case "metadata.labels" -> faults.qualified(key, at);
      default -> {
        if (KNOWN.contains(subscript.group(1))) {
          faults.invalid(
              at + ".fieldPath",
              path,
              "error converting fieldPath: field label does not support subscript: " + path);
        } else {
          unknown(path, at + ".fieldPath");
        }
      }
    }
  }

  /** A reference to what a container asks for. */
  void amount(JsonNode reference, String at) {
    var resource = reference.path("resource").asText();
    if (resource.isEmpty()) {
      faults.required(at + ".resource");
      return;
    }
    if (!AMOUNTS.contains(resource) && !resource.matches("(limits|requests)\\.hugepages-.+")) {
      faults.add(Cause.unsupported(at + ".resource", Cause.quote(resource), AMOUNTS));
      return;
    }
    boolean cpu = resource.endsWith(".cpu");
    if (!isOneOf(reference.path("divisor").asText(), cpu ? CPU_DIVISORS : BYTE_DIVISORS)) {
      var kind = resource.substring(resource.indexOf('.') + 1);
      faults.invalid(
          at + ".divisor",
          resource,
          cpu
              ? "only divisor's values 1m and 1 are supported with the cpu resource"
              : "only divisor's values "
                  + String.join(", ", BYTE_DIVISORS)
                  + " are supported with the "
                  + kind
                  + " resource");
    }
  }

  private static boolean isOneOf(String divisor, List<String> divisors) {
    var value = Quantity.parse(divisor).map(Quantity::value).orElse(BigDecimal.ZERO);
    return value.signum() == 0
        || divisors.stream()
            .flatMap(one -> Quantity.parse(one).stream())
            .anyMatch(one -> one.value().compareTo(value) == 0);
  }

  /** Sources of many variables. */
  void sources(JsonNode sources, String at) {
    int i = 0;
    for (var source : sources) {
      var here = at + "[" + i++ + "]";
      var prefix = source.path("prefix").asText();
      if (!prefix.isEmpty()) {
        name(prefix, here + ".prefix");
      }
      int found = 0;
      for (var kind : List.of("configMapRef", "secretRef")) {
        if (source.has(kind)) {
          found++;
          named(source.path(kind), here + "." + kind);
        }
      }
      if (found == 0) {
        faults.invalid(at, "", "must specify one of: `configMapRef` or `secretRef`");
      } else if (found > 1) {
        faults.invalid(at, "", "may not have more than one field specified at a time");
      }
    }
  }

  private void named(JsonNode reference, String at) {
    var name = reference.path("name").asText();
    if (name.isEmpty()) {
      faults.required(at + ".name");
    } else {
      Names.subdomain(name).ifPresent(fault -> faults.invalid(at + ".name", name, fault));
    }
  }
}
