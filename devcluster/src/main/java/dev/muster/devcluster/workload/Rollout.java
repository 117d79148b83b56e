package dev.muster.devcluster.workload;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;

/**
 * How a Deployment moves from its old ReplicaSets to the new one. Pure.
 *
 * @param replicas how many pods are wanted
 * @param recreate whether the old ones must be gone before the first new one
 * @param maxSurge how many pods above {@code replicas} there may be
 * @param maxUnavailable how many pods below {@code replicas} may be available
 */
record Rollout(int replicas, boolean recreate, int maxSurge, int maxUnavailable) {

  /**
   * A ReplicaSet as the rollout sees it.
   *
   * @param size how many pods it is told to have
   * @param available how many of its pods are available
   * @param pods how many pods of it still run, those about to end included
   */
  record Size(int size, int available, int pods) {
    /** One that is not there yet. */
    static final Size NONE = new Size(0, 0, 0);
  }

  /** The sizes to set: of the new ReplicaSet and, in the order given, of the old ones. */
  record Step(int fresh, List<Integer> old) {}

  /** What the Deployment's spec asks for. */
  static Rollout of(JsonNode spec) {
    int replicas = spec.path("replicas").asInt(1);
    if (spec.path("strategy").path("type").asText("RollingUpdate").equals("Recreate")) {
      return new Rollout(replicas, true, 0, replicas);
    }
    var rolling = spec.path("strategy").path("rollingUpdate");
    int surge = amount(rolling.path("maxSurge").asText("25%"), replicas, RoundingMode.CEILING);
    int unavailable =
        amount(rolling.path("maxUnavailable").asText("25%"), replicas, RoundingMode.FLOOR);
    if (surge == 0 && unavailable == 0) {
      unavailable = 1;
    }
    return new Rollout(replicas, false, surge, Math.min(unavailable, replicas));
  }

  private static int amount(String text, int replicas, RoundingMode rounding) {
    if (!text.endsWith("%")) {
      return Integer.parseInt(text);
    }
    return new BigDecimal(text.substring(0, text.length() - 1))
        .multiply(BigDecimal.valueOf(replicas))
        .divide(BigDecimal.valueOf(100), 0, rounding)
        .intValueExact();
  }

  /** How many pods must be available for the Deployment to be. */
  int minAvailable() {
    return recreate ? replicas : replicas - maxUnavailable;
  }

  /** The next step from here; old ReplicaSets come oldest first. */
  Step next(Size fresh, List<Size> old) {
    return recreate ? recreated(fresh, old) : rolled(fresh, old);
  }

  private Step recreated(Size fresh, List<Size> old) {
    var zero = old.stream().map(any -> 0).toList();
    boolean gone = old.stream().allMatch(set -> set.pods == 0);
    return new Step(gone ? replicas : Math.min(fresh.size, replicas), zero);
  }

  private Step rolled(Size fresh, List<Size> old) {
    int oldSize = old.stream().mapToInt(Size::size).sum();
    int room = replicas + maxSurge - oldSize - fresh.size;
    int target =
        fresh.size > replicas
            ? replicas
            : fresh.size + Math.max(0, Math.min(room, replicas - fresh.size));
    return new Step(target, shrunk(fresh, old, oldSize));
  }

  private List<Integer> shrunk(Size fresh, List<Size> old, int oldSize) {
    var sizes = new ArrayList<>(old.stream().map(Size::size).toList());
    int all = oldSize + fresh.size;
    int spare = all - minAvailable() - (fresh.size - fresh.available);
    // First what does no good anyway, then available ones as far as enough stay.
    int unhealthy = Math.max(0, spare);
    for (int i = 0; i < sizes.size() && unhealthy > 0; i++) {
      int drop = Math.min(unhealthy, Math.max(0, old.get(i).size - old.get(i).available));
      sizes.set(i, sizes.get(i) - drop);
      unhealthy -= drop;
    }
    int available = fresh.available + old.stream().mapToInt(Size::available).sum();
    int surplus = spare > 0 ? available - minAvailable() : 0;
    for (int i = 0; i < sizes.size() && surplus > 0; i++) {
      int drop = Math.min(surplus, sizes.get(i));
      sizes.set(i, sizes.get(i) - drop);
      surplus -= drop;
    }
    return sizes;
  }
}
