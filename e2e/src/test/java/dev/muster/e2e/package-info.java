/**
 * What a user sees: the muster script as a process, the cluster through kubectl or a client,
 * players over HTTP, game servers as processes.
 */
package dev.muster.e2e;
