package dev.muster.runtime.loop;

import static dev.muster.runtime.TestRuntime.profile;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.api.ticket.TicketJson;
import dev.muster.engine.profile.Profile;
import dev.muster.engine.profile.RuleAttributes;
import dev.muster.engine.profile.RuleDefinition;
import dev.muster.engine.profile.RuleType;
import dev.muster.runtime.store.GroupState;
import dev.muster.runtime.store.StoredGroup;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Random streams over several queues and loops, with a time of their own: players come and leave,
 * rules, names and queues change, matches fail, loops hear of each other late. No group is ever in
 * two matches, and none is lost.
 */
class SeveralQueuesPropertyTest {
  private static final int STEPS = 3_000;

  private final Map<String, Long> since = new HashMap<>();
  private final Set<String> live = new HashSet<>();

  /** What each profile's queue is called now, by the profile's name; "" while it is not served. */
  private final Map<String, String> names = new TreeMap<>();

  private int handledMatches;
  private int revisions;
  private SeveralLoops loops;
  private Random random;

  @ParameterizedTest(name = "{0} loops, seed {1}")
  @CsvSource({"1, 1", "2, 2", "2, 3", "3, 4", "3, 5", "5, 6"})
  void noGroupIsInTwoMatchesAndNoneIsLost(int count, long seed) {
    loops = new SeveralLoops(count);
    random = new Random(seed);
    for (int i = 0; i < 5; i++) {
      serve("p" + i, "q" + i);
    }
    for (int i = 0; i < STEPS; i++) {
      step();
      checkMatches();
    }
    loops.settle();
    checkMatches();
    checkNobodyIsLost();

    // Everything ends in the end, and says why.
    loops.now += 600_000;
    loops.settle();
    new ArrayList<>(live).forEach(this::fails);
    loops.now += 600_000;
    loops.settle();
    checkMatches();
    checkNobodyIsLost();
    assertThat(loops.matches.size()).isGreaterThan(100);
    if (count > 1) {
      assertThat(loops.conflicts).as("matches that another loop's came before").isPositive();
    }
  }

  private Profile rules(String queue, int within) {
    var elo = new RuleAttributes(null, null, null, null, null, BigDecimal.valueOf(within), null);
    return profile(
        queue,
        2 + queue.charAt(queue.length() - 1) % 2,
        Map.of("elo", new RuleDefinition(RuleType.NUMBER_DIFFERENCE, elo)));
  }

  private void serve(String profileName, String queue) {
    names.put(profileName, queue);
    loops.serve(profileName, rules(queue, 20 + random.nextInt(80)), "r" + revisions++);
  }

  private void step() {
    int kind = random.nextInt(100);
    if (kind < 30) {
      comes();
    } else if (kind < 50) {
      int loop = random.nextInt(loops.loops.size());
      loops.advance(loop);
    } else if (kind < 75) {
      loops.deliver(random.nextInt(loops.loops.size()), random.nextInt(loops.loops.size()));
    } else if (kind < 80) {
      loops.now += random.nextInt(20_000);
    } else if (kind < 85) {
      any(new ArrayList<>(since.keySet()))
          .ifPresent(id -> loops.cancel(random.nextInt(loops.loops.size()), id));
    } else if (kind < 92) {
      any(new ArrayList<>(live)).ifPresent(this::fails);
    } else if (kind < 95) {
      any(new ArrayList<>(live)).ifPresent(loops::assign);
    } else {
      changes();
    }
  }

  private <T extends Comparable<T>> java.util.Optional<T> any(List<T> of) {
    of.sort(null); // sets of texts have no order that a seed could repeat
    return of.isEmpty()
        ? java.util.Optional.empty()
        : java.util.Optional.of(of.get(random.nextInt(of.size())));
  }

  private void comes() {
    var served = new ArrayList<>(names.values());
    served.removeIf(String::isEmpty);
    java.util.Collections.shuffle(served, random);
    if (!served.isEmpty()) {
      var named = served.subList(0, 1 + random.nextInt(Math.min(4, served.size())));
      var attributes = TicketJson.attributes("{\"elo\":" + random.nextInt(1_000) + "}");
      var id = loops.comes(attributes, 1 + random.nextInt(2), named.toArray(new String[0]));
      since.put(id, loops.now);
    }
  }

  private void fails(String match) {
    loops.fail(match);
    live.remove(match);
  }

  /** Rules, a name, or a queue that closes or opens again. */
  private void changes() {
    var profile = "p" + random.nextInt(5);
    var name = names.get(profile);
    if (name.isEmpty()) {
      serve(profile, "q" + profile.charAt(1));
    } else if (random.nextInt(3) == 0) {
      loops.of(name).beginAt(loops.now);
      loops.of(name).close(profile, "it was deleted");
      names.put(profile, "");
    } else if (random.nextInt(3) == 0) {
      serve(profile, (name.startsWith("q") ? "night" : "q") + profile.charAt(1));
    } else {
      serve(profile, name);
    }
  }

  /** Whoever is in a match is in no other that lives, and the store says the same. */
  private void checkMatches() {
    var all = new ArrayList<>(loops.matches.values());
    for (var match : all.subList(handledMatches, all.size())) {
      live.add(match.name());
      match
          .groups()
          .forEach(
              group -> {
                var place = loops.group(group.id()).state().place().orElseThrow();
                assertThat(place.matchName()).isEqualTo(match.name());
                assertThat(loops.group(group.id()).queue()).isEqualTo(match.queue());
              });
    }
    handledMatches = all.size();
    var matchOf = new HashMap<String, String>();
    live.forEach(
        name ->
            loops
                .matches
                .get(name)
                .groups()
                .forEach(
                    group -> assertThat(matchOf.put(group.id(), name)).as(group.id()).isNull()));
  }

  /** Once all has arrived: who searches does so in the engine of each of his queues. */
  private void checkNobodyIsLost() {
    for (var id : since.keySet()) {
      loops.store.group(id).ifPresent(this::check);
    }
  }

  private void check(StoredGroup group) {
    if (group.state() instanceof GroupState.Searching) {
      assertThat(group.queues()).isNotEmpty();
      assertThat(group.search().sinceMillis()).isEqualTo(since.get(group.id()));
      for (var queue : group.queues()) {
        assertThat(loops.waits(queue, group.id())).as(group + " in " + queue).isTrue();
      }
    } else if (group.state() instanceof GroupState.Cancelled cancelled) {
      assertThat(group.searches()).allMatch(one -> one.ended().isPresent());
      if (group.failures() == 0) { // else its last match's failure says why
        assertThat(group.searches()).anyMatch(one -> one.ended().get().equals(cancelled.why()));
      }
    } else if (group.state() instanceof GroupState.MatchFound found) {
      assertThat(live).contains(found.at().matchName());
    }
  }
}
