/**
 * From a configuration of Edgegap's matchmaker to Muster's resources.
 *
 * <p>What can be carried over is; what cannot is told with its place in the file. Pure functions
 * but for reading the file.
 */
package dev.muster.cli.edgegap;
