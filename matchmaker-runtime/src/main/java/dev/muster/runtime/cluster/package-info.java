/**
 * The runtime's side of the Kubernetes API: what it watches becomes commands to the loop, and
 * matches become Match resources.
 *
 * <p>Unless a class says otherwise it belongs to the one thread behind its {@link
 * dev.muster.runtime.cluster.Scheduler} and is not thread-safe. What is watched is read as a state,
 * not as a sequence of events: an object seen twice, or after states that nobody saw, leads to the
 * same commands.
 */
package dev.muster.runtime.cluster;
