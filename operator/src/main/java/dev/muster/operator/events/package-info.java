/** Kubernetes Events: what {@code kubectl describe} tells. Never fails a reconcile. */
package dev.muster.operator.events;
