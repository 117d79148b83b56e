package dev.muster.runtime.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.engine.ticket.Cancellation;
import dev.muster.engine.ticket.Cancellation.Reason;
import dev.muster.engine.ticket.Group;
import dev.muster.engine.ticket.Search;
import dev.muster.runtime.TestRuntime;
import dev.muster.runtime.store.GroupState.Place;
import dev.muster.runtime.store.TicketStore.Creation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class InMemoryTicketStoreTest {
  private static final Cancellation DELETED = new Cancellation(Reason.DELETED, "gone");

  private final InMemoryTicketStore store = new InMemoryTicketStore(100);

  private static StoredGroup group(String id, String... tickets) {
    var stored =
        Arrays.stream(tickets)
            .map(t -> new StoredTicket(t, Instant.EPOCH, Optional.empty(), "{}"))
            .toList();
    var searching = stored.stream().map(t -> t.forMatching(Map.of())).toList();
    return new StoredGroup(
        "duel",
        Search.beginning(new Group(id, searching), 0),
        stored,
        0,
        new GroupState.Searching());
  }

  private static Map<String, Place> places(String match, String... groups) {
    var places = new LinkedHashMap<String, Place>();
    for (var group : groups) {
      places.put(group, new Place(match, match + "-id", "team", 0));
    }
    return places;
  }

  private TicketStatus status(String groupId) {
    return store.group(groupId).orElseThrow().state().status();
  }

  @Test
  void findsATicketWithItsGroup() {
    store.create(group("g", "a", "b"));

    var view = store.get("b").orElseThrow();

    assertThat(view.ticket().id()).isEqualTo("b");
    assertThat(view.group().tickets()).hasSize(2);
    assertThat(store.get("c")).isEmpty();
    assertThat(store.searching("duel")).containsExactly("g");
    assertThat(store.searching("other")).isEmpty();
  }

  @Test
  void takesNoIdTwice() {
    store.create(group("g", "a"));

    assertThat(store.create(group("g", "x"))).isEqualTo(new Creation.Taken());
    assertThat(store.create(group("h", "y", "a"))).isEqualTo(new Creation.Taken());
    assertThat(store.get("y")).isEmpty();
  }

  @Test
  void holdsNoMoreTicketsThanItsCapacity() {
    // Given
    var small = new InMemoryTicketStore(3);
    small.create(group("g", "a", "b"));

    // Then
    assertThat(small.create(group("h", "c", "d"))).isEqualTo(new Creation.Full(3));
    assertThat(small.get("c")).isEmpty();
    assertThat(small.create(group("i", "e"))).isEqualTo(new Creation.Created());
    small.recover(group("j", "f"));
    assertThat(small.get("f")).isPresent();
    small.cancel("g", DELETED, 10);
    small.removeDue(10);
    small.cancel("j", DELETED, 10);
    small.removeDue(10);
    assertThat(small.create(group("k", "k1", "k2"))).isEqualTo(new Creation.Created());
  }

  @Test
  void cancelsOnlyWhatSearches() {
    store.create(group("g", "a"));
    store.commitMatch("duel", places("m", "g"));

    assertThat(store.cancel("g", DELETED, 10)).isEmpty();
    assertThat(status("g")).isEqualTo(TicketStatus.MATCH_FOUND);
    assertThat(store.cancel("nobody", DELETED, 10)).isEmpty();
  }

  @Test
  void commitsAllGroupsOfAMatchOrNone() {
    store.create(group("g", "a"));
    store.create(group("h", "b"));
    store.cancel("h", DELETED, 10);

    assertThat(store.commitMatch("duel", places("m", "g", "h"))).isFalse();
    assertThat(store.commitMatch("duel", places("m", "g", "nobody"))).isFalse();
    assertThat(status("g")).isEqualTo(TicketStatus.SEARCHING);
    assertThat(store.commitMatch("duel", places("m", "g"))).isTrue();
  }

  /** A group that names several queues. */
  private static StoredGroup naming(String id, String ticket, String... queues) {
    var one = group(id, ticket);
    return new StoredGroup(
        queues[0],
        Arrays.stream(queues).map(QueueSearch::in).toList(),
        one.search(),
        one.tickets(),
        0,
        one.state());
  }

  private StoredGroup stored(String groupId) {
    return store.group(groupId).orElseThrow();
  }

  @Test
  void renamesTheQueueOfThoseWhoSearchThereOrWouldAgain() {
    // Given
    store.create(naming("g", "a", "duel", "trio"));
    store.create(naming("h", "b", "trio", "duel"));
    store.create(group("i", "c"));
    store.commitMatch("trio", places("m", "h"));
    store.commitMatch("duel", places("n", "i"));

    // When
    store.rename("duel", "night");

    // Then
    assertThat(stored("g").queues()).containsExactly("night", "trio");
    assertThat(stored("g").queue()).isEqualTo("night");
    assertThat(store.searching("night")).containsExactly("g");
    assertThat(stored("h").queues()).containsExactly("trio", "night");
    assertThat(stored("h").queue()).isEqualTo("trio");
    assertThat(stored("i").queue()).isEqualTo("duel");
    assertThat(store.release("n", "night", stored("i").search(), 1).orElseThrow().queues())
        .containsExactly("night");
  }

  @Test
  void nobodyGetsIntoAMatchOfAQueueThatHeHasLeft() {
    store.create(naming("g", "a", "duel", "trio"));

    var left = store.leave("g", "duel", DELETED, 10).orElseThrow();

    assertThat(left.queue()).isEqualTo("trio");
    assertThat(left.searches())
        .containsExactly(new QueueSearch("duel", Optional.of(DELETED)), QueueSearch.in("trio"));
    assertThat(store.leave("g", "duel", DELETED, 10)).isEmpty();
    assertThat(store.commitMatch("duel", places("m", "g"))).isFalse();
    assertThat(store.commitMatch("trio", places("m", "g"))).isTrue();
    assertThat(store.leave("g", "trio", DELETED, 10)).isEmpty();
    assertThat(stored("g").queue()).isEqualTo("trio");
  }

  @Test
  void isCancelledWithTheLastReasonOnceNoQueueIsLeft() {
    var expired = new Cancellation(Reason.EXPIRED, "too long");
    store.create(naming("g", "a", "duel", "trio"));

    store.leave("g", "trio", DELETED, 10);
    var ended = store.leave("g", "duel", expired, 20).orElseThrow();

    assertThat(ended.state().cancellation()).contains(expired);
    assertThat(ended.queue()).isEqualTo("duel");
    assertThat(ended.searches())
        .containsExactly(
            new QueueSearch("duel", Optional.of(expired)),
            new QueueSearch("trio", Optional.of(DELETED)));
    assertThat(store.nextRemovalMillis()).hasValue(20);
  }

  @Test
  void isInOneMatchOnlyAndInTheOthersAgainWhenThatFails() {
    store.create(naming("g", "a", "duel", "trio", "quad"));
    var search = stored("g").search().pausedFor(7);

    assertThat(store.commitMatch("trio", places("m", "g"))).isTrue();
    assertThat(store.commitMatch("duel", places("n", "g"))).isFalse();
    assertThat(stored("g").queue()).isEqualTo("trio");
    store.close("quad", DELETED);
    store.close("trio", DELETED);
    var again = store.release("m", "trio", search, 1).orElseThrow();

    assertThat(again.queues()).containsExactly("duel", "trio");
    assertThat(again.queue()).isEqualTo("duel");
    assertThat(again.search().pausedMillis()).isEqualTo(7);
    assertThat(again.searches().get(2).ended()).contains(DELETED);
  }

  @Test
  void aMatchThatFailsForGoodCostsItsQueueOnly() {
    store.create(naming("g", "a", "duel", "trio"));
    store.commitMatch("duel", places("m", "g"));
    store.rename("duel", "night");

    var rest = store.abandon("m", "night", stored("g").search(), 3, DELETED, 10).orElseThrow();

    assertThat(rest.state().status()).isEqualTo(TicketStatus.SEARCHING);
    assertThat(rest.queues()).containsExactly("trio");
    assertThat(rest.failures()).isEqualTo(3);
    store.commitMatch("trio", places("n", "g"));
    var over = store.abandon("n", "trio", stored("g").search(), 4, DELETED, 10).orElseThrow();
    assertThat(over.state().cancellation()).contains(DELETED);
    assertThat(over.queues()).isEmpty();
  }

  @Test
  void changesOnlyGroupsOfTheMatchThatIsMeant() {
    // Given
    var group = group("g", "a");
    store.create(group);
    store.commitMatch("duel", places("m", "g"));

    // When
    store.assign("other", List.of("g"), TestRuntime.ASSIGNMENT);

    // Then
    assertThat(status("g")).isEqualTo(TicketStatus.MATCH_FOUND);
    assertThat(store.release("other", "duel", group.search(), 1)).isEmpty();
    assertThat(store.abandon("other", "duel", group.search(), 1, DELETED, 10)).isEmpty();
    store.assign("m", List.of("g"), TestRuntime.ASSIGNMENT);
    assertThat(status("g")).isEqualTo(TicketStatus.HOST_ASSIGNED);
    assertThat(store.release("m", "duel", group.search(), 1)).isEmpty();
    store.retire("other", List.of("g"), 10);
    assertThat(store.nextRemovalMillis()).isEmpty();
    store.retire("m", List.of("g"), 10);
    store.retire("m", List.of("g"), 20);
    assertThat(store.nextRemovalMillis()).hasValue(10);
  }

  @Test
  void removesWhatIsDueAndNothingElse() {
    store.create(group("g", "a"));
    store.create(group("h", "b"));
    store.create(group("i", "c"));
    store.cancel("g", DELETED, 10);
    store.cancel("h", DELETED, 20);

    assertThat(store.removeDue(9)).isZero();
    assertThat(store.removeDue(10)).isEqualTo(1);
    assertThat(store.get("a")).isEmpty();
    assertThat(store.group("g")).isEmpty();
    assertThat(store.get("b")).isPresent();
    assertThat(store.nextRemovalMillis()).hasValue(20);
    assertThat(store.removeDue(1_000)).isEqualTo(1);
    assertThat(store.get("c")).isPresent();
  }

  @Test
  void leavesAGroupThatIsThereAsItIsWhenItIsRecovered() {
    store.create(group("g", "a"));

    store.recover(group("g", "a").in(new GroupState.MatchFound(new Place("m", "m", "t", 0))));

    assertThat(status("g")).isEqualTo(TicketStatus.SEARCHING);
  }

  @Test
  void givesATicketToOnlyOneOfAMatchAndACancellation() throws Exception {
    var pool = Executors.newFixedThreadPool(4);
    try {
      for (int round = 0; round < 500; round++) {
        // Given
        var fresh = new InMemoryTicketStore(10);
        fresh.create(group("g", "a"));
        fresh.create(group("h", "b"));
        fresh.create(group("i", "c"));
        var start = new CountDownLatch(1);

        // When: two matches want group h, and somebody cancels it
        var first =
            pool.submit(after(start, () -> fresh.commitMatch("duel", places("m1", "g", "h"))));
        var second =
            pool.submit(after(start, () -> fresh.commitMatch("duel", places("m2", "h", "i"))));
        var third = pool.submit(after(start, () -> fresh.cancel("h", DELETED, 1).isPresent()));
        start.countDown();

        // Then
        int winners = 0;
        for (var each : List.of(first, second, third)) {
          winners += each.get() ? 1 : 0;
        }
        assertThat(winners).isEqualTo(1);
        assertThat(fresh.group("g").orElseThrow().state().status() == TicketStatus.MATCH_FOUND)
            .isEqualTo(first.get());
        assertThat(fresh.group("i").orElseThrow().state().status() == TicketStatus.MATCH_FOUND)
            .isEqualTo(second.get());
      }
    } finally {
      pool.shutdownNow();
    }
  }

  private static <T> Callable<T> after(CountDownLatch start, Callable<T> then) {
    return () -> {
      start.await();
      return then.call();
    };
  }

  @Test
  void neverShowsATicketWithoutItsGroupWhileOthersWrite() throws Exception {
    // Given
    var busy = new InMemoryTicketStore(10_000);
    var done = new AtomicBoolean();
    var pool = Executors.newFixedThreadPool(3);
    try {
      var readers = new ArrayList<java.util.concurrent.Future<Boolean>>();
      for (int r = 0; r < 2; r++) {
        var random = new Random(r);
        readers.add(
            pool.submit(
                () -> {
                  boolean allWell = true;
                  while (!done.get()) {
                    var id = "t" + random.nextInt(200);
                    allWell &= busy.get(id).map(v -> v.ticket().id().equals(id)).orElse(true);
                  }
                  return allWell;
                }));
      }

      // When
      for (int i = 0; i < 20_000; i++) {
        busy.create(group("g" + i % 200, "t" + i % 200));
        busy.cancel("g" + i % 200, DELETED, i);
        busy.removeDue(i - 50);
      }
      done.set(true);

      // Then
      for (var reader : readers) {
        assertThat(reader.get()).isTrue();
      }
    } finally {
      pool.shutdownNow();
    }
  }
}
