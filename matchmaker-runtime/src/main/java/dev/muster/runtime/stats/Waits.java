package dev.muster.runtime.stats;

import java.util.List;
import java.util.OptionalLong;

/**
 * How long those waited who got a server lately.
 *
 * @param count how many tickets got one within the window
 * @param p50Millis how long half of them searched at most; empty without any
 * @param p90Millis how long nine of ten searched at most; empty without any
 * @param p99Millis how long 99 of 100 searched at most; empty without any
 * @param last the last ones, also from before the window, the newest first
 */
public record Waits(
    long count,
    OptionalLong p50Millis,
    OptionalLong p90Millis,
    OptionalLong p99Millis,
    List<Completion> last) {
  /** Nobody got one yet. */
  static final Waits NONE =
      new Waits(0, OptionalLong.empty(), OptionalLong.empty(), OptionalLong.empty(), List.of());

  public Waits {
    last = List.copyOf(last);
  }
}
