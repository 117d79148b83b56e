/**
 * The cluster's API over HTTPS. Requests need a token, and what its owner may do is told by the
 * cluster's roles and bindings.
 */
package dev.muster.devcluster.api;
