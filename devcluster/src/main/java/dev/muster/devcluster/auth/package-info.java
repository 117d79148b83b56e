/**
 * Who may talk to the cluster: its certificates and its tokens. No secret of these classes is ever
 * logged.
 */
package dev.muster.devcluster.auth;
