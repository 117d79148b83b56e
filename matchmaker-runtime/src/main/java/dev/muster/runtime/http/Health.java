package dev.muster.runtime.http;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/**
 * The parts that must work for the runtime to serve, and whether it is being stopped. Safe for any
 * thread.
 */
public final class Health {
  private final BooleanSupplier begun;
  private final Map<String, BooleanSupplier> components;
  private volatile boolean stopping;

  /**
   * That of some parts.
   *
   * @param begun whether it is known what there was before this process; from then on for good
   * @param components what works, by its name; each answers at once
   */
  public Health(BooleanSupplier begun, Map<String, BooleanSupplier> components) {
    this.begun = begun;
    this.components = Collections.unmodifiableMap(new LinkedHashMap<>(components));
  }

  /** From now on it is not ready, so that no new requests are sent here. */
  public void stopping() {
    stopping = true;
  }

  /** Whether it is known what there was before this process began. */
  boolean hasBegun() {
    return begun.getAsBoolean();
  }

  /** Whether players can be served. */
  boolean isReady() {
    return !stopping && healthy() == size();
  }

  int size() {
    return components.size();
  }

  int healthy() {
    return (int) components.values().stream().filter(BooleanSupplier::getAsBoolean).count();
  }

  /** The names of what does not work, separated by commas. */
  String unhealthyNames() {
    var names =
        components.entrySet().stream()
            .filter(component -> !component.getValue().getAsBoolean())
            .map(Map.Entry::getKey)
            .collect(Collectors.joining(", "));
    return stopping ? (names.isEmpty() ? "stopping" : names + ", stopping") : names;
  }
}
