package dev.muster.devcluster.store;

import com.fasterxml.jackson.databind.JsonNode;

/** The label selectors that objects hold: {@code matchLabels} and {@code matchExpressions}. */
public final class LabelMatch {
  private LabelMatch() {}

  /** Whether a selector matches the labels. An empty one matches all, a missing one none. */
  public static boolean matches(JsonNode selector, JsonNode labels) {
    if (!selector.isObject()) {
      return false;
    }
    for (var wanted : selector.path("matchLabels").properties()) {
      if (!wanted.getValue().equals(labels.get(wanted.getKey()))) {
        return false;
      }
    }
    for (var requirement : selector.path("matchExpressions")) {
      if (!meets(requirement, labels.path(requirement.path("key").asText()))) {
        return false;
      }
    }
    return true;
  }

  private static boolean meets(JsonNode requirement, JsonNode value) {
    boolean there = value.isTextual();
    return switch (requirement.path("operator").asText()) {
      case "Exists" -> there;
      case "DoesNotExist" -> !there;
      case "In" -> there && isOneOf(requirement, value);
      case "NotIn" -> !there || !isOneOf(requirement, value);
      default -> false;
    };
  }

  private static boolean isOneOf(JsonNode requirement, JsonNode value) {
    for (var one : requirement.path("values")) {
      if (one.equals(value)) {
        return true;
      }
    }
    return false;
  }
}
