package dev.muster.engine.plain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.engine.AttributesFixture;
import dev.muster.engine.Event.MatchMade;
import dev.muster.engine.Matchmaking;
import dev.muster.engine.ProfileFixture;
import dev.muster.engine.RefusalShare;
import dev.muster.engine.explain.Counterfactual;
import dev.muster.engine.explain.Diagnosis;
import dev.muster.engine.explain.Inquiry;
import dev.muster.engine.explain.Limit;
import dev.muster.engine.explain.LimitChange;
import dev.muster.engine.indexed.IndexedMatchmaking;
import dev.muster.engine.profile.Profile;
import dev.muster.engine.profile.Rule;
import dev.muster.engine.profile.Rules;
import dev.muster.engine.profile.Stage;
import dev.muster.engine.ticket.Group;
import dev.muster.engine.ticket.Search;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Why a group waits, and what would have to be otherwise: whatever is told happens when done. */
class InquiryTest {
  private static final int MANY = 100_000;
  private static final List<Inquiry.Maker> BOTH =
      List.of(
          (profile, beacons) -> new PlainMatchmaking(profile, beacons, MANY),
          (profile, beacons) -> new IndexedMatchmaking(profile, beacons, MANY));

  @Test
  void tellsTheLeastChangeThatWouldDo() {
    var pool = new Pool(ProfileFixture.teams(1, 2, 2).number("elo", "50").build());
    pool.comes("Alice", 0, "elo", 1000);
    pool.comes("Bob", 10, "elo", 1075);
    pool.comes("Charlie", 20, "elo", 1200);

    for (var maker : BOTH) {
      var diagnosis = pool.diagnosis(maker, "Alice");

      assertThat(diagnosis.isComplete()).isTrue();
      assertThat(diagnosis.matchAtMillis()).isEmpty();
      assertThat(diagnosis.explanation().candidates()).isEqualTo(2);
      assertThat(diagnosis.explanation().accepted()).isZero();
      assertThat(diagnosis.counterfactuals()).hasSize(1);
      var counterfactual = diagnosis.counterfactuals().get(0);
      assertThat(counterfactual.changes())
          .containsExactly(new LimitChange("elo", Limit.MAX_DIFFERENCE, 50_000_000, 75_000_000));
      assertThat(counterfactual.fromStage()).isEqualTo("initial");
      assertThat(counterfactual.atMillis()).isEqualTo(pool.now);
      assertThat(Story.lineup(counterfactual.match())).isEqualTo("Alice Bob");
    }
  }

  @Test
  void tellsWhatTheNextStageChanges() {
    var pool =
        new Pool(
            ProfileFixture.teams(1, 3, 3)
                .number("elo", "50")
                .after(30, "elo", ProfileFixture.maxDifference("150"))
                .after(30, "match_size", ProfileFixture.playerCount(null, 2, null))
                .build());
    pool.comes("Alice", 0, "elo", 1000);
    pool.comes("Bob", 10, "elo", 1100);

    for (var maker : BOTH) {
      var diagnosis = pool.diagnosis(maker, "Alice");

      assertThat(diagnosis.nextStage())
          .contains(
              new Diagnosis.NextStage(
                  "30",
                  pool.start + 30_000,
                  List.of(
                      new LimitChange("match_size", Limit.MIN_TEAM_SIZE, 3, 2),
                      new LimitChange("elo", Limit.MAX_DIFFERENCE, 50_000_000, 150_000_000)),
                  0,
                  1));
      assertThat(diagnosis.matchAtMillis()).hasValue(pool.start + 299_000);
    }
  }

  @Test
  void tellsTheChangeThatWouldLetOthersMeetWhoKeepEachOtherAway() {
    var pool = new Pool(ProfileFixture.teams(1, 3, 3).number("skill", "100").build());
    pool.comes("Alice", 0, "skill", 1000);
    pool.comes("Bob", 10, "skill", 900);
    pool.comes("Charlie", 20, "skill", 1100);

    for (var maker : BOTH) {
      var diagnosis = pool.diagnosis(maker, "Alice");

      assertThat(diagnosis.explanation().accepted()).isEqualTo(2);
      assertThat(diagnosis.isComplete()).isTrue();
      var told = diagnosis.counterfactuals().get(0);
      assertThat(told.changes())
          .containsExactly(
              new LimitChange("skill", Limit.MAX_DIFFERENCE, 100_000_000, 200_000_000));
      assertThat(told.atMillis()).isEqualTo(pool.now);
      assertThat(Story.lineup(told.match()).split(" "))
          .containsExactlyInAnyOrder("Alice", "Bob", "Charlie");
      assertThat(diagnosis.counterfactuals())
          .extracting(Counterfactual::rule)
          .containsExactly("skill", "match_size");
    }
  }

