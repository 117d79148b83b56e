package dev.muster.runtime.http;

import dev.muster.runtime.explain.Explanations;
import dev.muster.runtime.group.Backfills;
import dev.muster.runtime.group.Groups;
import dev.muster.runtime.group.Inspection;
import dev.muster.runtime.group.Tickets;
import dev.muster.runtime.loop.Loop;
import dev.muster.runtime.metrics.HttpMetrics;
import dev.muster.runtime.server.GameServers;
import dev.muster.runtime.server.HeldMatches;
import dev.muster.runtime.settings.Settings;
import dev.muster.runtime.settings.Tokens;
import dev.muster.runtime.stats.Statistics;
import dev.muster.runtime.store.GroupChanges;
import java.util.function.BiPredicate;
import java.util.function.Supplier;

/**
 * What the public API stands on.
 *
 * @param loop whose queues are described
 * @param settings what the Matchmaker says now
 * @param tokens the tokens that are valid now; the same set while nothing changes
 * @param serverTokens whether a request id's own token is the one presented
 * @param held the matches that wait for room
 * @param changes what the store and the forming groups tell
 */
public record PublicApi(
    Tickets tickets,
    Groups groups,
    Explanations explanations,
    Backfills backfills,
    Inspection inspection,
    Loop loop,
    Supplier<Settings> settings,
    Supplier<Tokens> tokens,
    GameServers servers,
    BiPredicate<String, String> serverTokens,
    Health health,
    HttpMetrics metrics,
    GroupChanges changes,
    Statistics statistics,
    HeldMatches held,
    Streams streams) {
  /**
   * How streams of events are kept.
   *
   * @param most how many may be open, at least 1
   * @param beatMillis after how long something is sent although nothing has changed
   */
  public record Streams(int most, long beatMillis) {
    /** As many as one process can well hold, and a beat well within proxies' time-outs. */
    public static final Streams DEFAULT = new Streams(10_000, 15_000);
  }
}
