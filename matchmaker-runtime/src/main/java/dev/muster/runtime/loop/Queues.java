package dev.muster.runtime.loop;

import dev.muster.engine.Admission;
import dev.muster.engine.Entry;
import dev.muster.engine.Event;
import dev.muster.engine.Snapshot;
import dev.muster.engine.Unfit;
import dev.muster.engine.profile.Problem;
import dev.muster.engine.ticket.Backfill;
import dev.muster.engine.ticket.Cancellation;
import dev.muster.engine.ticket.Cancellation.Reason;
import dev.muster.runtime.store.GroupState;
import dev.muster.runtime.store.StoredGroup;
import dev.muster.runtime.store.TicketStore;
import dev.muster.runtime.ticket.Assignment;
import dev.muster.runtime.ticket.IdSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The queues of one loop: who searches where, and what comes of it.
 *
 * <p>Not thread-safe: the loop's thread owns it, and {@link Loop#ask} is the way in. Only {@link
 * #standings} may be called from anywhere.
 */
public final class Queues {
  /** How long what has ended can be read when its queue is not served any more. */
  private static final long DEFAULT_REMOVAL_MILLIS = 60_000;

  /** What the name of a queue begins with that has given its own away, and has no other yet. */
  private static final String ASIDE = "~";

  private static final Logger LOG = LoggerFactory.getLogger(Queues.class);

  /** A group that searches in a queue, says the store, but whose engine has no room for it yet. */
  private record Returning(String groupId, String queue) {}

  private final MatchmakingFactory factory;
  private final TicketStore store;
  private final MatchSink sink;
  private final Forming forming;
  private final Elsewhere elsewhere;
  private final LoopObserver observer;
  private final Commit commit;
  private final RunningMatches matches;
  private final Map<String, Queue> queues = new TreeMap<>();
  private final Map<String, QueueStanding> standings = new ConcurrentHashMap<>();
  private final ArrayDeque<Returning> returning = new ArrayDeque<>();
  private boolean beaconsListed;
  private long nowMillis;

  /**
   * No queue yet.
   *
   * @param forming the groups that are not searching yet
   */
  public Queues(
      MatchmakingFactory factory,
      TicketStore store,
      MatchSink sink,
      Forming forming,
      IdSource ids,
      LoopObserver observer) {
    this(factory, store, sink, forming, ids, observer, Elsewhere.NOWHERE);
  }

  /**
   * No queue yet, beside those of other loops that share the store.
   *
   * @param forming the groups that are not searching yet
   */
  public Queues(
      MatchmakingFactory factory,
      TicketStore store,
      MatchSink sink,
      Forming forming,
      IdSource ids,
      LoopObserver observer,
      Elsewhere elsewhere) {
    this.factory = factory;
    this.store = store;
    this.sink = sink;
    this.forming = forming;
    this.elsewhere = elsewhere;
    this.observer = observer;
    this.commit = new Commit(store, ids);
    this.matches = new RunningMatches(store, observer);
  }

  /** The time of the batch at hand, ms since the epoch. */
  public long nowMillis() {
    return nowMillis;
  }

  /** The rules of a queue; empty when it is not served. */
  public Optional<QueueRevision> revision(String queue) {
    return Optional.ofNullable(queues.get(queue)).map(Queue::revision);
  }

  /** Whether the Matchmaker lists beacons. */
  public boolean beaconsListed() {
    return beaconsListed;
  }

  /** The names of the queues that are served, in order. */
  public List<String> names() {
    return List.copyOf(queues.keySet());
  }

  /** How long what has ended in a queue can be read. */
  public long removalMillis(String queue) {
    return revision(queue)
        .map(revision -> revision.profile().periods().ticketRemovalMillis())
        .orElse(DEFAULT_REMOVAL_MILLIS);
  }

