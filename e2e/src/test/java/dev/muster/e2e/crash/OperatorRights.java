package dev.muster.e2e.crash;

import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the chart lets the operator do. */
final class OperatorRights {
  private static final Path RULES = Path.of("../charts/muster/files/operator-rules.yaml");
  private static final Map<String, String> VERBS =
      Map.of(
          "POST", "create",
          "PUT", "update",
          "PATCH", "patch",
          "DELETE", "delete",
          "WATCH", "watch");

  private final Set<String> rights = new HashSet<>();

  private OperatorRights(List<PolicyRule> rules) {
    // The one right that is not in the file, as nodes are in no namespace.
    rights.add("get nodes");
    for (var rule : rules) {
      rule.getResources()
          .forEach(resource -> rule.getVerbs().forEach(verb -> rights.add(verb + " " + resource)));
    }
  }

  static OperatorRights ofTheChart() {
    try {
      var yaml = Files.readString(RULES).replaceAll("(?m)^(?=[-#])|^(?= )", "  ");
      return new OperatorRights(
          Serialization.unmarshal(
                  "apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nrules:\n" + yaml,
                  io.fabric8.kubernetes.api.model.rbac.ClusterRole.class)
              .getRules());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The calls of an operator that the chart gives it no right to. */
  List<String> missing(Collection<Trouble> troubles) {
    return troubles.stream()
        .filter(trouble -> trouble.part() == Trouble.Part.OPERATOR)
        .map(trouble -> trouble.site().call())
        .filter(call -> call.matches("[A-Z]+ [a-z].*"))
        .distinct()
        .filter(call -> !rights.contains(right(call)))
        .sorted()
        .toList();
  }

  /** {@code PUT matches/x/status} is {@code update matches/status}. */
  private static String right(String call) {
    var words = call.split(" ", -1);
    var path = words[1].split("/", -1);
    var resource = path.length == 3 ? path[0] + "/" + path[2] : path[0];
    var get = path.length == 1 ? "list" : "get";
    return VERBS.getOrDefault(words[0], get) + " " + resource;
  }
}
