/**
 * Backfills: seats in running servers. {@code BackfillPlan} is pure. The seat itself is taken by
 * the match that fills it, by writing the Backfill's status first.
 */
package dev.muster.operator.backfill;
