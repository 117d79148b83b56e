package dev.muster.devcluster.pod;

import com.fasterxml.jackson.databind.JsonNode;
import dev.muster.devcluster.json.Json;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Checks what decides on which node a pod may run. */
final class PlacementChecks {
  private static final String REQUIRED = "requiredDuringSchedulingIgnoredDuringExecution";
  private static final String PREFERRED = "preferredDuringSchedulingIgnoredDuringExecution";
  private static final String NO_OPERATOR = "not a valid selector operator";
  private static final String NOT_EMPTY = "can not be empty";
  private static final String LIST_NEEDED = "must be specified when `operator` is 'In' or 'NotIn'";
  private static final String NO_LIST =
      "may not be specified when `operator` is 'Exists' or 'DoesNotExist'";

  private final Faults faults;

  PlacementChecks(Faults faults) {
    this.faults = faults;
  }

  void affinity(JsonNode affinity, String at) {
    var required = affinity.path("nodeAffinity").path(REQUIRED);
    if (required.isObject()) {
      var terms = at + ".nodeAffinity." + REQUIRED + ".nodeSelectorTerms";
      if (required.path("nodeSelectorTerms").isEmpty()) {
        faults.required(terms, "must have at least one node selector term");
      }
      int i = 0;
      for (var term : required.path("nodeSelectorTerms")) {
        nodes(term, terms + "[" + i++ + "]");
      }
    }
    int i = 0;
    for (var preferred : affinity.path("nodeAffinity").path(PREFERRED)) {
      var here = at + ".nodeAffinity." + PREFERRED + "[" + i++ + "]";
      weight(preferred, here);
      nodes(preferred.path("preference"), here + ".preference");
    }
    for (var kind : List.of("podAffinity", "podAntiAffinity")) {
      pods(affinity.path(kind), at + "." + kind);
    }
  }

  private void weight(JsonNode preferred, String at) {
    int weight = preferred.path("weight").asInt();
    if (weight < 1 || weight > 100) {
      faults.invalid(
          at + ".weight", Json.object().numberNode(weight), "must be in the range 1-100");
    }
  }

  private void nodes(JsonNode term, String at) {
    int i = 0;
    for (var wanted : term.path("matchExpressions")) {
      var here = at + ".matchExpressions[" + i++ + "]";
      var values = wanted.path("values");
      switch (wanted.path("operator").asText()) {
        case "In", "NotIn" -> listed(values, here);
        case "Exists", "DoesNotExist" -> unlisted(values, here);
        case "Gt", "Lt" -> {
          if (values.size() != 1) {
            faults.required(
                here + ".values", "must be specified single value when `operator` is 'Lt' or 'Gt'");
          }
        }
        default ->
            faults.invalid(here + ".operator", wanted.path("operator").asText(), NO_OPERATOR);
      }
      faults.qualified(wanted.path("key").asText(), here + ".key");
    }
    i = 0;
    for (var wanted : term.path("matchFields")) {
      field(wanted, at + ".matchFields[" + i++ + "]");
    }
  }

  private void listed(JsonNode values, String at) {
    if (values.isEmpty()) {
      faults.required(at + ".values", LIST_NEEDED);
    }
  }

  private void unlisted(JsonNode values, String at) {
    if (!values.isEmpty()) {
      faults.forbidden(at + ".values", NO_LIST);
    }
  }

  private void field(JsonNode wanted, String at) {
    var operator = wanted.path("operator").asText();
    if (!List.of("In", "NotIn").contains(operator)) {
      faults.invalid(at + ".operator", operator, NO_OPERATOR);
    } else if (wanted.path("values").size() != 1) {
      faults.required(
          at + ".values",
          "must be only one value when `operator` is 'In' or 'NotIn' for node field selector");
    }
    if (!wanted.path("key").asText().equals("metadata.name")) {
      faults.invalid(at + ".key", wanted.path("key").asText(), "not a valid field selector key");
    }
  }

  private void pods(JsonNode affinity, String at) {
    int i = 0;
    for (var term : affinity.path(REQUIRED)) {
      term(term, at + "." + REQUIRED + "[" + i++ + "]");
    }
    i = 0;
    for (var preferred : affinity.path(PREFERRED)) {
      var here = at + "." + PREFERRED + "[" + i++ + "]";
      weight(preferred, here);
      term(preferred.path("podAffinityTerm"), here + ".podAffinityTerm");
    }
  }

  private void term(JsonNode term, String at) {
    selector(term.path("labelSelector"), at + ".labelSelector");
    selector(term.path("namespaceSelector"), at + ".namespaceSelector");
    for (var name : term.path("namespaces")) {
      faults.label(name.asText(), at + ".namespace");
    }
    var key = term.path("topologyKey").asText();
    if (key.isEmpty()) {
      faults.required(at + ".topologyKey", NOT_EMPTY);
    }
    faults.qualified(key, at + ".topologyKey");
  }

