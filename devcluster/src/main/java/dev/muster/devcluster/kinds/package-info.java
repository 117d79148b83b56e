/**
 * The kinds that the cluster knows, built-in and custom: their names, schemas, printer columns, and
 * what is particular about the way they are defaulted, checked, created and updated.
 */
package dev.muster.devcluster.kinds;
