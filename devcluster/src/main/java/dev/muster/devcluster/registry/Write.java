package dev.muster.devcluster.registry;

import java.util.ArrayList;
import java.util.List;

/**
 * How a write is meant.
 *
 * @param manager the name under which fields become owned
 * @param dryRun whether only the answer is wanted
 * @param validation what becomes of unknown fields
 * @param subresource {@code status}, {@code scale}, {@code binding}, or empty for the object itself
 * @param warnings filled with what the caller should be told
 */
public record Write(
    String manager,
    boolean dryRun,
    Validation validation,
    String subresource,
    List<String> warnings) {

  /** What becomes of unknown fields. */
  public enum Validation {
    STRICT,
    WARN,
    IGNORE
  }

  /** An ordinary write. */
  public static Write by(String manager) {
    return new Write(manager, false, Validation.IGNORE, "", new ArrayList<>());
  }

  /** The same for a subresource. */
  public Write to(String part) {
    return new Write(manager, dryRun, validation, part, warnings);
  }
}
