/**
 * The objects and the rules by which they change: what an API server does between a decoded request
 * and its answer. All writes happen under one lock; what is stored is never changed in place, so
 * that readers need no copy.
 */
package dev.muster.devcluster.registry;
