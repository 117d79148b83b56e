package dev.muster.runtime.server;

import java.util.Objects;
import java.util.Optional;

/**
 * A player's ticket as game servers send and read it.
 *
 * @param id the ticket's id
 * @param createdAt when it was created, as in RFC 3339; servers in .NET may leave the zone out
 * @param playerIp the player's address, if known
 * @param groupId the group that it belongs to; empty for one of its own
 * @param teamId the team that it plays in, if known
 * @param attributes what the player's client sent, as compact JSON
 */
public record PlayerTicket(
    String id,
    String createdAt,
    Optional<String> playerIp,
    Optional<String> groupId,
    Optional<String> teamId,
    String attributes) {
  public PlayerTicket {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(createdAt, "createdAt");
    Objects.requireNonNull(playerIp, "playerIp");
    Objects.requireNonNull(groupId, "groupId");
    Objects.requireNonNull(teamId, "teamId");
    Objects.requireNonNull(attributes, "attributes");
  }
}
