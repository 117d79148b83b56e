/**
 * The game servers that play matches, as they may ask about themselves and for more players.
 *
 * <p>A server is known by the request id of its attempt, {@code ARBITRIUM_REQUEST_ID}.
 */
package dev.muster.runtime.server;
