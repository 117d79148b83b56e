/**
 * Benchmarks: how fast the engine is, over seeded populations.
 *
 * <p>Nothing here is on a release's class path, and no figure from here is the pass mark of a test.
 */
package dev.muster.bench;
