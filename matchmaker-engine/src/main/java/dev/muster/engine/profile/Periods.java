package dev.muster.engine.profile;

/**
 * How long things last in a queue.
 *
 * @param ticketExpirationMillis how long a ticket searches before it is cancelled
 * @param ticketRemovalMillis how long an ended ticket can still be read
 * @param groupInactivityRemovalMillis how long a group may form without anything happening to it
 */
public record Periods(
    long ticketExpirationMillis, long ticketRemovalMillis, long groupInactivityRemovalMillis) {}
