package dev.muster.runtime;

import dev.muster.api.ticket.TicketJson;
import dev.muster.engine.indexed.IndexedMatchmaking;
import dev.muster.engine.profile.Expansion;
import dev.muster.engine.profile.Periods;
import dev.muster.engine.profile.Profile;
import dev.muster.engine.profile.RuleAttributes;
import dev.muster.engine.profile.RuleDefinition;
import dev.muster.engine.profile.RuleType;
import dev.muster.runtime.explain.Explanations;
import dev.muster.runtime.group.FormingGroups;
import dev.muster.runtime.group.Groups;
import dev.muster.runtime.group.Outcome;
import dev.muster.runtime.group.TicketRequest;
import dev.muster.runtime.group.Tickets;
import dev.muster.runtime.loop.CommittedMatch;
import dev.muster.runtime.loop.Loop;
import dev.muster.runtime.loop.LoopObserver;
import dev.muster.runtime.loop.MatchFailure;
import dev.muster.runtime.loop.MatchSink;
import dev.muster.runtime.loop.MatchmakingFactory;
import dev.muster.runtime.loop.QueueRevision;
import dev.muster.runtime.loop.Queues;
import dev.muster.runtime.metrics.Metrics;
import dev.muster.runtime.server.HeldMatch;
import dev.muster.runtime.server.HeldMatches;
import dev.muster.runtime.stats.Statistics;
import dev.muster.runtime.store.GroupChanges;
import dev.muster.runtime.store.InMemoryTicketStore;
import dev.muster.runtime.store.TicketStatus;
import dev.muster.runtime.ticket.Assignment;
import dev.muster.runtime.ticket.SecureIds;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;

/**
 * A whole runtime but for HTTP and the cluster: the real engine, a clock by hand, a sink to look
 * at.
 */
public final class TestRuntime implements AutoCloseable {
  /** 2026-11-20T15:04:05.123Z. */
  public static final long START = 1_795_187_045_123L;

  public static final Assignment ASSIGNMENT =
      new Assignment(
          "203.0.113.9",
          "203.0.113.9",
          Map.of("gameport", new Assignment.Port(7777, 31_504, "203.0.113.9:31504", "UDP")),
          new Assignment.Location("Montreal", "Canada", "North America", "Quebec", "UTC"));

  public final AtomicLong clock = new AtomicLong(START);
  public final List<CommittedMatch> matches = new CopyOnWriteArrayList<>();
  public final Metrics metrics = new Metrics();
  public final Statistics statistics = new Statistics(clock::get);
  public final GroupChanges changes = new GroupChanges();
  public final InMemoryTicketStore store;
  public final Loop loop;
  public final Tickets tickets;
  public final Groups groups;

  /** The matches that a limit holds, by name. */
  public final Map<String, HeldMatch> heldMatches = new ConcurrentHashMap<>();

  public final Explanations explanations;

  public TestRuntime() {
    this(1_000, 1_000, Loop.DEFAULT_INBOX);
  }

  public TestRuntime(int tickets, int forming, int inbox) {
    this(tickets, forming, inbox, factory -> factory, sink -> sink);
  }

  /** With something around the engines and before the sink. */
  public TestRuntime(
      int tickets,
      int forming,
      int inbox,
      UnaryOperator<MatchmakingFactory> engines,
      UnaryOperator<MatchSink> sink) {
    var ids = new SecureIds();
    this.store = new InMemoryTicketStore(tickets, changes);
    var formingGroups = new FormingGroups(store, forming, changes);
    MatchmakingFactory engine =
        (profile, beacons) -> new IndexedMatchmaking(profile, beacons, tickets);
    var queues =
        new Queues(
            engines.apply(engine),
            store,
            sink.apply(matches::add),
            formingGroups,
            ids,
            LoopObserver.both(metrics.queues(), statistics));
    this.loop = new Loop(queues, clock::get, inbox);
    metrics.watch(loop);
    this.tickets = new Tickets(loop, store, ids);
    this.groups = new Groups(loop, formingGroups, store, ids);
    this.explanations = new Explanations(loop, store, formingGroups, engine, held());
    metrics.watch(held());
  }

