/**
 * The plain implementation of matchmaking: the specification, in code.
 *
 * <p>Everything here belongs to one {@link dev.muster.engine.plain.PlainMatchmaking} and to the one
 * thread that owns it.
 */
package dev.muster.engine.plain;
