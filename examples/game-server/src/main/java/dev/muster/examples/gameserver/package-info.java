/**
 * A small game server that learns from its environment who plays, and admits players by ticket id.
 * Everything that holds state is used by one thread and is given the time; only {@link
 * dev.muster.examples.gameserver.GameServer} reads the environment and the clock.
 */
package dev.muster.examples.gameserver;
