/**
 * Who holds a ticket and what became of it.
 *
 * <p>The unit is the group, because all tickets of a group are always in the same state. Writers
 * are few (the loop that owns the group's queue); readers are many, never wait for a writer, and
 * may run on any thread.
 */
package dev.muster.runtime.store;
