/**
 * Matchmakers: the runtime that serves players, and what it needs to run.
 *
 * <p>What a Matchmaker should consist of is a pure function ({@code MatchmakerPlan}); all of it is
 * server-side-applied on every look, so that what somebody changed by hand is put right. Secrets
 * are only ever created.
 */
package dev.muster.operator.matchmaker;
