package dev.muster.runtime.store;

import dev.muster.engine.ticket.Cancellation;
import dev.muster.runtime.ticket.Assignment;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/** How far a group is; the same for all of its tickets. */
public sealed interface GroupState {
  /** The name that clients see. */
  TicketStatus status();

  /** The match that the group is in, if it is in one. */
  default Optional<Place> place() {
    return Optional.empty();
  }

  /** Where to connect, once there is a server. */
  default Optional<Assignment> assignment() {
    return Optional.empty();
  }

  /** Why it ended, if it did. */
  default Optional<Cancellation> cancellation() {
    return Optional.empty();
  }

  /** From when on nobody can read it any more, ms since the epoch; empty while that is open. */
  default OptionalLong removeAtMillis() {
    return OptionalLong.empty();
  }

  /**
   * A place in a match.
   *
   * @param matchName the Match resource's name
   * @param matchId what clients and servers call the match
   * @param teamId the team in it
   * @param foundAtMillis when the match was made, ms since the epoch
   */
  record Place(String matchName, String matchId, String teamId, long foundAtMillis) {
    public Place {
      Objects.requireNonNull(matchName, "matchName");
      Objects.requireNonNull(matchId, "matchId");
      Objects.requireNonNull(teamId, "teamId");
    }
  }

  /** It waits in its queue. */
  record Searching() implements GroupState {
    @Override
    public TicketStatus status() {
      return TicketStatus.SEARCHING;
    }
  }

  /** It is in a match whose server is being started. */
  record MatchFound(Place at) implements GroupState {
    @Override
    public TicketStatus status() {
      return TicketStatus.MATCH_FOUND;
    }

    @Override
    public Optional<Place> place() {
      return Optional.of(at);
    }
  }

  /**
   * It may connect.
   *
   * @param removeAtMillis known once the match has ended
   */
  record HostAssigned(Place at, Assignment to, OptionalLong removeAtMillis) implements GroupState {
    @Override
    public TicketStatus status() {
      return TicketStatus.HOST_ASSIGNED;
    }

    @Override
    public Optional<Place> place() {
      return Optional.of(at);
    }

    @Override
    public Optional<Assignment> assignment() {
      return Optional.of(to);
    }
  }

  /** It ended without a match. */
  record Cancelled(Cancellation why, OptionalLong removeAtMillis) implements GroupState {
    @Override
    public TicketStatus status() {
      return TicketStatus.CANCELLED;
    }

    @Override
    public Optional<Cancellation> cancellation() {
      return Optional.of(why);
    }
  }
}
