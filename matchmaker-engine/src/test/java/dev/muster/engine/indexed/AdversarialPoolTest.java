package dev.muster.engine.indexed;

import static dev.muster.engine.AttributesFixture.attributes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.engine.Admission;
import dev.muster.engine.Event;
import dev.muster.engine.Event.MatchMade;
import dev.muster.engine.ProfileFixture;
import dev.muster.engine.ticket.AttributeValue;
import dev.muster.engine.ticket.Group;
import dev.muster.engine.ticket.Search;
import dev.muster.engine.ticket.Ticket;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Pools that nobody would wish for: they must be matched as far as they can be, and end. */
class AdversarialPoolTest {
  private static final int MANY = 1_000;

  private IndexedMatchmaking matchmaking;
  private int ids;
  private long now = 1_000_000;

  @Test
  void everyoneAlike() {
    open(ProfileFixture.teams(1, 4, 4).number("elo", "50").equality("mode"));
    for (int i = 0; i < MANY; i++) {
      comes(1, "elo", 1_500, "mode", "a");
    }

    assertThat(matchmaking.advanceFully(now)).hasSize(MANY / 4);
    assertThat(matchmaking.standing().groups()).isZero();
  }

  @Test
  void nobodyCompatibleOneByOne() {
    open(ProfileFixture.teams(1, 2, 2).number("elo", "50").intersection("maps", 1));
    for (int i = 0; i < MANY; i++) {
      comes(1, "elo", 1_500, "maps", List.of("map" + i, "other" + i));
      assertThat(matchmaking.advanceFully(now)).isEmpty();
    }

    comes(1, "elo", 1_500, "maps", List.of("other" + MANY / 2));

    var groups = ((MatchMade) matchmaking.advanceFully(now).get(0)).teams().get(0).groups();
    assertThat(groups).extracting(search -> search.group().id()).containsExactly("g500", "g1000");
  }

  @Test
  void valuesThatComeAndGoAreForgotten() {
    open(ProfileFixture.teams(1, 2, 2).intersection("maps", 1));
    comes(1, "maps", List.of("kept"));
    int most = 0;
    for (int i = 0; i < 6 * MANY; i++) {
      var id = comes(1, "maps", List.of("map" + i, "other" + i));
      assertThat(matchmaking.advanceFully(now)).isEmpty();
      assertThat(matchmaking.remove(id)).isPresent();
      most = Math.max(most, matchmaking.codeCount());
    }
    assertThat(most).as("of %s values that have come", 12 * MANY).isLessThan(5 * MANY);

    comes(1, "maps", List.of("kept"));

    assertThat(matchmaking.advanceFully(now)).hasSize(1);
  }

  @Test
  void valuesOfThoseWhoAreRefusedAreForgotten() {
    open(ProfileFixture.teams(1, 2, 2).intersection("maps", 2));
    for (int i = 0; i < 12 * MANY; i++) {
      var group = new Group("g" + i, List.of(new Ticket("t" + i, attributes("maps", maps(i)), 9)));
      assertThat(matchmaking.add(Search.beginning(group, now), now))
          .isInstanceOf(Admission.Refused.class);
    }

    assertThat(matchmaking.codeCount()).isLessThan(10 * MANY);
  }

  private static List<String> maps(int number) {
    return List.of("map" + number);
  }

  @Test
  void oneMatchAmongManyThatCannotBe() {
    open(ProfileFixture.teams(2, 5, 5).number("elo", "50"));
    for (int i = 0; i < 60; i++) {
      comes(3, "elo", 0); // near enough to those of two for a match, too far for one team
      comes(2, "elo", 100);
    }
    now++;
    comes(1, "elo", 1_000);
    comes(1, "elo", 1_000);
    for (int i = 0; i < 12; i++) {
      comes(3, "elo", 1_001); // in the way: only those of one and four make two teams
    }
    comes(4, "elo", 1_002);
    comes(4, "elo", 1_002);

    assertThat(matchmaking.advanceFully(now)).hasSize(1);
  }

