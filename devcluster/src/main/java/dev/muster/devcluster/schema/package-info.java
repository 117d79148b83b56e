/**
 * What objects look like: structural schemas of custom and built-in kinds, and what follows from
 * them, which is pruning, defaults and the checks of values. Schemas never change once made; any
 * thread may use them.
 */
package dev.muster.devcluster.schema;
