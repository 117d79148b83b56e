/**
 * Tickets, groups and their attributes, and the answers about them.
 *
 * <p>Every type here is an immutable value and knows no rules.
 */
package dev.muster.engine.ticket;
