/** A beacon: what game clients measure their latency to. Knows nothing of tickets or matches. */
package dev.muster.runtime.beacon;
