/**
 * The cluster's API over HTTPS. Requests need a token; what an authenticated caller may do is not
 * restricted, since RBAC objects are stored but not enforced.
 */
package dev.muster.devcluster.api;
