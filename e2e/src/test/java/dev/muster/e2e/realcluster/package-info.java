/**
 * What only a real API server can tell: whether the rights of the chart are enough, and its policy
 * does what it says. Skipped where {@code MUSTER_TEST_KUBECONFIG} names no cluster.
 */
package dev.muster.e2e.realcluster;
