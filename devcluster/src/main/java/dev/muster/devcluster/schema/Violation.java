package dev.muster.devcluster.schema;

import dev.muster.devcluster.store.Cause;
import java.util.List;

/**
 * A value that breaks its schema.
 *
 * @param path where: the names and indexes from the root
 */
public record Violation(List<String> path, Cause cause) {

  /** Whether rules in CEL can't run on an object with this violation. */
  public boolean blocksRules() {
    return switch (cause.reason()) {
      case "FieldValueRequired",
          "FieldValueNotSupported",
          "FieldValueTooLong",
          "FieldValueTooMany",
          "FieldValueTypeInvalid" ->
          true;
      default -> false;
    };
  }
}
