/** {@code muster bench pool}: files of players through the engine, measured and checked. */
package dev.muster.bench.pool;
