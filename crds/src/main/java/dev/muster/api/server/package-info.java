/** What the operator gives a game server and the runtime takes back from it. */
package dev.muster.api.server;
