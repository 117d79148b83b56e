/**
 * The process: its configuration, and how its parts are wired. Everything in the runtime may be
 * used here, and nothing in the runtime uses this package.
 */
package dev.muster.runtime;
