/** Why a ticket waits, for people. */
package dev.muster.cli.explain;
