/**
 * What players say of themselves: from JSON to the values that are matched, and what the rules of a
 * queue have against it. The runtime asks at its door, the operator before it lets a Backfill
 * search, and both say the same.
 *
 * <p>Every type here is an immutable value or a pure function.
 */
package dev.muster.api.ticket;