  @Test
  void namesTheOneNumberOfTwoThatIsNeededAndTheStageFromWhichOn() {
    var pool =
        new Pool(
            ProfileFixture.teams(1, 2, 2)
                .latencies("beacons", "30", "50")
                .after(5, "beacons", ProfileFixture.latencies("40", "60"))
                .build());
    pool.comes("Alice", 0, "beacons", Map.of("Tokyo", 10));
    pool.comes("Bob", 1, "beacons", Map.of("Tokyo", 55));
    pool.now += 10_000;

    for (var maker : BOTH) {
      var told = pool.diagnosis(maker, "Alice").counterfactuals().get(0);

      assertThat(told.changes())
          .containsExactly(new LimitChange("beacons", Limit.DIFFERENCE, 40_000_000, 45_000_000));
      assertThat(told.fromStage()).isEqualTo("5");
    }
  }

  @Test
  void tellsThatARuleWouldHaveToGo() {
    var pool = new Pool(ProfileFixture.teams(1, 2, 2).equality("mode").build());
    pool.comes("Alice", 0, "mode", "a");
    pool.comes("Bob", 1, "mode", "b");

    for (var maker : BOTH) {
      var told = pool.diagnosis(maker, "Alice").counterfactuals().get(0);

      assertThat(told.rule()).isEqualTo("mode");
      assertThat(told.changes()).isEmpty();
    }
  }

  @Test
  void tellsThatASmallerMatchWouldBeMadeWhenTheStageEnds() {
    var pool = new Pool(ProfileFixture.teams(1, 4, 4).build());
    pool.comes("Alice", 0);
    pool.comes("Bob", 1);

    for (var maker : BOTH) {
      var told = pool.diagnosis(maker, "Alice").counterfactuals().get(0);

      assertThat(told.changes())
          .containsExactly(new LimitChange("match_size", Limit.MIN_TEAM_SIZE, 4, 2));
      assertThat(told.atMillis()).isEqualTo(pool.start + 299_000);
    }
  }

  @Test
  void saysThatNotEverybodyWasLookedAt() {
    var pool = new Pool(ProfileFixture.teams(1, 2, 2).equality("mode").build());
    for (int i = 0; i < 30; i++) {
      pool.comes("p" + i, i, "mode", "mode" + i);
    }
    for (var maker : BOTH) {
      var snapshot = pool.queue(maker).snapshot("p29", 10).orElseThrow();

      assertThat(snapshot.groups()).hasSize(10).last().isEqualTo(snapshot.group());
      assertThat(snapshot.groups().get(8).group().id()).isEqualTo("p8");
      assertThat(snapshot.isWhole()).isFalse();
      assertThat(new Inquiry(maker, snapshot, pool.now).answer().isComplete()).isFalse();
    }
  }

  @Test
  void sharesOfRefusalsCountPairsOfTheLongestWaiting() {
    var pool = new Pool(ProfileFixture.teams(1, 4, 4).number("elo", "5").equality("mode").build());
    pool.comes("Alice", 0, "elo", 0, "mode", "a");
    pool.comes("Bob", 1, "elo", 5, "mode", "b");
    pool.comes("Charlie", 2, "elo", 10, "mode", "a");
    pool.comes("Dave", 3, "elo", 100, "mode", "a");

    for (var maker : BOTH) {
      assertThat(pool.queue(maker).refusals(3, pool.now))
          .contains(new RefusalShare("elo", 1, 3), new RefusalShare("mode", 2, 3));
      assertThat(maker.make(pool.profile, true).refusals(3, pool.now)).isEmpty();
    }
  }

  /** Counterfactuals by both engines over random pools; each of them comes true when it is done. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void whatIsToldComesTrue(long seed) {
    int told = 0;
    for (int i = 0; i < 15; i++) {
      var pool = new Pool(new RandomStream(seed * 1_000 + i));
      told += comesTrue(pool, BOTH.get(0)) + comesTrue(pool, BOTH.get(1));
      agree(pool);
    }
    assertThat(told).as("counterfactuals of seed " + seed).isPositive();
  }

  private static void agree(Pool pool) {
    var plain = pool.queue(BOTH.get(0));
    var indexed = BOTH.get(1).make(pool.profile, true);
    var waiting = plain.snapshot(pool.someoneWaiting(plain).orElse(""), MANY);
    if (waiting.isPresent()) {
      // The two may have made other matches, so that the second is given those who still wait.
      waiting.get().groups().forEach(search -> indexed.add(search, pool.now));
      for (var search : waiting.get().groups()) {
        var id = search.group().id();
        assertThat(indexed.explain(id, pool.now)).isEqualTo(plain.explain(id, pool.now));
      }
      assertThat(indexed.refusals(20, pool.now)).isEqualTo(plain.refusals(20, pool.now));
    }
  }

  private static int comesTrue(Pool pool, Inquiry.Maker maker) {
    var id = pool.someoneWaiting(pool.queue(maker));
    if (id.isEmpty()) {
      return 0;
    }
    var diagnosis = pool.diagnosis(maker, id.get());
    for (var counterfactual : diagnosis.counterfactuals()) {
      var queue = pool.queue(maker);
      queue.change(changed(pool.profile, counterfactual), true, pool.now);
      assertThat(matchOf(queue, id.get(), pool.now, counterfactual.atMillis()))
          .as("%s of %s", counterfactual, id.get())
          .contains(Story.lineup(counterfactual.match()));
    }
    diagnosis
        .matchAtMillis()
        .ifPresent(
            at -> assertThat(matchOf(pool.queue(maker), id.get(), pool.now, at)).isPresent());
    return diagnosis.counterfactuals().size();
  }

  private static Optional<String> matchOf(
      Matchmaking queue, String id, long nowMillis, long untilMillis) {
    for (long at = nowMillis; at <= untilMillis; at = Math.max(at + 1, queue.nextDueMillis())) {
      for (var event : queue.advanceFully(at)) {
        if (event instanceof MatchMade match
            && List.of(Story.lineup(match).split(" ")).contains(id)) {
          return Optional.of(Story.lineup(match));
        }
      }
    }
    return Optional.empty();
  }

  /** The profile as a designer would write it after reading what was told. */
  private static Profile changed(Profile profile, Counterfactual told) {
    var stages = new ArrayList<Stage>();
    boolean begun = false;
    for (var stage : profile.stages()) {
      begun |= stage.name().equals(told.fromStage());
      stages.add(begun ? new Stage(stage.afterMillis(), changed(stage.rules(), told)) : stage);
    }
    return new Profile(profile.queue(), profile.periods(), profile.backfillOnly(), stages);
  }

