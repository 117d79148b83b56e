package dev.muster.runtime.explain;

import dev.muster.engine.explain.Diagnosis;
import dev.muster.runtime.group.GroupView;
import dev.muster.runtime.server.HeldMatch;
import dev.muster.runtime.store.TicketView;
import java.util.Map;
import java.util.Optional;

/** How a ticket stands, and why it waits if it does. */
public sealed interface TicketExplanation {
  /**
   * A ticket.
   *
   * @param ticket how far it is
   * @param diagnoses why it waits, by queue; without those where it does not search, or waits for
   *     room after a match that failed
   * @param held what its match waits for before it gets a server
   */
  record OfTicket(TicketView ticket, Map<String, Diagnosis> diagnoses, Optional<HeldMatch> held)
      implements TicketExplanation {
    public OfTicket {
      diagnoses = Map.copyOf(diagnoses);
    }

    /** Why it waits in the first of its queues. */
    public Optional<Diagnosis> diagnosis() {
      return Optional.ofNullable(diagnoses.get(ticket.group().queue()));
    }
  }

  /** A membership of a group that still forms, which will be a ticket of that id. */
  record OfMember(String memberId, GroupView group) implements TicketExplanation {}
}
