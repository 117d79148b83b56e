/**
 * Why a ticket waits. The loop only makes a copy of who waits; all else is worked out on a thread
 * of its own.
 */
package dev.muster.runtime.explain;
