/**
 * The file into which a runtime writes what its engines are told, and from which the same matches
 * can be made again: one JSON object per line.
 */
package dev.muster.api.recording;
