package dev.muster.runtime.group;

import dev.muster.engine.ticket.AttributeValue;
import dev.muster.engine.ticket.Ticket;
import dev.muster.runtime.store.StoredTicket;
import java.util.Map;

/**
 * A player in a group that forms.
 *
 * @param ticket what the ticket will be once the search begins; its id is the membership's
 * @param values what the ticket's attributes say
 * @param ready whether the player is ready to search
 */
record Member(StoredTicket ticket, Map<String, AttributeValue> values, boolean ready) {
  String id() {
    return ticket.id();
  }

  /** The ticket as the engine sees it. */
  Ticket forMatching() {
    return ticket.forMatching(values);
  }

  /** The ticket as it is kept once the group no longer forms. */
  StoredTicket stored() {
    return ticket.ready(ready);
  }

  /** How much the ticket takes as JSON, bytes. */
  int bytes() {
    return forMatching().bytes();
  }

  Member ready(boolean now) {
    return new Member(ticket, values, now);
  }
}
