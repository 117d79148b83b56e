/**
 * A profile's rules as validated values: the vocabulary that the engine, the runtime and the
 * operator share.
 *
 * <p>Every type here is immutable. The operator builds the same {@link
 * dev.muster.engine.profile.Profile} as the runtime, so it refuses exactly what the engine would
 * refuse, in the same words.
 */
package dev.muster.engine.profile;
