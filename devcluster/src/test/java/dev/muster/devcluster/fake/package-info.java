/** Stand-ins for tests: a store without rules, a clock and thread that tests move by hand. */
package dev.muster.devcluster.fake;
