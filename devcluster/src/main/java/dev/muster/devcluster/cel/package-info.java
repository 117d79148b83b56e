/**
 * The rules in CEL that custom resource definitions carry: compiled once, run on every write.
 * Thread-safe.
 */
package dev.muster.devcluster.cel;
