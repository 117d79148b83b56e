package dev.muster.runtime.stats;

import java.util.OptionalLong;

/**
 * One queue, as players may know it.
 *
 * @param queue what clients call it
 * @param waiting how many tickets search
 * @param oldestWaitMillis how long the longest-waiting one has searched; empty when nobody does
 * @param waits how long others waited
 */
public record QueueStatistics(
    String queue, int waiting, OptionalLong oldestWaitMillis, Waits waits) {}
