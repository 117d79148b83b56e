package dev.muster.runtime.group;

import dev.muster.runtime.ticket.TicketAttributes;
import java.util.Objects;
import java.util.Optional;

/**
 * What a player asks for.
 *
 * @param queue the profile that the client names
 * @param attributes what it says for each rule
 * @param extras what it wants carried along, as compact JSON
 * @param playerIp the player's address, if known
 * @param ofServer whether a holder of a token of game servers asks for the player
 */
public record TicketRequest(
    String queue,
    TicketAttributes attributes,
    Optional<String> extras,
    Optional<String> playerIp,
    boolean ofServer) {
  public TicketRequest {
    Objects.requireNonNull(queue, "queue");
    Objects.requireNonNull(attributes, "attributes");
    Objects.requireNonNull(extras, "extras");
    Objects.requireNonNull(playerIp, "playerIp");
  }
}
