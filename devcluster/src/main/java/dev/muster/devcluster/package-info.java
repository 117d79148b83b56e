/**
 * A small emulation of a Kubernetes cluster for development and tests, in one process and in
 * memory: {@link dev.muster.devcluster.DevCluster} starts it. It is a tool, never a cluster for
 * production.
 */
package dev.muster.devcluster;
