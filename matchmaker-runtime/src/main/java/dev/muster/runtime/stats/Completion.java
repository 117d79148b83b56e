package dev.muster.runtime.stats;

/**
 * A ticket that got a server.
 *
 * @param createdAtMillis when it was made, ms since the epoch
 * @param completedAtMillis when its player could connect, ms since the epoch
 */
public record Completion(long createdAtMillis, long completedAtMillis) {}
