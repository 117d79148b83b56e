package dev.muster.runtime.group;

import dev.muster.api.ticket.TicketAttributes;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What a player asks for.
 *
 * @param queues the profiles that the client names, each once; at least one, the first first
 * @param attributes what it says for each rule
 * @param extras what it wants carried along, as compact JSON
 * @param playerIp the player's address, if known
 * @param ofServer whether a holder of a token of game servers asks for the player
 */
public record TicketRequest(
    List<String> queues,
    TicketAttributes attributes,
    Optional<String> extras,
    Optional<String> playerIp,
    boolean ofServer) {
  /** The most profiles that a ticket may name. */
  public static final int MOST_PROFILES = 8;

  public TicketRequest {
    queues = List.copyOf(queues);
    Objects.requireNonNull(attributes, "attributes");
    Objects.requireNonNull(extras, "extras");
    Objects.requireNonNull(playerIp, "playerIp");
  }
}
