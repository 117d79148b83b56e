/** Load on the HTTP API of a running Muster, from another process. */
package dev.muster.bench.http;
