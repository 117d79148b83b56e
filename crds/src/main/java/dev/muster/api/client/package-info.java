/** How Muster's processes talk to the Kubernetes API. */
package dev.muster.api.client;
