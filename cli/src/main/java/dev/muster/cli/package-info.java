/**
 * The {@code muster} command: one class per subcommand.
 *
 * <p>What people read goes to standard output and is meant for people; logs go to standard error.
 */
package dev.muster.cli;
