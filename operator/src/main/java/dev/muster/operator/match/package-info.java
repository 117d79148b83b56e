/**
 * Matches: a game server for each, or a seat in a running one.
 *
 * <p>{@code MatchPlan} and what it uses are pure functions of a {@code MatchView}; only the
 * reconciler, its lookups and {@code HostPorts} touch the world. A status is written, with an
 * optimistic lock, before anything that it tells is done: what an operator that died had begun, the
 * next one finishes.
 */
package dev.muster.operator.match;