  /**
   * Lets a new group search in all of its queues, or in none. The caller has checked it with {@link
   * Entry} under {@link #revision}, which is there for each of ours.
   */
  public Beginning begin(StoredGroup group) {
    var entered = new ArrayList<Queue>();
    for (var name : group.queues()) {
      var queue = queues.get(name);
      if (queue != null) {
        var admission = queue.matchmaking().add(group.search(), nowMillis);
        if (admission instanceof Admission.PoolFull full) {
          return noRoom(group, entered, full.limit());
        }
        if (!(admission instanceof Admission.Searching)) {
          throw new IllegalStateException(
              "group " + group.id() + " was not admitted: " + admission);
        }
        entered.add(queue);
      }
    }
    var creation = store.create(group);
    if (creation instanceof TicketStore.Creation.Full full) {
      return noRoom(group, entered, full.limit());
    }
    if (creation instanceof TicketStore.Creation.Taken) {
      throw new IllegalStateException("the ids of group " + group.id() + " are not new");
    }
    group.queues().stream().filter(name -> !queues.containsKey(name)).forEach(n -> enter(n, group));
    group.queues().forEach(name -> observer.created(name, group.tickets().size()));
    return new Beginning.Searching(group);
  }

  private static Beginning noRoom(StoredGroup group, List<Queue> entered, int limit) {
    entered.forEach(queue -> queue.matchmaking().remove(group.id()));
    return new Beginning.NoRoom(limit);
  }

  /**
   * A copy of a group that searches and of those that wait with it.
   *
   * @param most how many groups, at least 1
   * @return empty when the group does not search in that queue
   */
  public Optional<Snapshot> snapshot(String queue, String groupId, int most) {
    return Optional.ofNullable(queues.get(queue)).flatMap(found -> found.snapshot(groupId, most));
  }

  /** Cancels a group in all of its queues if it searches. */
  public Ending cancel(String groupId, Cancellation why) {
    var found = store.group(groupId);
    if (found.isEmpty()) {
      return Ending.UNKNOWN;
    }
    var group = found.get();
    if (group.state() instanceof GroupState.Cancelled) {
      return Ending.CANCELLED;
    }
    var cancelled = store.cancel(groupId, why, nowMillis + removalMillis(group.queue()));
    if (cancelled.isEmpty()) {
      return Ending.IN_MATCH;
    }
    for (var queue : group.queues()) {
      withdrawFrom(queue, groupId);
      observer.cancelled(queue, why.reason(), group.tickets().size());
    }
    return Ending.CANCELLED;
  }

  /** Ends a group's search in one queue, whose engine does not have it any more. */
  private void leave(String groupId, String queue, Cancellation why) {
    store
        .leave(groupId, queue, why, nowMillis + removalMillis(queue))
        .ifPresent(g -> observer.cancelled(queue, why.reason(), g.tickets().size()));
  }

  /** Takes a group that does not search there any more out of a queue, wherever that is. */
  private void withdrawFrom(String queue, String groupId) {
    if (queues.containsKey(queue)) {
      withdraw(queue, groupId);
    } else {
      elsewhere.withdraw(queue, groupId);
    }
  }

  /** Another loop has matched or ended a group that was in one of our queues as well. */
  public void withdraw(String queue, String groupId) {
    Optional.ofNullable(queues.get(queue)).ifPresent(q -> q.matchmaking().remove(groupId));
  }

  /** Another loop has a group that searches in one of our queues as well, unless it is too late. */
  public void enter(String queue, String groupId) {
    store
        .group(groupId)
        .filter(group -> group.searchesIn(queue))
        .ifPresent(
            group -> {
              if (queues.containsKey(queue)) {
                enter(queue, group);
              } else {
                leave(groupId, queue, notServed(queue));
              }
            });
  }

  /** Who waits, by the profile resource's name. Any thread. */
  public Map<String, QueueStanding> standings() {
    return Map.copyOf(standings);
  }

  // What the cluster says.

  void serve(QueueRevision next) {
    nameOf(next.profileName())
        .filter(name -> !name.equals(next.queue()))
        .ifPresent(before -> rename(before, next.queue(), next.profileName()));
    var queue = queues.get(next.queue());
    if (queue == null) {
      queues.put(next.queue(), new Queue(next, factory.create(next.profile(), beaconsListed)));
    } else if (queue.revision().equals(next)) {
      return;
    } else {
      standings.remove(queue.revision().profileName());
      handle(queue, queue.change(next, beaconsListed, nowMillis));
    }
    observer.served(next.queue());
    forming.rulesChanged(this, next.queue());
  }

  /** Each steps aside first, since it takes a name that another has until now. */
  void exchange(List<QueueRevision> next) {
    for (var revision : next) {
      var profile = revision.profileName();
      nameOf(profile).ifPresent(before -> rename(before, ASIDE + before, profile));
    }
    next.forEach(this::serve);
  }