  private static Rules changed(Rules rules, Counterfactual told) {
    boolean gone = told.changes().isEmpty();
    BiFunction<String, Limit, Long> to =
        (rule, limit) ->
            told.changes().stream()
                .filter(change -> change.rule().equals(rule) && change.limit() == limit)
                .map(LimitChange::to)
                .findFirst()
                .orElse(
                    limit == Limit.MIN_TEAM_SIZE || limit == Limit.OVERLAP ? Long.MAX_VALUE : 0);
    var count = rules.playerCount();
    return new Rules(
        new Rule.PlayerCount(
            count.name(),
            count.teamCount(),
            (int) Math.min(count.minTeamSize(), to.apply(count.name(), Limit.MIN_TEAM_SIZE)),
            (int) Math.max(count.maxTeamSize(), to.apply(count.name(), Limit.MAX_TEAM_SIZE))),
        rules
            .latencies()
            .map(
                rule ->
                    new Rule.Latencies(
                        rule.name(),
                        Math.max(rule.difference(), to.apply(rule.name(), Limit.DIFFERENCE)),
                        Math.max(rule.maxLatency(), to.apply(rule.name(), Limit.MAX_LATENCY)),
                        rule.fallback())),
        rules.numbers().stream()
            .map(
                rule ->
                    new Rule.NumberDifference(
                        rule.name(),
                        Math.max(rule.maxDifference(), to.apply(rule.name(), Limit.MAX_DIFFERENCE)),
                        rule.fallback()))
            .toList(),
        rules.equalities().stream()
            .filter(rule -> !gone || !rule.name().equals(told.rule()))
            .toList(),
        rules.intersections().stream()
            .filter(rule -> !gone || !rule.name().equals(told.rule()))
            .map(
                rule ->
                    new Rule.Intersection(
                        rule.name(),
                        (int) Math.min(rule.overlap(), to.apply(rule.name(), Limit.OVERLAP)),
                        rule.fallback()))
            .toList());
  }

  /** Who came to a queue and when; the queue can be made as often as is wanted. */
  private static final class Pool {
    private final Profile profile;
    private final List<Search> arrivals = new ArrayList<>();
    private final long start = Story.START;
    private long now = Story.START;
    private int choice;

    Pool(Profile profile) {
      this.profile = profile;
    }

    Pool(RandomStream stream) {
      profile = stream.profile();
      for (int i = stream.between(2, 24); i > 0; i--) {
        var group = stream.group(profile, stream.oneIn(3) ? 2 : 1);
        if (group != null) {
          arrivals.add(Search.beginning(group, now));
          now += stream.between(0, 300);
        }
      }
      choice = stream.between(0, 1_000);
    }

    void comes(String name, long afterMillis, Object... namesAndValues) {
      now = start + afterMillis;
      Group group = Story.group(name, List.of(AttributesFixture.attributes(namesAndValues)));
      arrivals.add(Search.beginning(group, now));
    }

    Matchmaking queue(Inquiry.Maker maker) {
      var queue = maker.make(profile, true);
      for (var search : arrivals) {
        queue.advanceFully(search.sinceMillis());
        queue.add(search, search.sinceMillis());
      }
      queue.advanceFully(now);
      return queue;
    }

    Optional<String> someoneWaiting(Matchmaking queue) {
      var waiting =
          arrivals.stream()
              .map(search -> search.group().id())
              .filter(id -> queue.explain(id, now).isPresent())
              .toList();
      return waiting.isEmpty()
          ? Optional.empty()
          : Optional.of(waiting.get(choice % waiting.size()));
    }

    Diagnosis diagnosis(Inquiry.Maker maker, String id) {
      return new Inquiry(maker, queue(maker).snapshot(id, MANY).orElseThrow(), now).answer();
    }
  }
}