  @Test
  void whoIsGoneIsNotKept() {
    open(ProfileFixture.teams(2, 2, 2).number("elo", "50").intersection("maps", 1));
    var kept = new ArrayList<WeakReference<Search>>();
    for (int i = 0; i < 40; i++) {
      var player = attributes("elo", 7, "maps", List.of("map"));
      var group = new Group("k" + i, List.of(new Ticket("t" + i, player, 100)));
      var search = Search.beginning(group, now);
      kept.add(new WeakReference<>(search));
      assertThat(matchmaking.add(search, now)).isEqualTo(new Admission.Searching());
    }

    assertThat(matchmaking.advanceFully(now)).hasSize(10);
    for (int i = 0; i < 20 && kept.stream().anyMatch(search -> search.get() != null); i++) {
      System.gc();
    }

    assertThat(kept).allMatch(search -> search.get() == null);
    assertThat(matchmaking.standing().groups()).isZero();
  }

  @Test
  void groupsThatNeverFit() {
    open(ProfileFixture.teams(1, 4, 4).number("elo", "50"));
    for (int i = 0; i < MANY; i++) {
      comes(3, "elo", 1_500);
      assertThat(matchmaking.advanceFully(now)).isEmpty();
    }

    comes(1, "elo", 1_500);

    assertThat(matchmaking.advanceFully(now)).hasSize(1);
  }

  @Test
  void groupsOfWhichTeamsCannotBeMade() {
    open(ProfileFixture.teams(2, 5, 5).number("elo", "50"));
    for (int i = 0; i < 300; i++) {
      comes(i % 2 == 0 ? 3 : 4, "elo", 1_500);
      assertThat(matchmaking.advanceFully(now)).isEmpty();
    }

    comes(2, "elo", 1_500);
    comes(2, "elo", 1_500);

    assertThat(matchmaking.advanceFully(now)).hasSize(1);
  }

  @Test
  void sixtyBeaconsAndListsOfSixtyFourValues() {
    open(
        ProfileFixture.teams(1, 4, 4)
            .latencies("beacons", "60", "120")
            .intersection("maps", 3)
            .number("elo", "100"));
    for (int i = 0; i < MANY; i++) {
      comes(
          1,
          "elo",
          1_400 + i % 200,
          "beacons",
          latencies(i % 60),
          "maps",
          IntStream.range(0, 64).mapToObj(map -> "map" + map).toList());
    }

    assertThat(matchmaking.advanceFully(now)).hasSizeGreaterThan(MANY / 4 * 9 / 10);
  }

  @Test
  void oneTextEach() {
    open(ProfileFixture.teams(1, 2, 2).equality("mode"));
    for (int i = 0; i < MANY; i++) {
      comes(1, "mode", "mode" + i);
    }
    assertThat(matchmaking.advanceFully(now)).isEmpty();
    for (int i = 0; i < MANY; i++) {
      comes(1, "mode", "mode" + i);
    }

    assertThat(matchmaking.advanceFully(now)).hasSize(MANY);
    assertThat(matchmaking.standing().groups()).isZero();
  }

  @Test
  void everyStageAndExpiryOfManyAtOnce() {
    open(
        ProfileFixture.teams(1, 2, 4)
            .number("elo", "1")
            .after(5, "elo", ProfileFixture.maxDifference("3"))
            .after(10, "elo", ProfileFixture.maxDifference("5"))
            .expiresAfterMillis(20_000));
    for (int i = 0; i < MANY; i++) {
      comes(1, "elo", 10 * i);
    }
    var events = new ArrayList<Event>();
    for (long end = now + 20_000; matchmaking.nextDueMillis() <= end; ) {
      now = matchmaking.nextDueMillis();
      events.addAll(matchmaking.advanceFully(now));
    }

    assertThat(events).hasSize(MANY).allMatch(Event.GroupCancelled.class::isInstance);
  }

  private void open(ProfileFixture profile) {
    matchmaking = new IndexedMatchmaking(profile.build(), true, Integer.MAX_VALUE);
  }

  private String comes(int size, Object... namesAndValues) {
    Map<String, AttributeValue> player = attributes(namesAndValues);
    var id = "g" + ids++;
    var tickets =
        IntStream.range(0, size).mapToObj(i -> new Ticket(id + "-" + i, player, 100)).toList();
    assertThat(matchmaking.add(Search.beginning(new Group(id, tickets), now), now))
        .isEqualTo(new Admission.Searching());
    return id;
  }

  private static Map<String, Integer> latencies(int nearest) {
    var latencies = new HashMap<String, Integer>();
    for (int beacon = 0; beacon < 60; beacon++) {
      latencies.put("city" + beacon, 20 + 3 * Math.abs(beacon - nearest));
    }
    return latencies;
  }
}
