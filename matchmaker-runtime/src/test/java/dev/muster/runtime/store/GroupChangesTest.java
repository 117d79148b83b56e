package dev.muster.runtime.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.engine.ticket.Cancellation;
import dev.muster.engine.ticket.Cancellation.Reason;
import dev.muster.engine.ticket.Group;
import dev.muster.engine.ticket.Search;
import dev.muster.engine.ticket.Ticket;
import dev.muster.runtime.TestRuntime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class GroupChangesTest {
  private static final Cancellation WHY = new Cancellation(Reason.DELETED, "deleted");
  private static final GroupState.Place PLACE = new GroupState.Place("m", "q_initial-1", "t", 1);

  private final GroupChanges changes = new GroupChanges();
  private final List<String> seen = new ArrayList<>();
  private final InMemoryTicketStore store = new InMemoryTicketStore(10, changes);

  private static StoredGroup group(String id) {
    var ticket = new StoredTicket("ticket-" + id, Instant.EPOCH, Optional.empty(), "{}");
    return new StoredGroup(
        "q",
        Search.beginning(new Group(id, List.of(new Ticket(ticket.id(), Map.of(), 100))), 0),
        List.of(ticket),
        0,
        new GroupState.Searching());
  }

  /** What a reader finds when it is told. */
  private void look() {
    seen.add(
        store
            .get("ticket-g")
            .map(view -> view.group().queue() + " " + view.group().state().status())
            .orElse("gone"));
  }

  @Test
  void everyChangeOfAStoredGroupIsToldWhenItCanBeRead() {
    changes.follow("g", this::look);
    store.create(group("g"));
    store.rename("q", "q2");
    store.commitMatch("q2", Map.of("g", PLACE));
    store.release("m", "q2", group("g").search(), 1);
    store.commitMatch("q2", Map.of("g", PLACE));
    store.assign("m", List.of("g"), TestRuntime.ASSIGNMENT);
    store.retire("m", List.of("g"), 7);
    store.removeDue(7);
    assertThat(seen)
        .containsExactly(
            "q SEARCHING",
            "q2 SEARCHING",
            "q2 MATCH_FOUND",
            "q2 SEARCHING",
            "q2 MATCH_FOUND",
            "q2 HOST_ASSIGNED",
            "q2 HOST_ASSIGNED",
            "gone");
  }

  @Test
  void endsAreToldToo() {
    changes.follow("g", this::look);
    store.recover(group("g").in(new GroupState.MatchFound(PLACE)));
    store.abandon("m", "q", group("g").search(), 1, WHY, 1);
    store.removeDue(1);
    store.create(group("g"));
    store.cancel("g", WHY, 2);
    assertThat(seen)
        .containsExactly("q MATCH_FOUND", "q CANCELLED", "gone", "q SEARCHING", "q CANCELLED");
  }

  @Test
  void whatIsNotDoneIsNotTold() {
    store.create(group("g"));
    changes.follow("g", this::look);
    store.create(group("g"));
    store.create(group("other"));
    store.assign("m", List.of("g"), TestRuntime.ASSIGNMENT);
    store.removeDue(100);
    assertThat(seen).isEmpty();
  }

  @Test
  void whoFollowsNoMoreIsNotToldAndForgotten() {
    Runnable first = this::look;
    Runnable second = () -> {};
    changes.follow("g", first);
    changes.follow("g", second);
    changes.unfollow("g", first);
    store.create(group("g"));
    assertThat(seen).isEmpty();
    changes.unfollow("g", second);
    changes.unfollow("g", second);
    assertThat(changes.followed()).isZero();
  }
}
