package dev.muster.operator.gameserver;

import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.BeanPropertyDefinition;
import dev.muster.api.v1alpha1.Api;
import dev.muster.engine.profile.Problem;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.KubernetesResource;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Whether every value of a pod template is of the type that Kubernetes has there. No schema has
 * checked that, and what reads a template later makes a text of a number, silently: 1.10 would
 * reach the server as 1.1. Unknown fields are left to the API server, but for those around the pod,
 * which it never sees, and those that only differ from a known one in their case.
 */
final class TemplateTypes {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private static final JavaType TEMPLATE = MAPPER.constructType(PodTemplateSpec.class);
  private static final Set<String> PARTS = Set.of("metadata", "spec");

  private static final Pattern QUANTITY = Pattern.compile(Api.QUANTITY_PATTERN);
  private static final Set<Class<?>> WHOLE = Set.of(Integer.class, Long.class);

  private final List<Problem> problems = new ArrayList<>();

  private TemplateTypes() {}

  /**
   * All values of a wrong type.
   *
   * @param path where the template stands, for messages
   */
  static List<Problem> problems(JsonNode template, String path) {
    var types = new TemplateTypes();
    types.check(template, TEMPLATE, path);
    types.around(template, path);
    return types.problems;
  }

  /**
   * The names of the fields that there are at a place of a pod template.
   *
   * @param path such as {@code spec.containers[0].resources}
   * @return nothing for what is no object, or is a map
   */
  static List<String> fields(String path) {
    var type = TEMPLATE;
    for (var name : path.split("[.\\[]", -1)) {
      type = below(type, name);
      if (type == null) {
        return List.of();
      }
    }
    return properties(type).stream().map(BeanPropertyDefinition::getName).toList();
  }

  private static JavaType below(JavaType type, String name) {
    if (name.endsWith("]") || type.isMapLikeType()) {
      return type.getContentType();
    }
    return properties(type).stream()
        .filter(property -> property.getName().equals(name))
        .map(BeanPropertyDefinition::getPrimaryType)
        .findFirst()
        .orElse(null);
  }

  /** What stands beside the pod's spec, or in its metadata, without being a field there. */
  private void around(JsonNode template, String path) {
    var ofSpec = fields("spec");
    template
        .properties()
        .forEach(
            member -> {
              var name = member.getKey();
              if (!PARTS.contains(name)) {
                problems.add(
                    new Problem(
                        path + "." + name,
                        ofSpec.contains(name)
                            ? "is no field here; it belongs under spec, one level deeper"
                            : "is no field; metadata and spec were expected"));
              }
            });
    var ofMetadata = fields("metadata");
    template
        .path("metadata")
        .fieldNames()
        .forEachRemaining(
            name -> {
              if (!ofMetadata.contains(name)) {
                problems.add(
                    new Problem(
                        path + ".metadata." + name,
                        "is no field; labels and annotations were expected"));
              }
            });
  }

  private void check(JsonNode value, JavaType type, String path) {
    if (value.isNull()) {
      return; // as if it were not there
    }
    var raw = type.getRawClass();
    if (raw == Quantity.class) {
      expect(
          value.isNumber() || (value.isTextual() && QUANTITY.matcher(value.textValue()).matches()),
          value,
          "a quantity such as 250m or 512Mi",
          path);
    } else if (raw == IntOrString.class) {
      expect(value.isTextual() || isWhole(value), value, "a whole number or a text", path);
    } else if (raw == String.class) {
      expect(value.isTextual(), value, "a text", path);
    } else if (WHOLE.contains(raw)) {
      expect(isWhole(value), value, "a whole number", path);
    } else if (Number.class.isAssignableFrom(raw)) {
      expect(value.isNumber(), value, "a number", path);
    } else if (raw == Boolean.class) {
      expect(value.isBoolean(), value, "true or false", path);
    } else {
      checkStructure(value, type, path);
    }
  }

  private void checkStructure(JsonNode value, JavaType type, String path) {
    if (type.isCollectionLikeType()) {
      if (expect(value.isArray(), value, "a list", path)) {
        for (int i = 0; i < value.size(); i++) {
          check(value.get(i), type.getContentType(), path + "[" + i + "]");
        }
      }
    } else if (type.isMapLikeType()) {
      if (expect(value.isObject(), value, "a map", path)) {
        value
            .properties()
            .forEach(
                member ->
                    check(member.getValue(), type.getContentType(), path + "." + member.getKey()));
      }
    } else if (KubernetesResource.class.isAssignableFrom(type.getRawClass())
        && expect(value.isObject(), value, "a map", path)) {
      var properties = properties(type);
      misspelt(value, properties, path);
      for (var property : properties) {
        var found = value.get(property.getName());
        if (found != null) {
          check(found, property.getPrimaryType(), path + "." + property.getName());
        }
      }
    }
  }

  private void misspelt(JsonNode value, List<BeanPropertyDefinition> known, String path) {
    for (var property : known) {
      value
          .fieldNames()
          .forEachRemaining(
              name -> {
                if (name.equalsIgnoreCase(property.getName()) && !name.equals(property.getName())) {
                  problems.add(
                      new Problem(
                          path + "." + name,
                          "is no field; " + property.getName() + " was expected"));
                }
              });
    }
  }

  private static List<BeanPropertyDefinition> properties(JavaType type) {
    return MAPPER.getDeserializationConfig().introspect(type).findProperties();
  }

  private static boolean isWhole(JsonNode value) {
    return value.isIntegralNumber()
        || (value.isNumber() && value.decimalValue().stripTrailingZeros().scale() <= 0);
  }

  private boolean expect(boolean isGood, JsonNode value, String expected, String path) {
    if (!isGood) {
      var quotes = expected.equals("a text") && value.isValueNode() ? ": write it in quotes" : "";
      problems.add(
          new Problem(path, "is " + form(value) + "; " + expected + " was expected" + quotes));
    }
    return isGood;
  }

  private static String form(JsonNode value) {
    return switch (value.getNodeType()) {
      case ARRAY -> "a list";
      case OBJECT -> "a map";
      case STRING -> "the text '" + value.textValue() + "'";
      case NUMBER -> "the number " + value.asText();
      default -> value.asText();
    };
  }
}
