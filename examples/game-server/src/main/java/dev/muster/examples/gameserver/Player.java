package dev.muster.examples.gameserver;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * One player of the match.
 *
 * @param number the player's place in MM_TICKET_IDS, from 1. It is what other players may see: a
 *     ticket id is a credential, whoever knows it can take the player's seat
 */
record Player(int number, String ticketId, String groupId, String teamId, JsonNode attributes) {

  @Override
  public String toString() {
    return "player " + number;
  }
}