  /** Lets those who wait go on under the new name. Backfills name the old one: they end. */
  private void rename(String before, String now, String profileName) {
    Optional.ofNullable(queues.get(now))
        .ifPresent(other -> close(other, "profile " + profileName + " has that name now"));
    var queue = queues.remove(before);
    queues.put(now, queue);
    queue.dropBackfills();
    store.rename(before, now);
    store
        .searching(now)
        .forEach(groupId -> enter(now, groupId)); // who is on the way by the old name
    for (int i = returning.size(); i > 0; i--) {
      var one = returning.remove();
      returning.add(one.queue().equals(before) ? new Returning(one.groupId(), now) : one);
    }
    forming.renamed(this, before, now);
    observer.closed(before);
  }

  /** By which name the profile's queue is served now. */
  private Optional<String> nameOf(String profileName) {
    return queues.entrySet().stream()
        .filter(entry -> entry.getValue().revision().profileName().equals(profileName))
        .map(Map.Entry::getKey)
        .findFirst();
  }

  private Optional<Queue> ofProfile(String profileName) {
    return nameOf(profileName).map(queues::get);
  }

  void close(String profileName, String why) {
    ofProfile(profileName).ifPresent(queue -> close(queue, why));
  }

  private void close(Queue queue, String what) {
    var name = queue.revision().queue();
    var why =
        new Cancellation(
            Reason.PROFILE_DELETED,
            "The queue " + name + " was closed: " + what + "; search in another queue");
    forming.closed(this, name, why);
    store.searching(name).forEach(groupId -> leave(groupId, name, why));
    store.close(name, why);
    queues.remove(name);
    standings.remove(queue.revision().profileName());
    observer.closed(name);
  }

  void beaconsListed(boolean listed) {
    if (beaconsListed == listed) {
      return;
    }
    beaconsListed = listed;
    for (var queue : queues.values()) {
      handle(queue, queue.change(queue.revision(), listed, nowMillis));
      forming.rulesChanged(this, queue.revision().queue());
    }
  }

  Optional<Unfit> searchBackfill(String queueName, Backfill backfill) {
    var queue = queues.get(queueName);
    if (queue == null) {
      return Optional.of(
          new Unfit(List.of(new Problem("queue", "is " + queueName + ", which is not served"))));
    }
    if (backfill.equals(queue.backfills().get(backfill.id()))) {
      return Optional.empty();
    }
    var unfit = queue.matchmaking().add(backfill, nowMillis);
    if (unfit.isEmpty()) {
      queue.backfills().put(backfill.id(), backfill);
    }
    return unfit;
  }

  void removeBackfill(String queueName, String backfillId) {
    var queue = queues.get(queueName);
    if (queue != null) {
      queue.matchmaking().removeBackfill(backfillId);
      queue.backfills().remove(backfillId);
    }
  }

  void recover(CommittedMatch match) {
    commit.skipPast(match.foundAtMillis());
    matches.recover(match);
  }

  void assigned(String matchName, Assignment assignment) {
    matches.assigned(this, matchName, assignment);
  }

  void failed(String matchName, MatchFailure failure) {
    matches.failed(this, matchName, failure);
  }

  void ended(String matchName) {
    matches.ended(this, matchName);
  }

  // What comes of a match.

  /**
   * Where the groups of a match search again: in the queue of its profile, whatever that is called
   * now, else in the one of that name.
   *
   * @return the queue's name; empty when none of them is served
   */
  Optional<String> home(String profileName, String queue) {
    return ofProfile(profileName)
        .or(() -> Optional.ofNullable(queues.get(queue)))
        .map(found -> found.revision().queue());
  }

  /** Puts a group that the store says searches back into all of its queues. */
  void searchAgain(StoredGroup group) {
    group.queues().forEach(queue -> enter(queue, group));
  }

  /**
   * Puts a group that the store says searches into a queue. While the pool has no room it waits
   * here; when the rules have changed so that it cannot match there any more, it leaves the queue.
   */
  private void enter(String name, StoredGroup group) {
    var queue = queues.get(name);
    if (queue == null) {
      if (!elsewhere.enter(name, group.id())) {
        leave(group.id(), name, notServed(name));
      }
      return;
    }
    var admission = queue.matchmaking().add(group.search(), nowMillis);
    if (admission instanceof Admission.PoolFull) {
      returning.add(new Returning(group.id(), name));
    } else if (admission instanceof Admission.Refused refused) {
      leave(group.id(), name, refused.cancellation());
    }
  }

