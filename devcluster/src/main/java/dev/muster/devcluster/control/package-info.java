/**
 * What keeps the cluster in order beside its requests: namespaces, definitions of custom resources,
 * and the collector of objects without owners. Each reacts to changes on a thread of its own.
 */
package dev.muster.devcluster.control;
