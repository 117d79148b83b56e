/**
 * All of Muster on this machine: the embedded cluster or a given one, the operator in this process,
 * the runtime as a child.
 */
package dev.muster.cli.local;
