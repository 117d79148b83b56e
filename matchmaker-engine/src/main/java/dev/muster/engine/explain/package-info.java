/**
 * Why a group waits, and what would have to be otherwise: answered on a copy of its queue, away
 * from the search, by the engine itself.
 */
package dev.muster.engine.explain;