  /** Those of {@link #heldMatches}. */
  public HeldMatches held() {
    return new HeldMatches() {
      @Override
      public Optional<HeldMatch> find(String match) {
        return Optional.ofNullable(heldMatches.get(match));
      }

      @Override
      public Collection<HeldMatch> all() {
        return heldMatches.values();
      }
    };
  }

  /** Starts it with the two queues below. */
  public static TestRuntime started() {
    var runtime = new TestRuntime();
    runtime.loop.start();
    runtime.serve(duel());
    runtime.serve(ranked());
    return runtime;
  }

  /** Two players, no rule on attributes. */
  public static Profile duel() {
    return profile("duel", 2, Map.of());
  }

  /** Teams of up to four with one rule of each type, and one expansion. */
  public static Profile ranked() {
    return profile(
        "Ranked_5v5",
        4,
        Map.of(
            "elo",
            new RuleDefinition(
                RuleType.NUMBER_DIFFERENCE,
                new RuleAttributes(null, null, null, null, null, BigDecimal.valueOf(50), null)),
            "mode",
            new RuleDefinition(RuleType.STRING_EQUALITY, RuleAttributes.NONE),
            "maps",
            new RuleDefinition(
                RuleType.INTERSECTION, new RuleAttributes(null, null, null, null, null, null, 1)),
            "beacons",
            new RuleDefinition(
                RuleType.LATENCIES,
                new RuleAttributes(
                    null,
                    null,
                    null,
                    BigDecimal.valueOf(125),
                    BigDecimal.valueOf(125),
                    null,
                    null))));
  }

  public static Profile profile(String queue, int players, Map<String, RuleDefinition> rules) {
    var all = new java.util.TreeMap<>(rules);
    all.put(
        "match_size",
        new RuleDefinition(
            RuleType.PLAYER_COUNT,
            new RuleAttributes(1, players, players, null, null, null, null)));
    return Profile.of(
        queue,
        new Periods(300_000, 60_000, 120_000),
        false,
        all,
        List.of(new Expansion(30_000, Map.of())));
  }

  /** Serves a profile as the resource of the same name in lower case. */
  public void serve(Profile profile) {
    serve(profile, "1");
  }

  public void serve(Profile profile, String revision) {
    var name = profile.queue().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    await(loop.serve(new QueueRevision(name, name + "-" + revision, profile)));
  }

  /** Lets time pass, and everything happen that it brings. */
  public void pass(long millis) {
    clock.addAndGet(millis);
    settle();
  }

  /** Waits until the loop has done everything that was asked before now. */
  public void settle() {
    await(loop.ask(queues -> null));
    await(loop.ask(queues -> null));
  }

  public static <T> T await(CompletionStage<T> stage) {
    return stage.toCompletableFuture().orTimeout(30, java.util.concurrent.TimeUnit.SECONDS).join();
  }

  public static <T> T done(CompletionStage<Outcome<T>> stage) {
    var outcome = await(stage);
    if (outcome instanceof Outcome.Done<T> it) {
      return it.value();
    }
    throw new AssertionError(outcome);
  }

  public static TicketRequest request(String queue, String attributes) {
    return new TicketRequest(
        List.of(queue),
        TicketJson.attributes(attributes),
        Optional.empty(),
        Optional.of("192.0.2.1"),
        false);
  }

  /** A player who queues for a duel; gives the ticket's id. */
  public String queueForDuel() {
    var id = done(tickets.create(request("duel", "{}"))).ticket().id();
    settle();
    return id;
  }

  public TicketStatus status(String ticketId) {
    return store.get(ticketId).orElseThrow().group().state().status();
  }

  public CommittedMatch lastMatch() {
    return matches.get(matches.size() - 1);
  }

  public void fail(String matchName) {
    await(loop.failed(matchName, new MatchFailure("StartTimeout", "no server came up", true)));
    settle();
  }

  @Override
  public void close() {
    explanations.close();
    await(loop.stop());
    metrics.close();
  }
}
