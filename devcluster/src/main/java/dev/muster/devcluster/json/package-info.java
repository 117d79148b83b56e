/**
 * JSON trees: reading and writing with the exact spelling of numbers, comparing, patching.
 * Stateless.
 */
package dev.muster.devcluster.json;
