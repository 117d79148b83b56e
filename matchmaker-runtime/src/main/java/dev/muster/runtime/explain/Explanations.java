package dev.muster.runtime.explain;

import dev.muster.engine.Snapshot;
import dev.muster.engine.explain.Diagnosis;
import dev.muster.engine.explain.Inquiry;
import dev.muster.runtime.group.FormingGroups;
import dev.muster.runtime.group.Outcome;
import dev.muster.runtime.loop.Loop;
import dev.muster.runtime.loop.MatchmakingFactory;
import dev.muster.runtime.loop.Overloaded;
import dev.muster.runtime.loop.Queues;
import dev.muster.runtime.loop.SideThread;
import dev.muster.runtime.server.HeldMatches;
import dev.muster.runtime.store.GroupState;
import dev.muster.runtime.store.TicketStore;
import dev.muster.runtime.store.TicketView;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;

/**
 * Explains tickets, one after the other: asking often can take one processor, but never the loop,
 * which only makes the few copies that may wait.
 */
public final class Explanations implements AutoCloseable {
  /** So many groups are looked at, those that wait longest and the one that is asked about. */
  private static final int MOST_GROUPS = 2_000;

  /** So many questions may be on their way at once. */
  private static final int MOST_QUESTIONS = 8;

  private final Loop loop;
  private final TicketStore store;
  private final FormingGroups forming;
  private final Inquiry.Maker maker;
  private final SideThread worker = new SideThread("explain", MOST_QUESTIONS);
  private final Semaphore questions = new Semaphore(MOST_QUESTIONS);
  private final HeldMatches held;

  /**
   * Of one loop.
   *
   * @param factory makes the copies of queues
   * @param held the matches that wait for room
   */
  public Explanations(
      Loop loop,
      TicketStore store,
      FormingGroups forming,
      MatchmakingFactory factory,
      HeldMatches held) {
    this.loop = loop;
    this.store = store;
    this.forming = forming;
    this.maker = factory::create;
    this.held = held;
  }

  /**
   * How a ticket stands, and why it waits.
   *
   * @return fails with {@link Overloaded} when too much is asked at once
   */
  public CompletionStage<Outcome<TicketExplanation>> of(String ticketId) {
    var ticket = store.get(ticketId);
    if (ticket.isPresent() && !(ticket.get().group().state() instanceof GroupState.Searching)) {
      return CompletableFuture.completedStage(done(ticket.get(), Map.of()));
    }
    if (!questions.tryAcquire()) {
      return CompletableFuture.failedStage(new Overloaded(MOST_QUESTIONS));
    }
    return ticket
        .map(this::look)
        .orElseGet(() -> worker.work(() -> ofMember(ticketId)))
        .whenComplete((answer, problem) -> questions.release());
  }

  /** What the loop saw at one moment, by queue. */
  private record Sight(Map<String, Snapshot> snapshots, long nowMillis) {}

  private CompletionStage<Outcome<TicketExplanation>> look(TicketView ticket) {
    return loop.ask(queues -> look(queues, ticket))
        .thenCompose(
            sight ->
                worker.work(
                    () -> done(store.get(ticket.ticket().id()).orElse(ticket), diagnoses(sight))));
  }

  private static Sight look(Queues queues, TicketView ticket) {
    var snapshots = new LinkedHashMap<String, Snapshot>();
    for (var queue : ticket.group().queues()) {
      queues
          .snapshot(queue, ticket.group().id(), MOST_GROUPS)
          .ifPresent(snapshot -> snapshots.put(queue, snapshot));
    }
    return new Sight(snapshots, queues.nowMillis());
  }

  private Map<String, Diagnosis> diagnoses(Sight sight) {
    var diagnoses = new LinkedHashMap<String, Diagnosis>();
    sight
        .snapshots()
        .forEach(
            (queue, of) ->
                diagnoses.put(queue, new Inquiry(maker, of, sight.nowMillis()).answer()));
    return diagnoses;
  }

  private Outcome<TicketExplanation> done(TicketView ticket, Map<String, Diagnosis> diagnoses) {
    return new Outcome.Done<>(
        new TicketExplanation.OfTicket(
            ticket,
            diagnoses,
            ticket
                .group()
                .state()
                .place()
                .filter(place -> ticket.group().state() instanceof GroupState.MatchFound)
                .flatMap(place -> held.find(place.matchName()))));
  }

  private Outcome<TicketExplanation> ofMember(String memberId) {
    return forming
        .groupOfMember(memberId)
        .<Outcome<TicketExplanation>>map(
            group -> new Outcome.Done<>(new TicketExplanation.OfMember(memberId, group)))
        .orElseGet(() -> new Outcome.NotFound<>("ticket"));
  }

  /** Takes no more questions; what is being worked out goes on until the process ends. */
  @Override
  public void close() {
    worker.close();
  }
}
