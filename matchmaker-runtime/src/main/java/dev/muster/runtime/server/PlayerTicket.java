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
 * @param extras what it sent along that no rule looks at, as compact JSON; of those who come only
 */
public record PlayerTicket(
    String id,
    String createdAt,
    Optional<String> playerIp,
    Optional<String> groupId,
    Optional<String> teamId,
    String attributes,
    Optional<String> extras) {
  /** One without extras. */
  public PlayerTicket(
      String id,
      String createdAt,
      Optional<String> playerIp,
      Optional<String> groupId,
      Optional<String> teamId,
      String attributes) {
    this(id, createdAt, playerIp, groupId, teamId, attributes, Optional.empty());
  }

  public PlayerTicket {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(createdAt, "createdAt");
    Objects.requireNonNull(playerIp, "playerIp");
    Objects.requireNonNull(groupId, "groupId");
    Objects.requireNonNull(teamId, "teamId");
    Objects.requireNonNull(attributes, "attributes");
    Objects.requireNonNull(extras, "extras");
  }
}
