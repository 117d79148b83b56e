package dev.muster.runtime.loop;

import dev.muster.engine.ticket.Cancellation;
import dev.muster.engine.ticket.Cancellation.Reason;
import dev.muster.engine.ticket.Search;
import dev.muster.runtime.store.GroupState;
import dev.muster.runtime.store.StoredGroup;
import dev.muster.runtime.store.TicketStore;
import dev.muster.runtime.ticket.Assignment;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The matches that have been handed over and are not over yet, and what comes of them for their
 * groups. Not thread-safe; the loop's thread owns it.
 */
final class RunningMatches {
  /** With this many failed matches a group is cancelled. */
  static final int MOST_FAILURES = 3;

  private static final MatchFailure NEVER_ASSIGNED =
      new MatchFailure("Ended", "The match ended before its server was ready.", true);

  /** What is kept of a match; how long its players had waited is not known of a recovered one. */
  private record Running(
      String profile,
      String queue,
      List<String> groupIds,
      long foundAtMillis,
      Optional<String> backfill,
      boolean recovered) {}

  private final TicketStore store;
  private final LoopObserver observer;
  private final Map<String, Running> starting = new HashMap<>();
  private final Map<String, Running> assigned = new HashMap<>();

  RunningMatches(TicketStore store, LoopObserver observer) {
    this.store = store;
    this.observer = observer;
  }

  void add(CommittedMatch match) {
    add(match, false);
  }

  private void add(CommittedMatch match, boolean recovered) {
    starting.put(
        match.name(),
        new Running(
            match.profile(),
            match.queue(),
            match.groups().map(StoredGroup::id).toList(),
            match.foundAtMillis(),
            match.backfill(),
            recovered));
  }

  /** Puts a match back after a restart; says whether it was unknown until now. */
  boolean recover(CommittedMatch match) {
    if (starting.containsKey(match.name()) || assigned.containsKey(match.name())) {
      return false;
    }
    for (var team : match.teams()) {
      var place =
          new GroupState.Place(match.name(), match.matchId(), team.id(), match.foundAtMillis());
      team.groups().forEach(group -> store.recover(group.in(new GroupState.MatchFound(place))));
    }
    add(match, true);
    return true;
  }

  void assigned(Queues queues, String matchName, Assignment assignment) {
    var match = starting.remove(matchName);
    if (match == null) {
      return;
    }
    assigned.put(matchName, match);
    store.assign(matchName, match.groupIds(), assignment);
    match.backfill().ifPresent(id -> queues.forgetBackfill(match.queue(), id));
    if (!match.recovered()) {
      groups(match).forEach(group -> observeAssignment(group, queues.nowMillis()));
    }
  }

  private void observeAssignment(StoredGroup group, long nowMillis) {
    long searched = group.search().ageMillis(nowMillis);
    for (var ticket : group.tickets()) {
      observer.assigned(group.queue(), searched);
      observer.completed(group.queue(), ticket.createdAt().toEpochMilli(), searched, nowMillis);
    }
  }

  void ended(Queues queues, String matchName) {
    if (starting.containsKey(matchName)) {
      failed(queues, matchName, NEVER_ASSIGNED);
      return;
    }
    var match = assigned.remove(matchName);
    if (match != null) {
      store.retire(
          matchName,
          match.groupIds(),
          queues.nowMillis() + queues.removalMillis(queueNow(queues, match)));
    }
  }

  void failed(Queues queues, String matchName, MatchFailure failure) {
    if (assigned.containsKey(matchName)) {
      ended(queues, matchName);
      return;
    }
    var match = starting.remove(matchName);
    if (match == null) {
      return;
    }
    observer.matchFailed(match.queue());
    groups(match).forEach(group -> new Return(queues, matchName, match, failure).accept(group));
    if (failure.counted()) {
      match.backfill().ifPresent(id -> queues.resumeBackfill(match.queue(), id));
    }
  }

  /** What the queue of a match is called now; as it was called when it is not served any more. */
  private static String queueNow(Queues queues, Running match) {
    return queues.home(match.profile(), match.queue()).orElse(match.queue());
  }

  private List<StoredGroup> groups(Running match) {
    return match.groupIds().stream().map(store::group).flatMap(Optional::stream).toList();
  }

  /** What becomes of one group of a match that failed. */
  private final class Return implements Consumer<StoredGroup> {
    private final Queues queues;
    private final String matchName;
    private final Running match;
    private final MatchFailure failure;

    Return(Queues queues, String matchName, Running match, MatchFailure failure) {
      this.queues = queues;
      this.matchName = matchName;
      this.match = match;
      this.failure = failure;
    }

    @Override
    public void accept(StoredGroup group) {
      int failures = group.failures() + (failure.counted() ? 1 : 0);
      var search =
          group.search().pausedFor(Math.max(0, queues.nowMillis() - match.foundAtMillis()));
      why(failures)
          .ifPresentOrElse(why -> leave(search, failures, why), () -> resume(search, failures));
    }

    private Optional<Cancellation> why(int failures) {
      return failures >= MOST_FAILURES ? Optional.of(startFailed(failures)) : notServed();
    }

    private Optional<Cancellation> notServed() {
      return queues.home(match.profile(), match.queue()).isPresent()
          ? Optional.empty()
          : Optional.of(
              new Cancellation(
                  Reason.PROFILE_DELETED,
                  "The match could not start a game server, and the queue "
                      + match.queue()
                      + " is not served any more; search in another queue"));
    }

    private Cancellation startFailed(int failures) {
      return new Cancellation(
          Reason.START_FAILED,
          failures
              + " matches in a row could not start a game server; the last one: "
              + failure.reason()
              + ": "
              + failure.message());
    }

    /** The queue of the match is over for the group; it may have others. */
    private void leave(Search search, int failures, Cancellation why) {
      var queue = queueNow(queues, match);
      store
          .abandon(
              matchName,
              queue,
              search,
              failures,
              why,
              queues.nowMillis() + queues.removalMillis(queue))
          .ifPresent(
              group -> {
                observer.cancelled(queue, why.reason(), group.tickets().size());
                queues.searchAgain(group);
              });
    }

    private void resume(Search search, int failures) {
      store
          .release(matchName, queueNow(queues, match), search, failures)
          .ifPresent(queues::searchAgain);
    }
  }
}
