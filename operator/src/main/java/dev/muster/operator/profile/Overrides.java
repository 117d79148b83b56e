package dev.muster.operator.profile;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.muster.engine.profile.Problem;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import java.util.ArrayList;
import java.util.List;

/** Finds what a template says in vain, since Muster sets it itself. */
final class Overrides {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final List<Problem> found = new ArrayList<>();

  private Overrides() {}

  /**
   * All that a pod does not have as its template says.
   *
   * @param pod one that was made of the template, with the items of its lists first in lists
   * @param path where the template stands, for messages
   */
  static List<Problem> of(PodTemplateSpec template, Pod pod, String path) {
    var overrides = new Overrides();
    overrides.compare(tree(template.getSpec()), tree(pod.getSpec()), path + ".spec");
    if (template.getMetadata() != null) {
      var metadata = path + ".metadata";
      overrides.compare(
          tree(template.getMetadata().getLabels()),
          tree(pod.getMetadata().getLabels()),
          metadata + ".labels");
      overrides.compare(
          tree(template.getMetadata().getAnnotations()),
          tree(pod.getMetadata().getAnnotations()),
          metadata + ".annotations");
    }
    return overrides.found;
  }

  private static JsonNode tree(Object part) {
    return MAPPER.valueToTree(part);
  }

  private void compare(JsonNode said, JsonNode made, String path) {
    if (said.isObject()) {
      said.properties()
          .forEach(
              member ->
                  compare(
                      member.getValue(), made.path(member.getKey()), path + "." + member.getKey()));
    } else if (said.isArray()) {
      for (int i = 0; i < said.size(); i++) {
        compare(said.get(i), made.path(i), path + "[" + i + "]");
      }
    } else if (!said.isNull() && !said.equals(made)) {
      found.add(
          new Problem(
              path,
              "is %s, which has no effect: Muster sets this itself%s"
                  .formatted(
                      said.asText(),
                      path.endsWith(".automountServiceAccountToken")
                          ? "; see spec.gameServer.serviceAccountToken"
                          : "")));
    }
  }
}
