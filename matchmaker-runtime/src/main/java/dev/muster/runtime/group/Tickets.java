package dev.muster.runtime.group;

import dev.muster.engine.profile.Problem;
import dev.muster.engine.ticket.AttributeValue;
import dev.muster.engine.ticket.Cancellation;
import dev.muster.engine.ticket.Cancellation.Reason;
import dev.muster.runtime.loop.Loop;
import dev.muster.runtime.loop.Queues;
import dev.muster.runtime.store.StoredGroup;
import dev.muster.runtime.store.TicketStore;
import dev.muster.runtime.store.TicketView;
import dev.muster.runtime.ticket.IdSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** Tickets that search from the moment they are made: of one player, or of a group of players. */
public final class Tickets {
  private static final Cancellation DELETED =
      new Cancellation(Reason.DELETED, "A ticket of the group was deleted.");

  private final Loop loop;
  private final TicketStore store;
  private final Players players;

  /** Those of one loop and its store. */
  public Tickets(Loop loop, TicketStore store, IdSource ids) {
    this.loop = loop;
    this.store = store;
    this.players = new Players(ids);
  }

  /** Makes a ticket of a group of its own. */
  public CompletionStage<Outcome<TicketView>> create(TicketRequest request) {
    return loop.ask(
        queues -> {
          var problems = Door.first(queues, request);
          return problems.isEmpty()
              ? begin(queues, List.of(request), group -> view(group, 0))
              : new Outcome.Invalid<>(problems);
        });
  }

  /**
   * Makes a group of tickets, all or none, in the order of the requests. The first is the owner's.
   *
   * @return what is wrong is told by field under {@code player_tickets[i]}
   */
  public CompletionStage<Outcome<List<TicketView>>> createGroup(List<TicketRequest> requests) {
    return loop.ask(
        queues -> {
          var problems = problems(queues, requests);
          return problems.isEmpty()
              ? begin(queues, requests, Tickets::views)
              : new Outcome.Invalid<>(problems);
        });
  }

  private static List<Problem> problems(Queues queues, List<TicketRequest> requests) {
    var problems = new ArrayList<Problem>();
    var members = new ArrayList<Map<String, AttributeValue>>();
    for (int i = 0; i < requests.size(); i++) {
      var found =
          i == 0
              ? Door.first(queues, requests.get(0))
              : Door.next(
                  queues, FormingGroup.open(requests.get(0).queues()), members, requests.get(i));
      var path = "player_tickets[" + i + "]";
      found.forEach(problem -> problems.add(problem.under(path)));
      if (!found.isEmpty()) {
        return problems; // the rest is compared with this one
      }
      members.add(requests.get(i).attributes().values());
    }
    return problems;
  }

  private <T> Outcome<T> begin(
      Queues queues, List<TicketRequest> requests, Function<StoredGroup, T> answer) {
    var members = requests.stream().map(r -> players.member(queues, r, true)).toList();
    var group =
        new FormingGroup(
            players.groupId(),
            FormingGroup.open(requests.get(0).queues()),
            members,
            queues.nowMillis());
    return Players.begin(queues, group, answer);
  }

  private static TicketView view(StoredGroup group, int index) {
    return new TicketView(group.tickets().get(index), group);
  }

  private static List<TicketView> views(StoredGroup group) {
    return group.tickets().stream().map(ticket -> new TicketView(ticket, group)).toList();
  }

  /** The ticket of that id. Any thread; never waits. */
  public Optional<TicketView> get(String ticketId) {
    return store.get(ticketId);
  }

  /** Cancels a ticket, and with it its group. */
  public CompletionStage<Outcome<Void>> delete(String ticketId) {
    return loop.ask(
        queues ->
            store
                .get(ticketId)
                .map(view -> Deletion.of(queues, view.group().id(), "ticket", DELETED))
                .orElseGet(() -> new Outcome.NotFound<>("ticket")));
  }
}
