package dev.muster.operator.gameserver;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.muster.engine.profile.InvalidProfile;
import dev.muster.engine.profile.Problem;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Reads pod templates, which no schema has checked. */
final class PodTemplates {
  private static final ObjectMapper MAPPER =
      new ObjectMapper()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

  private PodTemplates() {}

  /**
   * Reads a template that has at least one container, each with a name.
   *
   * @param path where the template stands, for messages
   */
  static PodTemplateSpec read(JsonNode template, String path) {
    var read = parse(template, path);
    if (read.getSpec() == null || read.getSpec().getContainers().isEmpty()) {
      throw invalid(path + ".spec.containers", "needs at least one container");
    }
    for (Container container : read.getSpec().getContainers()) {
      if (container == null || container.getName() == null || container.getName().isEmpty()) {
        throw invalid(path + ".spec.containers", "needs a name for every container");
      }
    }
    return read;
  }

  private static PodTemplateSpec parse(JsonNode template, String path) {
    if (!template.isObject()) {
      throw invalid(path, "is " + kind(template) + ", an object was expected: a PodTemplateSpec");
    }
    try {
      return MAPPER.treeToValue(template, PodTemplateSpec.class);
    } catch (JsonMappingException e) {
      throw invalid(path + where(e), e.getOriginalMessage());
    } catch (JsonProcessingException e) {
      throw invalid(path, e.getOriginalMessage());
    }
  }

  private static String kind(JsonNode node) {
    return "a " + node.getNodeType().name().toLowerCase(Locale.ROOT);
  }

  private static String where(JsonMappingException e) {
    return e.getPath().stream()
        .map(
            step ->
                step.getFieldName() == null
                    ? "[" + step.getIndex() + "]"
                    : "." + step.getFieldName())
        .collect(Collectors.joining());
  }

  private static InvalidProfile invalid(String field, String message) {
    return new InvalidProfile(List.of(new Problem(field, message)));
  }
}
