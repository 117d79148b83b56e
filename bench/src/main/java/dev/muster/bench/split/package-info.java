/** How close to the best the engine's teams are where it does not try every way. */
package dev.muster.bench.split;
