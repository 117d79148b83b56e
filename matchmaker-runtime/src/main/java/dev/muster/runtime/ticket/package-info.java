/**
 * Tickets as they come over the wire and go into a Match: extras, assignments, ids, times.
 *
 * <p>Every type here is an immutable value or a pure function; nothing knows queues or states.
 */
package dev.muster.runtime.ticket;
