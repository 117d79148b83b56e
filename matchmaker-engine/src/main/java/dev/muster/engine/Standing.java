package dev.muster.engine;

import java.util.OptionalLong;

/**
 * Who waits in a queue.
 *
 * @param tickets players that wait
 * @param groups groups that wait
 * @param backfills backfills that wait
 * @param oldestSinceMillis since when the longest-waiting group searches, ms since the epoch; empty
 *     when nobody waits
 */
public record Standing(int tickets, int groups, int backfills, OptionalLong oldestSinceMillis) {}
