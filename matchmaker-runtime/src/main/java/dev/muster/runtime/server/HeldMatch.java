package dev.muster.runtime.server;

/**
 * A match that waits until it may start a server.
 *
 * @param queue its queue
 * @param reason which limit of the Matchmaker holds it: MaxRunningMatches or MaxStartsPerSecond
 * @param message the same with its figures, for people
 */
public record HeldMatch(String queue, String reason, String message) {}
