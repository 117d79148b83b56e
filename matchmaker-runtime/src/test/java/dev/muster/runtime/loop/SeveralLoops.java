package dev.muster.runtime.loop;

import dev.muster.engine.indexed.IndexedMatchmaking;
import dev.muster.engine.profile.Profile;
import dev.muster.engine.ticket.Cancellation;
import dev.muster.engine.ticket.Cancellation.Reason;
import dev.muster.engine.ticket.Group;
import dev.muster.engine.ticket.Search;
import dev.muster.runtime.TestRuntime;
import dev.muster.runtime.store.GroupState;
import dev.muster.runtime.store.InMemoryTicketStore;
import dev.muster.runtime.store.QueueSearch;
import dev.muster.runtime.store.StoredGroup;
import dev.muster.runtime.store.StoredTicket;
import dev.muster.runtime.store.TicketStore;
import dev.muster.runtime.ticket.IdSource;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Several loops over one store, on one thread and with a time of their own. What one tells another
 * waits until {@link #deliver}, in the order in which it was told, as between threads.
 *
 * <p>The last digit of a queue's name says whose it is.
 */
final class SeveralLoops {
  final InMemoryTicketStore memory = new InMemoryTicketStore(1_000_000);

  /** How many matches the store has refused. */
  int conflicts;

  /** The store, counting. */
  final TicketStore store =
      (TicketStore)
          Proxy.newProxyInstance(
              TicketStore.class.getClassLoader(),
              new Class<?>[] {TicketStore.class},
              (proxy, method, arguments) -> {
                var answer = method.invoke(memory, arguments);
                if (method.getName().equals("commitMatch") && answer.equals(false)) {
                  conflicts++;
                }
                return answer;
              });

  final List<Queues> loops = new ArrayList<>();

  /** The matches by name, as they were handed over, and by which loop. */
  final Map<String, CommittedMatch> matches = new LinkedHashMap<>();

  final Map<String, Integer> loopOfMatch = new LinkedHashMap<>();

  /** What loops have told each other and that has not arrived: from loop to loop. */
  final List<List<ArrayDeque<Runnable>>> mail = new ArrayList<>();

  long now = TestRuntime.START;
  private int ids;

  SeveralLoops(int count) {
    for (int i = 0; i < count; i++) {
      int self = i;
      var outbox = new ArrayList<ArrayDeque<Runnable>>();
      for (int j = 0; j < count; j++) {
        outbox.add(new ArrayDeque<>());
      }
      mail.add(outbox);
      loops.add(
          new Queues(
              (profile, beacons) -> new IndexedMatchmaking(profile, beacons, 10_000),
              store,
              match -> {
                matches.put(match.name(), match);
                loopOfMatch.put(match.name(), self);
              },
              Forming.NOBODY,
              counting(),
              LoopObserver.NONE,
              new Told(self)));
    }
  }

  /** Another loop's part in it. */
  private final class Told implements Elsewhere {
    private final int self;

    Told(int self) {
      this.self = self;
    }

    @Override
    public boolean enter(String queue, String groupId) {
      int other = owner(queue);
      if (other == self) {
        return false;
      }
      mail.get(self).get(other).add(() -> loops.get(other).enter(queue, groupId));
      return true;
    }

    @Override
    public void withdraw(String queue, String groupId) {
      int other = owner(queue);
      mail.get(self).get(other).add(() -> loops.get(other).withdraw(queue, groupId));
    }
  }

  private IdSource counting() {
    return new IdSource() {
      @Override
      public String xid() {
        return "x" + ids++;
      }

      @Override
      public String uuid() {
        return "u" + ids++;
      }
    };
  }

  int owner(String queue) {
    return (queue.charAt(queue.length() - 1) - '0') % loops.size();
  }

  Queues of(String queue) {
    return loops.get(owner(queue));
  }

  /** Serves a profile; its resource has the name of the queue as it was first called. */
  void serve(String profileName, Profile profile, String revision) {
    var loop = of(profile.queue());
    loop.beginAt(now);
    loop.serve(new QueueRevision(profileName, profileName + "-" + revision, profile));
  }

  /** A group that says nothing and names queues; gives its id. It enters by the first's loop. */
  String comes(int players, String... queues) {
    return comes(new dev.muster.api.ticket.TicketAttributes(Map.of(), "{}"), players, queues);
  }

  String comes(dev.muster.api.ticket.TicketAttributes attributes, int players, String... queues) {
    var id = "g" + ids++;
    var tickets = new ArrayList<StoredTicket>();
    for (int i = 0; i < players; i++) {
      tickets.add(
          new StoredTicket(id + "-" + i, Instant.EPOCH, Optional.empty(), attributes.json()));
    }
    var group =
        new Group(id, tickets.stream().map(t -> t.forMatching(attributes.values())).toList());
    var loop = of(queues[0]);
    loop.beginAt(now);
    loop.begin(
        new StoredGroup(
            queues[0],
            List.of(queues).stream().map(QueueSearch::in).toList(),
            Search.beginning(group, now),
            tickets,
            0,
            new GroupState.Searching()));
    return id;
  }

  void cancel(int loop, String groupId) {
    loops.get(loop).beginAt(now);
    loops.get(loop).cancel(groupId, new Cancellation(Reason.DELETED, "deleted"));
  }

  void fail(String match) {
    var loop = loops.get(loopOfMatch.get(match));
    loop.beginAt(now);
    loop.failed(match, new MatchFailure("StartTimeout", "no server came up", true));
  }

  void assign(String match) {
    var loop = loops.get(loopOfMatch.get(match));
    loop.beginAt(now);
    loop.assigned(match, TestRuntime.ASSIGNMENT);
  }

  /** One loop lets time pass up to now. */
  void advance(int loop) {
    loops.get(loop).beginAt(now);
    loops.get(loop).advance();
  }

  /** The oldest of what one loop has told another arrives; says whether there was something. */
  boolean deliver(int from, int to) {
    var next = mail.get(from).get(to).poll();
    if (next != null) {
      loops.get(to).beginAt(now);
      next.run();
    }
    return next != null;
  }

  /** Everything arrives, and every loop does what it can do now. */
  void settle() {
    boolean more = true;
    while (more) {
      int before = matches.size();
      for (int i = 0; i < loops.size(); i++) {
        advance(i);
      }
      more = matches.size() > before;
      for (int from = 0; from < loops.size(); from++) {
        for (int to = 0; to < loops.size(); to++) {
          while (deliver(from, to)) {
            more = true;
          }
        }
      }
    }
  }

  StoredGroup group(String id) {
    return store.group(id).orElseThrow();
  }

  /** Whether the engine of a queue has a group. */
  boolean waits(String queue, String groupId) {
    return of(queue).snapshot(queue, groupId, 1).isPresent();
  }
}
