/**
 * The thread that owns queues, and the ports through which others talk to it.
 *
 * <p>Everything that changes a queue goes through the loop's bounded inbox and is answered on the
 * loop's thread. What the loop needs from outside (where matches go, what time it is, where ids
 * come from) are ports and arguments.
 */
package dev.muster.runtime.loop;
