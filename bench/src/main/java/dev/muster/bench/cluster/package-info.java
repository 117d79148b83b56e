/**
 * The embedded cluster as its clients see it: a process of its own, spoken to over HTTPS. Programs
 * rather than JMH benchmarks, since each object makes the cluster another one.
 */
package dev.muster.bench.cluster;
