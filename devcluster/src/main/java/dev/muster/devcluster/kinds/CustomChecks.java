package dev.muster.devcluster.kinds;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.muster.devcluster.cel.Rules;
import dev.muster.devcluster.json.Json;
import dev.muster.devcluster.schema.ListChecks;
import dev.muster.devcluster.schema.Schema;
import dev.muster.devcluster.schema.ValueChecks;
import dev.muster.devcluster.schema.Violation;
import dev.muster.devcluster.store.Cause;
import java.util.ArrayList;
import java.util.List;

/**
 * What a custom resource is checked against.
 *
 * @param scale where its scale subresource keeps its numbers; null for none
 */
public record CustomChecks(Schema schema, ValueChecks values, Rules rules, Kind.Scale scale) {
  private static final String NOT_CHECKED =
      "some validation rules were not checked because the object was invalid; correct the existing"
          + " errors to complete validation";

  /**
   * Adds what is wrong with the object. A fault in a value that {@code old} already had is let
   * pass.
   */
  public void check(ObjectNode object, ObjectNode old, List<Cause> causes) {
    var violations = new ArrayList<>(values.check(object));
    violations.removeIf(violation -> isUnchanged(object, old, violation));
    boolean blocked =
        violations.stream().anyMatch(Violation::blocksRules)
            || causes.stream().anyMatch(c -> new Violation(List.of(), c).blocksRules());
    violations.forEach(violation -> causes.add(violation.cause()));
    if (scale != null) {
      checkScale(object, causes);
    }
    ListChecks.check(object, schema).stream()
        .filter(violation -> !isUnchanged(object, old, violation))
        .forEach(violation -> causes.add(violation.cause()));
    if (rules.isEmpty()) {
      return;
    }
    if (blocked) {
      causes.add(Cause.invalid("<nil>", "\"null\"", NOT_CHECKED));
      return;
    }
    rules.check(object, old).stream()
        .filter(violation -> !isUnchanged(object, old, violation))
        .forEach(violation -> causes.add(violation.cause()));
  }

  private void checkScale(ObjectNode object, List<Cause> causes) {
    for (var path : List.of(scale.spec(), scale.status())) {
      var value = Kind.at(object, path);
      if (value.isMissingNode()) {
        continue;
      }
      if (!Json.isInteger(value)) {
        var shown = value.isNumber() ? Json.number(value) : value.asText();
        var type = value.isNumber() ? "float64" : ValueChecks.typeName(value);
        causes.add(
            Cause.invalid(
                path,
                "0",
                path
                    + " accessor error: "
                    + shown
                    + " is of the type "
                    + type
                    + ", expected int64"));
      } else if (value.longValue() < 0) {
        causes.add(Cause.invalid(path, value.toString(), "should be a non-negative integer"));
      } else if (value.longValue() > Integer.MAX_VALUE) {
        causes.add(
            Cause.invalid(
                path, value.toString(), "should be less than or equal to " + Integer.MAX_VALUE));
      }
    }
  }

  /** Whether the value at fault, or one around it below the root, is the same as before. */
  private boolean isUnchanged(ObjectNode object, ObjectNode old, Violation violation) {
    JsonNode now = object;
    JsonNode before = old;
    var place = schema;
    for (var name : violation.path()) {
      if (Json.isNull(before) || place == null) {
        return false;
      }
      if (now.isArray()) {
        int index = Integer.parseInt(name);
        before = before.isArray() ? correlated(place, now.path(index), before, index) : null;
        now = now.path(index);
        place = place.items();
      } else {
        now = now.path(name);
        before = before.path(name);
        place = place.member(name);
      }
      if (!Json.isNull(before) && Json.same(now, before)) {
        return true;
      }
    }
    return false;
  }

  private static JsonNode correlated(Schema list, JsonNode item, JsonNode before, int index) {
    if (list.listing() != Schema.Listing.MAP) {
      return before.path(index);
    }
    for (var candidate : before) {
      if (list.keys().stream().allMatch(k -> Json.same(candidate.get(k), item.get(k)))) {
        return candidate;
      }
    }
    return null;
  }
}
