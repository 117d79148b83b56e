/**
 * The indexed implementation of matchmaking: fast, and faithful to the plain one, with which it
 * shares nothing but the values of profiles and tickets.
 *
 * <p>Nothing in it is thread-safe: the thread that owns the {@link
 * dev.muster.engine.indexed.IndexedMatchmaking} owns all of it.
 */
package dev.muster.engine.indexed;