  private static Cancellation notServed(String queue) {
    return new Cancellation(
        Reason.PROFILE_DELETED,
        "The queue " + queue + " is not served any more; search in another queue");
  }

  void forgetBackfill(String queueName, String backfillId) {
    Optional.ofNullable(queues.get(queueName)).ifPresent(q -> q.backfills().remove(backfillId));
  }

  void resumeBackfill(String queueName, String backfillId) {
    var queue = queues.get(queueName);
    if (queue != null && queue.backfills().containsKey(backfillId)) {
      queue.matchmaking().add(queue.backfills().get(backfillId), nowMillis);
    }
  }

  // What time brings.

  /** Begins a batch of commands. */
  void beginAt(long millis) {
    nowMillis = millis;
  }

  /** Ends a batch of commands: lets time pass up to now. */
  void advance() {
    letReturn();
    forming.advance(this);
    for (var queue : new ArrayList<>(queues.values())) {
      if (queue.isDue(nowMillis)) {
        advance(queue);
      }
    }
    store.removeDue(nowMillis);
  }

  private void letReturn() {
    for (int i = returning.size(); i > 0; i--) {
      var one = returning.remove();
      enter(one.queue(), one.groupId());
    }
  }

  /** One queue's failure must not stand in the others' way. */
  private void advance(Queue queue) {
    try {
      handle(queue, queue.advance(nowMillis));
    } catch (RuntimeException e) {
      LOG.atError()
          .setCause(e)
          .addKeyValue("queue", queue.revision().queue())
          .log("Matchmaking failed; the queue rests for a moment");
    }
    try {
      standings.put(queue.revision().profileName(), queue.standing(nowMillis));
    } catch (RuntimeException e) {
      LOG.atError()
          .setCause(e)
          .addKeyValue("queue", queue.revision().queue())
          .log("Looking at who waits failed");
    }
  }

  long nextDueMillis() {
    long due = Math.min(forming.nextDueMillis(), store.nextRemovalMillis().orElse(Long.MAX_VALUE));
    for (var queue : queues.values()) {
      due = Math.min(due, queue.dueMillis());
    }
    return due;
  }

  private void handle(Queue queue, List<Event> events) {
    for (var event : events) {
      if (event instanceof Event.MatchMade made) {
        matchMade(queue, made);
      } else if (event instanceof Event.GroupCancelled cancelled) {
        leave(cancelled.search().group().id(), queue.revision().queue(), cancelled.cancellation());
      } else if (event instanceof Event.BackfillCancelled cancelled) {
        queue.backfills().remove(cancelled.backfillId());
      } else {
        throw new AssertionError(event);
      }
    }
  }

  private void matchMade(Queue queue, Event.MatchMade made) {
    commit
        .commit(queue.revision(), made, nowMillis)
        .ifPresentOrElse(this::handOver, () -> takeBack(queue, made));
  }

  private void handOver(CommittedMatch match) {
    matches.add(match);
    observer.matchMade(match.queue(), match.expansion());
    match.groups().forEach(group -> found(match.queue(), group));
    sink.accept(match);
  }

  /** A group has a match: it leaves its other queues. */
  private void found(String queue, StoredGroup group) {
    group.tickets().forEach(t -> observer.found(queue, group.search().ageMillis(nowMillis)));
    group.queues().stream()
        .filter(other -> !other.equals(queue))
        .forEach(other -> withdrawFrom(other, group.id()));
  }

  /**
   * Not every group was searching there any more, as of a loop with another of its queues: those
   * that are go on, with their age.
   */
  private void takeBack(Queue queue, Event.MatchMade made) {
    made.teams().stream()
        .flatMap(team -> team.groups().stream())
        .map(search -> store.group(search.group().id()))
        .flatMap(Optional::stream)
        .filter(group -> group.searchesIn(queue.revision().queue()))
        .forEach(group -> enter(queue.revision().queue(), group));
    made.backfill().ifPresent(id -> resumeBackfill(queue.revision().queue(), id));
  }
}
