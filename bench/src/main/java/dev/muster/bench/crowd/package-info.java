/** A crowd in one queue over some time: how long players wait, how well they meet, what pauses. */
package dev.muster.bench.crowd;
