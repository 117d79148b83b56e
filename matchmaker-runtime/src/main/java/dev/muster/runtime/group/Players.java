package dev.muster.runtime.group;

import dev.muster.runtime.loop.Beginning;
import dev.muster.runtime.loop.Queues;
import dev.muster.runtime.store.GroupState;
import dev.muster.runtime.store.StoredGroup;
import dev.muster.runtime.store.StoredTicket;
import dev.muster.runtime.ticket.IdSource;
import java.time.Instant;
import java.util.function.Function;

/** Makes players out of requests and lets groups of them search. On the loop's thread. */
final class Players {
  private final IdSource ids;

  Players(IdSource ids) {
    this.ids = ids;
  }

  Member member(Queues queues, TicketRequest request, boolean ready) {
    var ticket =
        new StoredTicket(
            ids.xid(),
            Instant.ofEpochMilli(queues.nowMillis()),
            request.playerIp(),
            request.attributes().json(),
            request.extras());
    return new Member(ticket, request.attributes().values(), ready);
  }

  String groupId() {
    return ids.uuid();
  }

  /** Lets a checked group search. */
  static <T> Outcome<T> begin(Queues queues, FormingGroup group, Function<StoredGroup, T> answer) {
    var beginning = queues.begin(group.stored(new GroupState.Searching(), queues.nowMillis()));
    if (beginning instanceof Beginning.Searching searching) {
      return new Outcome.Done<>(answer.apply(searching.group()));
    }
    if (beginning instanceof Beginning.NoRoom full) {
      return new Outcome.NoRoom<>(
          "As many tickets wait as may (" + full.limit() + "); try again in a moment");
    }
    throw new AssertionError(beginning);
  }
}
