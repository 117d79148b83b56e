/** How Muster's processes read what the Kubernetes API sends. */
package dev.muster.api.json;
