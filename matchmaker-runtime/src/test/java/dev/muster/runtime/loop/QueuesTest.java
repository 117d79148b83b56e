package dev.muster.runtime.loop;

import static dev.muster.runtime.TestRuntime.ASSIGNMENT;
import static dev.muster.runtime.TestRuntime.START;
import static dev.muster.runtime.TestRuntime.await;
import static dev.muster.runtime.TestRuntime.done;
import static dev.muster.runtime.TestRuntime.duel;
import static dev.muster.runtime.TestRuntime.profile;
import static dev.muster.runtime.TestRuntime.ranked;
import static dev.muster.runtime.TestRuntime.request;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.engine.Matchmaking;
import dev.muster.engine.RefusalShare;
import dev.muster.engine.indexed.IndexedMatchmaking;
import dev.muster.engine.profile.Expansion;
import dev.muster.engine.profile.Profile;
import dev.muster.engine.profile.RuleAttributes;
import dev.muster.engine.profile.RuleDefinition;
import dev.muster.engine.profile.RuleType;
import dev.muster.engine.ticket.Backfill;
import dev.muster.engine.ticket.Cancellation.Reason;
import dev.muster.engine.ticket.Search;
import dev.muster.runtime.TestRuntime;
import dev.muster.runtime.group.FormingGroups;
import dev.muster.runtime.group.Outcome;
import dev.muster.runtime.store.GroupState;
import dev.muster.runtime.store.InMemoryTicketStore;
import dev.muster.runtime.store.StoredGroup;
import dev.muster.runtime.store.TicketStatus;
import dev.muster.runtime.ticket.SecureIds;
import java.lang.reflect.Proxy;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class QueuesTest {
  private final TestRuntime runtime = TestRuntime.started();

  @AfterEach
  void stop() {
    runtime.close();
  }

  private CommittedMatch duelMatch() {
    runtime.queueForDuel();
    runtime.queueForDuel();
    return runtime.lastMatch();
  }

  private StoredGroup stored(String ticketId) {
    return runtime.store.get(ticketId).orElseThrow().group();
  }

  private Reason reason(String ticketId) {
    return stored(ticketId).state().cancellation().orElseThrow().reason();
  }

  @Test
  void handsOverAMatchWhoseTicketsAreCommittedToIt() {
    // When
    var first = runtime.queueForDuel();
    runtime.clock.addAndGet(1_500);
    var second = runtime.queueForDuel();

    // Then
    assertThat(runtime.matches).hasSize(1);
    var match = runtime.lastMatch();
    assertThat(match.name()).matches("duel-[0-9a-v]{20}");
    assertThat(match.profile()).isEqualTo("duel");
    assertThat(match.revision()).isEqualTo("duel-1");
    assertThat(match.matchId()).isEqualTo("duel_initial-2026-11-20T15:04:06.6230000Z");
    assertThat(match.expansion()).isEqualTo("initial");
    assertThat(match.foundAtMillis()).isEqualTo(START + 1_500);
    assertThat(match.teams()).hasSize(1);
    assertThat(match.teams().get(0).id()).matches("[0-9a-v]{20}");
    assertThat(match.groups().flatMap(group -> group.tickets().stream()))
        .extracting(ticket -> ticket.id())
        .containsExactly(first, second);
    var place = stored(first).state().place().orElseThrow();
    assertThat(place)
        .isEqualTo(
            new GroupState.Place(
                match.name(), match.matchId(), match.teams().get(0).id(), START + 1_500));
    assertThat(runtime.status(second)).isEqualTo(TicketStatus.MATCH_FOUND);
  }

  @Test
  void looksFromTimeToTimeAtWhichRulesStandBetweenThoseWhoWait() {
    // Given
    var elo = new RuleAttributes(null, null, null, null, null, BigDecimal.valueOf(50), null);
    runtime.serve(
        profile("elo", 4, Map.of("elo", new RuleDefinition(RuleType.NUMBER_DIFFERENCE, elo))));
    searchFor(1_000);
    searchFor(1_010);
    assertThat(refusalsOfElo()).isEqualTo(new RefusalShare("elo", 0, 1));

    // When
    searchFor(2_000);
    var atOnce = refusalsOfElo();
    runtime.pass(2_500); // nobody comes, and no stage changes

    // Then
    assertThat(atOnce).isEqualTo(new RefusalShare("elo", 0, 1));
    assertThat(refusalsOfElo()).isEqualTo(new RefusalShare("elo", 2, 3));
  }

  @Test
  void whatFailsInOneQueueStandsInNobodyElsesWay() {
    // Given: the queue that is looked at first fails
    var store = new InMemoryTicketStore(10);
    var queues =
        new Queues(
            thatFail((profile, beacons) -> new IndexedMatchmaking(profile, beacons, 10)),
            store,
            match -> {},
            new FormingGroups(store, 10),
            new SecureIds(),
            runtime.metrics.queues());
    queues.beginAt(START);
    queues.serve(new QueueRevision("bad", "bad-1", profile("a-bad-one", 2, Map.of())));
    queues.serve(new QueueRevision("duel", "duel-1", duel()));

    // When
    queues.advance();

    // Then
    assertThat(queues.standings()).containsOnlyKeys("duel");
    queues.advance();
    assertThat(queues.standings()).containsOnlyKeys("duel");
  }

  /** Those of the bad queue fail when they are asked what its rules refuse. */
  private static MatchmakingFactory thatFail(MatchmakingFactory factory) {
    return (profile, beacons) -> {
      var engine = factory.create(profile, beacons);
      return (Matchmaking)
          Proxy.newProxyInstance(
              QueuesTest.class.getClassLoader(),
              new Class<?>[] {Matchmaking.class},
              (proxy, method, arguments) -> {
                if (profile.queue().equals("a-bad-one") && method.getName().equals("refusals")) {
                  throw new IllegalStateException("on purpose");
                }
                return method.invoke(engine, arguments);
              });
    };
  }

  private void searchFor(int elo) {
    done(runtime.tickets.create(request("elo", "{\"elo\": " + elo + "}")));
    runtime.settle();
  }

  private RefusalShare refusalsOfElo() {
    return runtime.loop.standings().get("elo").refusals().stream()
        .filter(share -> share.rule().equals("elo"))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void givesMatchesOfOneMillisecondIncreasingIds() {
    // When
    for (int i = 0; i < 20; i++) {
      runtime.queueForDuel();
    }

    // Then
    var ids = runtime.matches.stream().map(CommittedMatch::matchId).toList();
    assertThat(ids).hasSize(10).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void assignsTheServerAndLetsItBeReadUntilTheRemovalPeriodAfterTheMatch() {
    // Given
    var match = duelMatch();
    var id = match.groups().findFirst().orElseThrow().tickets().get(0).id();

    // When
    await(runtime.loop.assigned(match.name(), ASSIGNMENT));

    // Then
    assertThat(stored(id).state().assignment()).contains(ASSIGNMENT);
    runtime.pass(3_600_000);
    assertThat(runtime.status(id)).isEqualTo(TicketStatus.HOST_ASSIGNED);

    // When
    await(runtime.loop.ended(match.name()));

    // Then
    runtime.pass(59_999);
    assertThat(runtime.status(id)).isEqualTo(TicketStatus.HOST_ASSIGNED);
    runtime.pass(1);
    assertThat(runtime.store.get(id)).isEmpty();
  }

  @Test
  void letsTheGroupsOfAFailedMatchSearchAgainWithTheirAgeAndTheirExpiryPaused() {
    // Given
    var match = duelMatch();
    var id = match.groups().findFirst().orElseThrow().tickets().get(0).id();
    runtime.clock.addAndGet(60_000);

    // When
    await(runtime.loop.failed(match.name(), new MatchFailure("Gone", "no server", true)));

    // Then
    var group = stored(id);
    assertThat(group.failures()).isEqualTo(1);
    assertThat(group.search().sinceMillis()).isEqualTo(START);
    assertThat(group.search().pausedMillis()).isEqualTo(60_000);
    runtime.settle();
    assertThat(runtime.matches).hasSize(2); // both met again at once
    assertThat(runtime.status(id)).isEqualTo(TicketStatus.MATCH_FOUND);
  }

  @Test
  void expiresATicketThatCameBackLaterByTheTimeItWasInAMatch() {
    // Given
    var match = duelMatch();
    var ids = match.groups().flatMap(g -> g.tickets().stream()).map(t -> t.id()).toList();
    runtime.clock.addAndGet(100_000);
    await(
        runtime.loop.close(
            "duel", "its profile was deleted")); // so that they don't meet again at once
    runtime.serve(profile("duel", 3, Map.of()), "2");

    // When
    runtime.fail(match.name());

    // Then
    runtime.pass(299_999);
    assertThat(ids)
        .allSatisfy(id -> assertThat(runtime.status(id)).isEqualTo(TicketStatus.SEARCHING));
    runtime.pass(1);
    assertThat(ids).allSatisfy(id -> assertThat(reason(id)).isEqualTo(Reason.EXPIRED));
  }

  @Test
  void cancelsAGroupAfterTheThirdFailureAndTellsTheCause() {
    // Given
    var first = duelMatch();
    var id = first.groups().findFirst().orElseThrow().tickets().get(0).id();
    runtime.fail(first.name());
    runtime.fail(runtime.lastMatch().name());
    assertThat(runtime.status(id)).isEqualTo(TicketStatus.MATCH_FOUND);
    assertThat(runtime.lastMatch().groups()).allSatisfy(g -> assertThat(g.failures()).isEqualTo(2));

    // When
    runtime.fail(runtime.lastMatch().name());

    // Then
    assertThat(runtime.matches).hasSize(3);
    assertThat(reason(id)).isEqualTo(Reason.START_FAILED);
    assertThat(stored(id).state().cancellation().orElseThrow().message())
        .contains("StartTimeout", "no server came up");
    runtime.pass(60_000);
    assertThat(runtime.store.get(id)).isEmpty();
  }

  @Test
  void doesNotCountAFailureThatIsNobodysFault() {
    // Given
    var id = duelMatch().groups().findFirst().orElseThrow().tickets().get(0).id();

    // When
    for (int i = 0; i < 5; i++) {
      await(
          runtime.loop.failed(
              runtime.lastMatch().name(), new MatchFailure("BackfillTaken", "taken", false)));
      runtime.settle();
    }

    // Then
    assertThat(runtime.matches).hasSize(6);
    assertThat(stored(id).failures()).isZero();
  }

  @Test
  void takesTheSameNewsTwiceAsOnce() {
    // Given
    var match = duelMatch();
    var id = match.groups().findFirst().orElseThrow().tickets().get(0).id();

    // When
    await(runtime.loop.assigned(match.name(), ASSIGNMENT));
    await(runtime.loop.assigned(match.name(), ASSIGNMENT));
    await(runtime.loop.ended(match.name()));
    runtime.pass(30_000);
    await(runtime.loop.ended(match.name()));
    runtime.fail(match.name());

    // Then
    assertThat(runtime.status(id)).isEqualTo(TicketStatus.HOST_ASSIGNED);
    runtime.pass(30_000);
    assertThat(runtime.store.get(id)).isEmpty();
  }

  @Test
  void countsAMatchThatEndsBeforeItIsAssignedAsAFailure() {
    // Given
    var match = duelMatch();
    var id = match.groups().findFirst().orElseThrow().tickets().get(0).id();

    // When
    await(runtime.loop.ended(match.name()));

    // Then
    assertThat(stored(id).failures()).isEqualTo(1);
  }

  @Test
  void keepsWaitingTicketsAndTheirAgeWhenRulesChange() {
    // Given
    var id = runtime.queueForDuel();
    runtime.clock.addAndGet(10_000);

    // When
    runtime.serve(profile("duel", 3, Map.of()), "2");

    // Then
    assertThat(runtime.status(id)).isEqualTo(TicketStatus.SEARCHING);
    runtime.queueForDuel();
    assertThat(runtime.matches).isEmpty();
    runtime.queueForDuel();
    assertThat(runtime.lastMatch().revision()).isEqualTo("duel-2");
    assertThat(runtime.lastMatch().groups().map(StoredGroup::search).map(Search::sinceMillis))
        .containsExactly(START, START + 10_000, START + 10_000);
  }

  @Test
  void cancelsATicketThatLacksANewRulesAttribute() {
    // Given
    var id = runtime.queueForDuel();

    // When
    runtime.serve(withMode(), "2");

    // Then
    assertThat(reason(id)).isEqualTo(Reason.MISSING_ATTRIBUTE);
  }

  @Test
  void cancelsWhoKnowsNoBeaconOnceTheFirstIsListed() {
    // Given
    runtime.serve(ranked());
    var nowhere = queueForRanked("{}");
    var somewhere = queueForRanked("{\"Nome\":20}");

    // When
    await(runtime.loop.beaconsListed(true));
    runtime.settle();

    // Then
    assertThat(reason(nowhere)).isEqualTo(Reason.RULES_CHANGED);
    assertThat(runtime.status(somewhere)).isEqualTo(TicketStatus.SEARCHING);

    // When
    await(runtime.loop.beaconsListed(false));
    runtime.settle();

    // Then
    assertThat(runtime.status(somewhere)).isEqualTo(TicketStatus.SEARCHING);
  }

  private String queueForRanked(String latencies) {
    var attributes =
        "{\"elo\":1500,\"mode\":\"quick\",\"maps\":[\"Airport\"],\"beacons\":" + latencies + "}";
    return done(runtime.tickets.create(request("Ranked_5v5", attributes))).ticket().id();
  }

  private static Profile withMode() {
    return profile(
        "duel",
        2,
        Map.of("mode", new RuleDefinition(RuleType.STRING_EQUALITY, RuleAttributes.NONE)));
  }

  @Test
  void leavesTicketsInAMatchAloneWhenRulesChangeAndJudgesThemWhenTheyComeBack() {
    // Given
    var match = duelMatch();
    var id = match.groups().findFirst().orElseThrow().tickets().get(0).id();

    // When
    runtime.serve(withMode(), "2");

    // Then
    assertThat(runtime.status(id)).isEqualTo(TicketStatus.MATCH_FOUND);

    // When
    runtime.fail(match.name());

    // Then
    assertThat(reason(id)).isEqualTo(Reason.MISSING_ATTRIBUTE);
  }

  @Test
  void cancelsThoseWhoWaitWhenTheirProfileGoes() {
    // Given
    var waiting = runtime.queueForDuel();

    // When
    await(runtime.loop.close("duel", "its profile was deleted"));

    // Then
    assertThat(reason(waiting)).isEqualTo(Reason.PROFILE_DELETED);
    assertThat(runtime.loop.standings()).containsOnlyKeys("ranked-5v5");
  }

  @Test
  void saysToThoseWhoWaitedWhyTheirQueueIsClosed() {
    // Given
    var waiting = runtime.queueForDuel();

    // When
    await(runtime.loop.close("duel", "Matchmaker green serves its profile now"));

    // Then
    assertThat(stored(waiting).state().cancellation().orElseThrow().message())
        .isEqualTo(
            "The queue duel was closed: Matchmaker green serves its profile now;"
                + " search in another queue");
  }

  @Test
  void letsThoseWhoWaitGoOnWithTheirAgeWhenTheQueueGetsAnotherName() {
    // Given
    var waiting = runtime.queueForDuel();
    runtime.clock.addAndGet(40_000);

    // When
    callTheDuelNight();

    // Then
    assertThat(runtime.status(waiting)).isEqualTo(TicketStatus.SEARCHING);
    assertThat(stored(waiting).queue()).isEqualTo("night");
    assertThat(runtime.loop.standings().get("duel").revision().queue()).isEqualTo("night");
    assertThat(runtime.loop.standings().get("duel").standing().oldestSinceMillis()).hasValue(START);
    assertThat(await(runtime.tickets.create(request("duel", "{}"))))
        .isInstanceOf(Outcome.Invalid.class);

    // When
    var next = done(runtime.tickets.create(request("night", "{}"))).ticket().id();
    runtime.settle();

    // Then
    assertThat(runtime.lastMatch().queue()).isEqualTo("night");
    assertThat(runtime.lastMatch().profile()).isEqualTo("duel");
    assertThat(runtime.lastMatch().groups().map(StoredGroup::search).map(Search::sinceMillis))
        .containsExactly(START, START + 40_000);
    assertThat(runtime.status(next)).isEqualTo(TicketStatus.MATCH_FOUND);
  }

  @Test
  void letsThoseWhoWaitGoOnWithTheirProfilesWhenTheseExchangeNames() {
    // Given
    runtime.serve(profile("casual", 3, Map.of()));
    var waiting = runtime.queueForDuel();
    runtime.clock.addAndGet(40_000);
    var casual = done(runtime.tickets.create(request("casual", "{}"))).ticket().id();

    // When
    var exchanged =
        List.of(
            new QueueRevision("duel", "duel-2", profile("casual", 2, Map.of())),
            new QueueRevision("casual", "casual-2", profile("duel", 3, Map.of())));
    await(runtime.loop.exchange(exchanged));
    await(runtime.loop.exchange(exchanged)); // told twice
    runtime.settle();

    // Then
    assertThat(runtime.status(waiting)).isEqualTo(TicketStatus.SEARCHING);
    assertThat(runtime.status(casual)).isEqualTo(TicketStatus.SEARCHING);
    assertThat(stored(waiting).queue()).isEqualTo("casual");
    assertThat(stored(casual).queue()).isEqualTo("duel");
    assertThat(runtime.loop.standings().get("duel").revision().queue()).isEqualTo("casual");
    assertThat(runtime.loop.standings().get("casual").revision().queue()).isEqualTo("duel");

    // When
    var next = done(runtime.tickets.create(request("casual", "{}"))).ticket().id();
    runtime.settle();

    // Then
    assertThat(runtime.lastMatch().profile()).isEqualTo("duel");
    assertThat(runtime.lastMatch().groups().map(StoredGroup::search).map(Search::sinceMillis))
        .containsExactly(START, START + 40_000);
    assertThat(runtime.status(next)).isEqualTo(TicketStatus.MATCH_FOUND);
    assertThat(runtime.status(casual)).isEqualTo(TicketStatus.SEARCHING);
  }

  private void callTheDuelNight() {
    await(
        runtime.loop.serve(new QueueRevision("duel", "duel-night", profile("night", 2, Map.of()))));
    runtime.settle();
  }

  @Test
  void letsTheGroupsOfAFailedMatchSearchUnderTheNameThatTheirQueueHasNow() {
    // Given
    var match = duelMatch();
    var id = match.groups().findFirst().orElseThrow().tickets().get(0).id();

    // When
    callTheDuelNight();

    // Then
    assertThat(runtime.status(id)).isEqualTo(TicketStatus.MATCH_FOUND);
    assertThat(stored(id).queue()).isEqualTo("duel");

    // When
    runtime.fail(match.name());

    // Then
    assertThat(runtime.status(id)).isEqualTo(TicketStatus.MATCH_FOUND);
    assertThat(runtime.lastMatch().queue()).isEqualTo("night");
    assertThat(stored(id).queue()).isEqualTo("night");
    assertThat(stored(id).search().sinceMillis()).isEqualTo(START);
  }

  @Test
  void findsTheQueueOfAMatchByItsProfileAlsoAfterARestart() {
    // Given
    var match = duelMatch();
    var id = match.groups().findFirst().orElseThrow().tickets().get(0).id();

    try (var restarted = TestRuntime.started()) {
      await(
          restarted.loop.serve(
              new QueueRevision("duel", "duel-night", profile("night", 2, Map.of()))));
      await(restarted.loop.recover(match));

      // When
      restarted.fail(match.name());

      // Then
      assertThat(restarted.lastMatch().queue()).isEqualTo("night");
      assertThat(restarted.status(id)).isEqualTo(TicketStatus.MATCH_FOUND);
    }
  }

  @Test
  void dropsTheBackfillsOfAQueueThatGetsAnotherName() {
    // Given
    var backfill = new Backfill("bf-1", "pod-1", List.of(), Set.of(1), START, START + 300_000);
    await(runtime.loop.searchBackfill("duel", backfill));

    // When
    callTheDuelNight();
    await(runtime.loop.removeBackfill("duel", "bf-1"));
    done(runtime.tickets.create(request("night", "{}")));
    runtime.settle();

    // Then
    assertThat(runtime.matches).isEmpty();
  }

  @Test
  void losesNobodyOverAChangeThatIsTakenBackAtOnce() {
    // Given
    var waiting = runtime.queueForDuel();

    // When
    var changed =
        runtime.loop.serve(new QueueRevision("duel", "duel-2", profile("duel", 5, Map.of())));
    var back = runtime.loop.serve(new QueueRevision("duel", "duel-1", duel()));
    await(changed);
    await(back);
    runtime.clock.addAndGet(1_000);
    runtime.queueForDuel();

    // Then
    assertThat(runtime.status(waiting)).isEqualTo(TicketStatus.MATCH_FOUND);
    assertThat(runtime.lastMatch().revision()).isEqualTo("duel-1");
    assertThat(stored(waiting).search().sinceMillis()).isEqualTo(START);
  }

  @Test
  void startsAfreshWhenAProfileIsDeletedAndMadeAgain() {
    // Given
    var before = runtime.queueForDuel();

    // When
    await(runtime.loop.close("duel", "its profile was deleted"));
    runtime.serve(duel());
    var after = runtime.queueForDuel();

    // Then
    assertThat(reason(before)).isEqualTo(Reason.PROFILE_DELETED);
    assertThat(runtime.status(after)).isEqualTo(TicketStatus.SEARCHING);
    runtime.queueForDuel();
    assertThat(runtime.status(after)).isEqualTo(TicketStatus.MATCH_FOUND);
  }

  @Test
  void appliesAnExpansionThatIsDueByAgeRightAfterTheChange() {
    // Given
    runtime.serve(elo(List.of()), "1");
    var first = done(runtime.tickets.create(request("elo", "{\"elo\":1000}"))).ticket().id();
    done(runtime.tickets.create(request("elo", "{\"elo\":1100}")));
    runtime.pass(20_000);
    assertThat(runtime.matches).isEmpty();

    // When
    runtime.serve(elo(List.of(new Expansion(20_000, Map.of("elo", difference(100))))), "2");
    runtime.settle();

    // Then
    assertThat(runtime.status(first)).isEqualTo(TicketStatus.MATCH_FOUND);
    assertThat(runtime.lastMatch().expansion()).isEqualTo("20");
  }

  private static Profile elo(List<Expansion> expansions) {
    var duel = duel();
    var rules = new java.util.TreeMap<String, RuleDefinition>();
    rules.put(
        "match_size",
        new RuleDefinition(
            RuleType.PLAYER_COUNT, new RuleAttributes(1, 2, 2, null, null, null, null)));
    rules.put("elo", new RuleDefinition(RuleType.NUMBER_DIFFERENCE, difference(50)));
    return Profile.of("elo", duel.periods(), false, rules, expansions);
  }

  private static RuleAttributes difference(int most) {
    return new RuleAttributes(null, null, null, null, null, BigDecimal.valueOf(most), null);
  }

  @Test
  void keepsThoseWhoWaitWhenAnotherProfileTakesTheQueueOver() {
    // Given
    var waiting = runtime.queueForDuel();

    // When
    await(runtime.loop.serve(new QueueRevision("duel-green", "duel-green-1", duel())));
    await(runtime.loop.close("duel", "its profile was deleted"));
    runtime.queueForDuel();

    // Then
    assertThat(runtime.status(waiting)).isEqualTo(TicketStatus.MATCH_FOUND);
    assertThat(runtime.lastMatch().profile()).isEqualTo("duel-green");
    assertThat(runtime.loop.standings()).containsOnlyKeys("duel-green", "ranked-5v5");
  }

  @Test
  void cancelsTheTicketsOfAFailedMatchWhoseProfileIsGone() {
    // Given
    var match = duelMatch();
    var id = match.groups().findFirst().orElseThrow().tickets().get(0).id();
    await(runtime.loop.close("duel", "its profile was deleted"));

    // When
    runtime.fail(match.name());

    // Then
    assertThat(reason(id)).isEqualTo(Reason.PROFILE_DELETED);
  }

  @Test
  void putsTheTicketsOfAKnownMatchBackAfterARestart() {
    // Given
    var match = duelMatch();
    var id = match.groups().findFirst().orElseThrow().tickets().get(0).id();

    try (var restarted = TestRuntime.started()) {
      // When
      await(restarted.loop.recover(match));
      await(restarted.loop.recover(match));

      // Then
      assertThat(restarted.status(id)).isEqualTo(TicketStatus.MATCH_FOUND);
      assertThat(restarted.store.get(id).orElseThrow().group().state().place())
          .isEqualTo(stored(id).state().place());

      // When
      restarted.clock.addAndGet(5_000);
      restarted.fail(match.name());

      // Then
      var next = restarted.lastMatch();
      assertThat(next.groups().map(group -> group.search().pausedMillis()))
          .containsExactly(5_000L, 5_000L);
      assertThat(next.matchId()).isGreaterThan(match.matchId());
    }
  }

  @Test
  void fillsABackfillAndForgetsItOnceTheGroupHasArrived() {
    // Given
    var backfill = new Backfill("bf-1", "pod-1", List.of(), Set.of(1), START, START + 300_000);
    assertThat(await(runtime.loop.searchBackfill("duel", backfill))).isEmpty();

    // When
    runtime.queueForDuel();

    // Then
    assertThat(runtime.lastMatch().backfill()).contains("bf-1");

    // When
    await(runtime.loop.assigned(runtime.lastMatch().name(), ASSIGNMENT));
    runtime.queueForDuel();

    // Then
    assertThat(runtime.matches).hasSize(1);
  }

  @Test
  void triesABackfillAgainAfterAFailureButNotOneThatIsTaken() {
    // Given
    var backfill = new Backfill("bf-1", "pod-1", List.of(), Set.of(1), START, START + 300_000);
    await(runtime.loop.searchBackfill("duel", backfill));
    runtime.queueForDuel();

    // When
    runtime.fail(runtime.lastMatch().name());

    // Then
    assertThat(runtime.matches).hasSize(2);
    assertThat(runtime.lastMatch().backfill()).contains("bf-1");

    // When
    await(
        runtime.loop.failed(
            runtime.lastMatch().name(), new MatchFailure("BackfillTaken", "taken", false)));
    runtime.settle();

    // Then
    assertThat(runtime.matches).hasSize(2);
  }

  @Test
  void saysWhyABackfillCannotSearch() {
    var backfill = new Backfill("bf-1", "pod-1", List.of(), Set.of(1), START, START + 300_000);

    var unfit = await(runtime.loop.searchBackfill("nowhere", backfill));

    assertThat(unfit.orElseThrow().problems().get(0).message()).contains("nowhere");
  }

  @Test
  void tellsWhoWaits() {
    // When
    runtime.queueForDuel();
    runtime.clock.addAndGet(1_000);
    done(runtime.tickets.create(request("Ranked_5v5", RANKED)));
    runtime.settle();

    // Then
    var standings = runtime.loop.standings();
    assertThat(standings.get("duel").standing().tickets()).isEqualTo(1);
    assertThat(standings.get("duel").standing().oldestSinceMillis()).hasValue(START);
    assertThat(standings.get("ranked-5v5").standing().oldestSinceMillis()).hasValue(START + 1_000);
    assertThat(standings.get("ranked-5v5").revision().revision()).isEqualTo("ranked-5v5-1");
  }

  private static final String RANKED =
      "{\"elo\":1500,\"mode\":\"quick\",\"maps\":[\"Airport\"],\"beacons\":{}}";

  @Test
  void neverGoesBackInTimeWithItsClock() {
    // Given
    runtime.queueForDuel();
    runtime.clock.addAndGet(-10_000);

    // When
    runtime.queueForDuel();

    // Then
    assertThat(runtime.lastMatch().foundAtMillis()).isEqualTo(START);
  }

  @Test
  void losesNoTicketWhateverHappensToItsMatches() {
    // Given
    var random = new java.util.Random(42);
    var ids = new HashSet<String>();

    // When
    for (int i = 0; i < 300; i++) {
      ids.add(runtime.queueForDuel());
      runtime.clock.addAndGet(random.nextInt(50));
      if (!runtime.matches.isEmpty() && random.nextInt(3) == 0) {
        var match = runtime.matches.get(random.nextInt(runtime.matches.size()));
        if (random.nextBoolean()) {
          runtime.fail(match.name());
        } else {
          await(runtime.loop.assigned(match.name(), ASSIGNMENT));
        }
      }
    }

    // Then
    assertThat(ids).hasSize(300);
    assertThat(ids).allSatisfy(id -> assertThat(runtime.store.get(id)).isPresent());
    var counts = new java.util.TreeMap<TicketStatus, Integer>();
    ids.forEach(id -> counts.merge(runtime.status(id), 1, Integer::sum));
    int inStarting =
        (int)
            runtime.matches.stream()
                .flatMap(CommittedMatch::groups)
                .filter(
                    g ->
                        runtime.store.group(g.id()).orElseThrow().state()
                            instanceof GroupState.MatchFound)
                .map(StoredGroup::id)
                .distinct()
                .count();
    assertThat(counts.get(TicketStatus.MATCH_FOUND)).isEqualTo(inStarting);
    int waiting = runtime.loop.standings().get("duel").standing().tickets();
    assertThat(counts.getOrDefault(TicketStatus.SEARCHING, 0)).isEqualTo(waiting);
  }
}
