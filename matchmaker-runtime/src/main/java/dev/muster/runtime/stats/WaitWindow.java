package dev.muster.runtime.stats;

import java.util.ArrayDeque;
import java.util.List;
import java.util.OptionalLong;
import org.HdrHistogram.Histogram;

/**
 * The waits of one queue: a histogram for each of the last minutes, to 1 %, and the last
 * completions. Writing is one increment; reading adds up the minutes. Safe for any thread; nobody
 * holds it for more than some microseconds.
 */
final class WaitWindow {
  /** How many minutes are kept; the present one is not over. */
  static final int MINUTES = 10;

  /** How many completions are kept. */
  static final int MOST_COMPLETIONS = 10;

  private static final long MINUTE_MILLIS = 60_000;
  private static final int DIGITS = 2;

  private final Histogram[] histograms = new Histogram[MINUTES];
  private final long[] minutes = new long[MINUTES];
  private final ArrayDeque<Completion> last = new ArrayDeque<>();

  synchronized void add(Completion completion, long waitMillis) {
    histogram(completion.completedAtMillis() / MINUTE_MILLIS).recordValue(Math.max(0, waitMillis));
    last.addFirst(completion);
    if (last.size() > MOST_COMPLETIONS) {
      last.removeLast();
    }
  }

  private Histogram histogram(long minute) {
    int slot = (int) (minute % MINUTES);
    if (histograms[slot] == null) {
      histograms[slot] = new Histogram(DIGITS);
    } else if (minutes[slot] != minute) {
      histograms[slot].reset();
    }
    minutes[slot] = minute;
    return histograms[slot];
  }

  synchronized Waits read(long nowMillis) {
    long minute = nowMillis / MINUTE_MILLIS;
    var all = new Histogram(DIGITS);
    for (int slot = 0; slot < MINUTES; slot++) {
      if (histograms[slot] != null && minutes[slot] > minute - MINUTES) {
        all.add(histograms[slot]);
      }
    }
    return new Waits(all.getTotalCount(), at(all, 50), at(all, 90), at(all, 99), List.copyOf(last));
  }

  private static OptionalLong at(Histogram all, double percentile) {
    return all.getTotalCount() == 0
        ? OptionalLong.empty()
        : OptionalLong.of(all.getValueAtPercentile(percentile));
  }
}
