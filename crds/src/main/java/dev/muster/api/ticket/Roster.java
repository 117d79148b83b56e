package dev.muster.api.ticket;

import com.fasterxml.jackson.databind.JsonNode;
import dev.muster.engine.Entry;
import dev.muster.engine.profile.Problem;
import dev.muster.engine.profile.Profile;
import java.util.List;

/** The players who are on a server that wants more. */
public final class Roster {
  private Roster() {}

  /**
   * What a queue's rules have against one of them, by field {@code tickets.ID.attributes.NAME}.
   * Attributes that no rule looks at are fine: they may have been matched under older rules.
   *
   * @param attributes as a Backfill has them; null is none
   * @param beaconsListed whether the Matchmaker lists beacons
   */
  public static List<Problem> problems(
      Profile profile, String ticketId, JsonNode attributes, boolean beaconsListed) {
    return problems(profile, attributes, beaconsListed).stream()
        .map(problem -> problem.under("tickets." + ticketId))
        .toList();
  }

  private static List<Problem> problems(
      Profile profile, JsonNode attributes, boolean beaconsListed) {
    try {
      return Entry.rosterTicket(profile, TicketJson.attributes(attributes).values(), beaconsListed);
    } catch (InvalidTicket e) {
      return e.problems();
    }
  }
}
