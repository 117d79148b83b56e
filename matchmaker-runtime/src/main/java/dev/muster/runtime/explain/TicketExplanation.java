package dev.muster.runtime.explain;

import dev.muster.engine.explain.Diagnosis;
import dev.muster.runtime.group.GroupView;
import dev.muster.runtime.server.HeldMatch;
import dev.muster.runtime.store.TicketView;
import java.util.Optional;

/** How a ticket stands, and why it waits if it does. */
public sealed interface TicketExplanation {
  /**
   * A ticket.
   *
   * @param ticket how far it is
   * @param diagnosis why it waits; empty when it does not search, or waits for room in its queue
   *     after a match that failed
   * @param held what its match waits for before it gets a server
   */
  record OfTicket(TicketView ticket, Optional<Diagnosis> diagnosis, Optional<HeldMatch> held)
      implements TicketExplanation {}

  /** A membership of a group that still forms, which will be a ticket of that id. */
  record OfMember(String memberId, GroupView group) implements TicketExplanation {}
}
