/** The addresses of one cluster on this machine's loopback network. */
package dev.muster.devcluster.network;
