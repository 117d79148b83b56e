/**
 * Matchmaking: commands in, events out.
 *
 * <p>Nothing in the engine reads a clock, starts a thread, logs, or draws a random number: the same
 * commands at the same times give the same events.
 */
package dev.muster.engine;
