package dev.muster.devcluster.kinds;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.muster.devcluster.json.Json;
import dev.muster.devcluster.pod.PodChecks;
import dev.muster.devcluster.pod.PodWarnings;
import dev.muster.devcluster.store.Cause;
import java.util.List;
import java.util.stream.Collectors;

/** Deployments and ReplicaSets. */
final class WorkloadBehavior implements Behavior {
  private final boolean deployment;

  WorkloadBehavior(boolean deployment) {
    this.deployment = deployment;
  }

  @Override
  public void defaults(ObjectNode object) {
    var spec = Json.child(object, "spec");
    PodDefaults.number(spec, "replicas", 1);
    var template = Json.child(spec, "template");
    var metadata = Json.child(template, "metadata");
    if (!metadata.has("creationTimestamp")) {
      metadata.putNull("creationTimestamp");
    }
    PodDefaults.fill(Json.child(template, "spec"));
    if (deployment) {
      PodDefaults.number(spec, "revisionHistoryLimit", 10);
      PodDefaults.number(spec, "progressDeadlineSeconds", 600);
      var strategy = Json.child(spec, "strategy");
      PodDefaults.text(strategy, "type", "RollingUpdate");
      if (strategy.path("type").asText().equals("RollingUpdate")) {
        var rolling = Json.child(strategy, "rollingUpdate");
        PodDefaults.text(rolling, "maxUnavailable", "25%");
        PodDefaults.text(rolling, "maxSurge", "25%");
      }
    }
  }

  @Override
  public void prepareCreate(ObjectNode object) {
    if (!deployment) {
      Json.child(object, "status").put("replicas", 0);
    }
  }

  @Override
  public void check(ObjectNode object, ObjectNode old, List<Cause> causes) {
    var spec = object.path("spec");
    var selector = spec.path("selector");
    var labels = spec.path("template").path("metadata").path("labels");
    if (!selector.isObject()) {
      causes.add(Cause.required("spec.selector", ""));
    } else if (selector.isEmpty()) {
      causes.add(
          Cause.invalid(
              "spec.selector",
              "v1.LabelSelector{MatchLabels:map[string]string(nil), MatchExpressions:[]v1.LabelSelectorRequirement(nil)}",
              "empty selector is invalid for deployment"));
    } else if (!matches(selector.path("matchLabels"), labels)) {
      causes.add(
          Cause.invalid(
              "spec.template.metadata.labels",
              goMap(labels),
              "`selector` does not match template `labels`"));
    }
    if (spec.path("replicas").asInt() < 0) {
      causes.add(
          Cause.invalid(
              "spec.replicas",
              spec.path("replicas").toString(),
              "must be greater than or equal to 0"));
    }
    PodChecks.ofTemplate(spec.path("template"), "spec.template", causes);
    var template = spec.path("template").path("spec");
    if (template.has("restartPolicy")
        && !template.path("restartPolicy").asText().equals("Always")) {
      causes.add(
          Cause.unsupported(
              "spec.template.spec.restartPolicy",
              Cause.show(template.get("restartPolicy")),
              List.of("Always")));
    }
    if (old != null && !Json.same(selector, old.path("spec").path("selector"))) {
      causes.add(
          Cause.invalid(
              "spec.selector",
              "v1.LabelSelector{MatchLabels:"
                  + goMap(selector.path("matchLabels"))
                  + ", MatchExpressions:[]v1.LabelSelectorRequirement(nil)}",
              "field is immutable"));
    }
  }

  @Override
  public List<String> warnings(ObjectNode object) {
    var template = object.path("spec").path("template").path("spec");
    return PodWarnings.of(template, "spec.template.spec");
  }

  private static boolean matches(JsonNode wanted, JsonNode labels) {
    return wanted.properties().stream()
        .allMatch(label -> label.getValue().equals(labels.get(label.getKey())));
  }

  private static String goMap(JsonNode labels) {
    if (labels.isEmpty()) {
      return "map[string]string(nil)";
    }
    return labels.properties().stream()
        .map(label -> Cause.quote(label.getKey()) + ":" + Cause.show(label.getValue()))
        .sorted()
        .collect(Collectors.joining(", ", "map[string]string{", "}"));
  }
}
