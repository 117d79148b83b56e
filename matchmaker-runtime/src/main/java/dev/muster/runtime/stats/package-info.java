/** What players may know of the queues: who waits, and how long others waited. */
package dev.muster.runtime.stats;
