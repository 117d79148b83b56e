/** The API's checks for who wants them without a server. Not thread-safe. */
package dev.muster.devcluster.offline;
