package dev.muster.runtime.settings;

import java.util.Optional;

/**
 * How many requests per second are answered, and how many streams are open; empty: no limit. Each
 * is at least 1.
 *
 * @param requests all together
 * @param creates those that make tickets, groups and members
 * @param reads those that read tickets, groups and members
 * @param backfills those that make Backfills
 * @param perClient those of one client
 * @param openStreamsPerClient how many streams of events one client may have open
 */
public record RateLimits(
    Optional<Integer> requests,
    Optional<Integer> creates,
    Optional<Integer> reads,
    Optional<Integer> backfills,
    Optional<Integer> perClient,
    Optional<Integer> openStreamsPerClient) {
  /** No limit at all. */
  public static final RateLimits NONE =
      new RateLimits(
          Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

  /** Without a limit of streams. */
  public RateLimits(
      Optional<Integer> requests,
      Optional<Integer> creates,
      Optional<Integer> reads,
      Optional<Integer> backfills,
      Optional<Integer> perClient) {
    this(requests, creates, reads, backfills, perClient, Optional.empty());
  }
}
