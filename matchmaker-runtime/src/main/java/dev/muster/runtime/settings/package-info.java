/** What the runtime reads live from its Matchmaker. Every type here is an immutable value. */
package dev.muster.runtime.settings;