  /** A selector of labels. */
  private void selector(JsonNode selector, String at) {
    faults.labels(selector.path("matchLabels"), at + ".matchLabels");
    int i = 0;
    for (var wanted : selector.path("matchExpressions")) {
      var here = at + ".matchExpressions[" + i++ + "]";
      switch (wanted.path("operator").asText()) {
        case "In", "NotIn" -> listed(wanted.path("values"), here);
        case "Exists", "DoesNotExist" -> unlisted(wanted.path("values"), here);
        default ->
            faults.invalid(here + ".operator", wanted.path("operator").asText(), NO_OPERATOR);
      }
      faults.qualified(wanted.path("key").asText(), here + ".key");
      int j = 0;
      for (var value : wanted.path("values")) {
        faults.labelValue(value.asText(), here + ".values[" + j++ + "]");
      }
    }
  }

  void tolerations(JsonNode tolerations, String at) {
    int i = 0;
    for (var toleration : tolerations) {
      toleration(toleration, at + "[" + i++ + "]");
    }
  }

  private void toleration(JsonNode toleration, String at) {
    var key = toleration.path("key").asText();
    var operator = toleration.path("operator").asText();
    var effect = toleration.path("effect").asText();
    var value = toleration.path("value").asText();
    if (!key.isEmpty()) {
      faults.qualified(key, at + ".key");
    } else if (!operator.equals("Exists")) {
      faults.invalid(
          at + ".operator",
          operator,
          "operator must be Exists when `key` is empty, which means \"match all values and all"
              + " keys\"");
    }
    if (toleration.has("tolerationSeconds") && !effect.equals("NoExecute")) {
      faults.invalid(
          at + ".effect", effect, "effect must be 'NoExecute' when `tolerationSeconds` is set");
    }
    switch (operator) {
      case "Equal", "" -> faults.labelValue(value, at + ".operator");
      case "Exists" -> {
        if (!value.isEmpty()) {
          faults.invalid(
              at + ".operator", value, "value must be empty when `operator` is 'Exists'");
        }
      }
      default -> faults.oneOf(operator, at + ".operator", "Equal", "Exists");
    }
    if (!effect.isEmpty()) {
      faults.oneOf(effect, at + ".effect", "NoSchedule", "PreferNoSchedule", "NoExecute");
    }
  }

  void spread(JsonNode constraints, String at) {
    for (int i = 0; i < constraints.size(); i++) {
      var constraint = constraints.get(i);
      var here = at + "[" + i + "]";
      positive(constraint.path("maxSkew"), here + ".maxSkew");
      var key = constraint.path("topologyKey").asText();
      if (key.isEmpty()) {
        faults.required(here + ".topologyKey", NOT_EMPTY);
      }
      var otherwise = constraint.path("whenUnsatisfiable").asText();
      faults.oneOf(otherwise, here + ".whenUnsatisfiable", "DoNotSchedule", "ScheduleAnyway");
      for (int j = i + 1; j < constraints.size(); j++) {
        if (constraints.get(j).path("topologyKey").asText().equals(key)
            && constraints.get(j).path("whenUnsatisfiable").asText().equals(otherwise)) {
          faults.duplicate(
              here + ".{topologyKey, whenUnsatisfiable}", "{" + key + ", " + otherwise + "}");
        }
      }
      domains(constraint, otherwise, here);
      faults.oneOf(constraint, "nodeAffinityPolicy", here, "Honor", "Ignore");
      faults.oneOf(constraint, "nodeTaintsPolicy", here, "Honor", "Ignore");
      keys(constraint, here);
      selector(constraint.path("labelSelector"), here + ".labelSelector");
    }
  }

  private void positive(JsonNode number, String at) {
    if (number.asInt() <= 0) {
      faults.invalid(at, Json.object().numberNode(number.asInt()), "must be greater than zero");
    }
  }

  private void domains(JsonNode constraint, String otherwise, String at) {
    var least = constraint.path("minDomains");
    if (least.isMissingNode()) {
      return;
    }
    positive(least, at + ".minDomains");
    if (!otherwise.equals("DoNotSchedule")) {
      faults.invalid(
          at + ".minDomains",
          least,
          "can only use minDomains if whenUnsatisfiable=DoNotSchedule, not " + otherwise);
    }
  }

  private void keys(JsonNode constraint, String at) {
    var keys = Json.texts(constraint.get("matchLabelKeys"));
    var selector = constraint.path("labelSelector");
    if (!keys.isEmpty() && selector.isMissingNode()) {
      faults.forbidden(
          at + ".matchLabelKeys", "must not be specified when labelSelector is not set");
    }
    var selected = keysOf(selector);
    for (int i = 0; i < keys.size(); i++) {
      var here = at + ".matchLabelKeys[" + i + "]";
      faults.qualified(keys.get(i), here);
      if (selected.contains(keys.get(i))) {
        faults.invalid(here, keys.get(i), "exists in both matchLabelKeys and labelSelector");
      }
    }
  }

  private static Set<String> keysOf(JsonNode selector) {
    var keys = new HashSet<String>();
    selector.path("matchLabels").fieldNames().forEachRemaining(keys::add);
    selector.path("matchExpressions").forEach(wanted -> keys.add(wanted.path("key").asText()));
    return keys;
  }
}
