/**
 * What a real API server has against the spec of a pod, wherever it stands, in its words: recorded
 * from one, case by case, in the test resource {@code pods/checks.jsonl}.
 */
package dev.muster.devcluster.pod;
