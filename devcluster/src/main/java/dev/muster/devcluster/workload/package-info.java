/**
 * The controllers of Deployments and ReplicaSets: they look at caches, decide purely, and write
 * through the store. They run on one loop; classes that say nothing else are used from there only.
 */
package dev.muster.devcluster.workload;
