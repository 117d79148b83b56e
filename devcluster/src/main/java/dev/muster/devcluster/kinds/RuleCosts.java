package dev.muster.devcluster.kinds;

import com.fasterxml.jackson.databind.JsonNode;
import dev.muster.devcluster.store.Cause;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Refuses the rules that a real API server always finds too costly: walks nested over a collection
 * without a limit, matches and walks on values without a limit that are repeated without one, and
 * messages that join {@code string(x)}. It estimates no numbers; rules on the edge of the budget
 * pass here.
 */
final class RuleCosts {
  private static final Pattern WALK = Pattern.compile("\\.(all|exists|exists_one|filter|map)\\(");
  private static final Pattern COSTLY =
      Pattern.compile("\\.(all|exists|exists_one|filter|map|matches|contains)\\(");
  private static final Pattern JOINED =
      Pattern.compile("\\+\\s*string\\(|string\\([^)]*\\)\\s*\\+");
  private static final String ADVICE =
      " exceeds budget by factor of more than 100x (try simplifying the rule, or adding maxItems,"
          + " maxProperties, and maxLength where arrays, maps, and strings are declared)";

  private final List<String> costly = new ArrayList<>();

  private RuleCosts() {}

  /** Adds what a real API server would say of the rules in a schema at this path. */
  static void check(JsonNode schema, String at, List<Cause> causes) {
    var costs = new RuleCosts();
    costs.node(schema, at, false);
    if (costs.costly.isEmpty()) {
      return;
    }
    for (var field : costs.costly) {
      var what = field.endsWith(".rule") ? "rule" : "messageExpression";
      causes.add(Cause.forbidden(field, "estimated " + what + " cost" + ADVICE));
      causes.add(
          Cause.forbidden(
              field,
              "contributed to estimated rule cost total exceeding cost limit for entire OpenAPIv3"
                  + " schema"));
    }
    causes.add(
        Cause.forbidden(
            at,
            "x-kubernetes-validations estimated rule cost total for entire OpenAPIv3 schema"
                + ADVICE));
  }

  private void node(JsonNode schema, String at, boolean repeated) {
    int i = 0;
    for (var rule : schema.path("x-kubernetes-validations")) {
      var here = at + ".x-kubernetes-validations[" + i++ + "]";
      var text = rule.path("rule").asText();
      boolean endless = isUnbounded(schema);
      if (endless && (nesting(text) > 1 || (repeated && COSTLY.matcher(text).find()))) {
        costly.add(here + ".rule");
      }
      if (JOINED.matcher(rule.path("messageExpression").asText()).find()) {
        costly.add(here + ".messageExpression");
      }
    }
    schema
        .path("properties")
        .properties()
        .forEach(p -> node(p.getValue(), at + ".properties[" + p.getKey() + "]", repeated));
    boolean more = repeated || isUnbounded(schema);
    if (schema.path("additionalProperties").isObject()) {
      node(schema.get("additionalProperties"), at + ".additionalProperties", more);
    }
    if (schema.has("items")) {
      node(schema.get("items"), at + ".items", more);
    }
  }

  private static boolean isUnbounded(JsonNode schema) {
    return switch (schema.path("type").asText()) {
      case "array" -> !schema.has("maxItems");
      case "object" -> schema.has("additionalProperties") && !schema.has("maxProperties");
      case "string" -> !schema.has("maxLength") && !schema.has("enum");
      default -> false;
    };
  }

  /** How deep walks over {@code self} are nested in one another. */
  private static int nesting(String rule) {
    var match = WALK.matcher(rule);
    int deepest = 0;
    while (match.find()) {
      int end = match.end();
      for (int open = 1; end < rule.length() && open > 0; end++) {
        open += rule.charAt(end) == '(' ? 1 : rule.charAt(end) == ')' ? -1 : 0;
      }
      deepest = Math.max(deepest, 1 + nesting(rule.substring(match.end(), end)));
    }
    return deepest;
  }
}
