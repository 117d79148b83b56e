/**
 * What players may do: make tickets, and form groups that search once everybody in them is ready.
 *
 * <p>Every change runs on the loop's thread and is answered with an {@link
 * dev.muster.runtime.group.Outcome}; reads are answered at once, on any thread.
 */
package dev.muster.runtime.group;
