package dev.muster.engine.plain;

import java.util.OptionalLong;
import java.util.function.ToLongFunction;

/** Two groups at their stages, to be judged together. */
record Pair(RuleBook book, Waiting group, int stage, Waiting other, int otherStage) {
  Limits limits() {
    return book.inForce(1 << stage | 1 << otherStage);
  }

  /** Says whether all rules but playerCount accept the two. */
  boolean areAccepted() {
    return group.traits.with(other.traits, limits(), 1) != null;
  }

  /**
   * The least age that both would need so that nothing is in excess.
   *
   * @param excess how far the two are beyond what these limits allow
   * @return ms since their searches began; empty when no stage to come accepts them
   */
  OptionalLong acceptedAfterMillis(ToLongFunction<Limits> excess) {
    for (int later = 0; later < book.stageCount(); later++) {
      int stages = 1 << Math.max(stage, later) | 1 << Math.max(otherStage, later);
      if (excess.applyAsLong(book.inForce(stages)) <= 0) {
        return OptionalLong.of(book.stage(later).afterMillis());
      }
    }
    return OptionalLong.empty();
  }
}
