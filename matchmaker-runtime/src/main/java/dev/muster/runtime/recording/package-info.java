/**
 * Writes what the engines are told into a file, so that the same matches can be made again. The
 * loop only hands values over; a thread of its own writes them.
 */
package dev.muster.runtime.recording;
