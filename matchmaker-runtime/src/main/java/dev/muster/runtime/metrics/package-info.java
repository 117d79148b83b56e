/**
 * What can be counted and measured, for Prometheus. No label takes values that clients choose
 * freely.
 */
package dev.muster.runtime.metrics;
