/**
 * The cluster's one node: it schedules pods, runs their containers as processes or simulates them,
 * and forwards ports to them. What changes pods lives on the node's one thread, its {@link
 * dev.muster.devcluster.node.Loop}; classes that say nothing else are used from there only.
 */
package dev.muster.devcluster.node;
