/**
 * From a profile's {@code gameServer} and a match to a pod. Pure functions; the profile's side
 * checks with them what the match's side will create.
 */
package dev.muster.operator.gameserver;
