package dev.muster.engine.plain;

import dev.muster.engine.AttributesFixture;
import dev.muster.engine.Entry;
import dev.muster.engine.ProfileFixture;
import dev.muster.engine.profile.Profile;
import dev.muster.engine.ticket.AttributeValue;
import dev.muster.engine.ticket.Backfill;
import dev.muster.engine.ticket.Group;
import dev.muster.engine.ticket.Ticket;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** Random profiles, groups and backfills: small domains, so that much meets and much just fails. */
final class RandomStream {
  private static final int MANY = 300;

  final Random random;
  private final boolean manyValues;
  private Random source;
  private long shape;
  private int slack;
  private int ids;

  RandomStream(long seed) {
    this(seed, false);
  }

  /**
   * A stream.
   *
   * @param manyValues whether players also name maps and beacons that hardly anyone else names
   */
  RandomStream(long seed, boolean manyValues) {
    this.random = new Random(seed);
    this.source = random;
    this.manyValues = manyValues;
  }

  boolean oneIn(int n) {
    return source.nextInt(n) == 0;
  }

  int between(int least, int most) {
    return least + source.nextInt(most - least + 1);
  }

  Profile profile() {
    shape = random.nextLong();
    slack = 0;
    return shaped();
  }

  /** The last one, with wider limits. */
  Profile looser() {
    slack += between(0, 20);
    return shaped();
  }

  private Profile shaped() {
    source = new Random(shape);
    var profile = drawn();
    source = random;
    return profile;
  }

  private Profile drawn() {
    int teamCount = oneIn(2) ? 1 : between(2, 3);
    int most = teamCount == 1 ? between(1, 5) : between(1, 3);
    var fixture =
        ProfileFixture.teams(teamCount, between(1, most), most)
            .expiresAfterMillis(between(1, 40) * 500L + between(0, 1));
    if (oneIn(2)) {
      fixture.number("elo", text(slack + between(0, 60)));
    }
    if (oneIn(4)) {
      fixture.number("level", text(between(0, 6)), "3");
    }
    if (oneIn(3)) {
      fixture.equality("mode", "a");
    }
    if (oneIn(3)) {
      fixture.intersection("maps", 1, List.of("new", "x"));
    }
    if (oneIn(3)) {
      fixture.latencies("beacons", text(slack + between(5, 60)), text(slack + between(20, 100)));
    }
    for (int i = between(0, 3); i > 0; i--) {
      expand(fixture, between(1, 12), teamCount);
    }
    if (oneIn(12)) {
      fixture.backfillOnly();
    }
    return fixture.build();
  }

  private void expand(ProfileFixture fixture, int seconds, int teamCount) {
    switch (between(0, 4)) {
      case 0 -> fixture.after(seconds, "match_size", ProfileFixture.playerCount(null, 1, null));
      case 1 ->
          fixture.after(
              seconds,
              "match_size",
              ProfileFixture.playerCount(oneIn(3) ? 1 : teamCount, 1, between(1, 4)));
      default -> expandAttribute(fixture, seconds);
    }
  }

  private void expandAttribute(ProfileFixture fixture, int seconds) {
    var rules = fixture.build().initial();
    if (!rules.numbers().isEmpty()) {
      fixture.after(
          seconds,
          rules.numbers().get(0).name(),
          ProfileFixture.maxDifference(text(slack + between(0, 120))));
    }
    if (rules.latencies().isPresent()) {
      fixture.after(
          seconds,
          "beacons",
          ProfileFixture.latencies(text(slack + between(5, 100)), text(slack + between(20, 100))));
    }
    if (!rules.intersections().isEmpty() && oneIn(2)) {
      fixture.after(seconds, "maps", ProfileFixture.overlap(between(1, 2)));
    }
  }

  private static String text(int number) {
    return Integer.toString(number);
  }

  /** A group that the door lets in; perhaps smaller than was wanted. */
  Group group(Profile profile, int wanted) {
    var members = new ArrayList<Map<String, AttributeValue>>();
    for (int tries = 0; members.size() < wanted && tries < 40; tries++) {
      var player = player();
      if (Entry.rosterTicket(profile, player, true).isEmpty()
          && (members.isEmpty() || Entry.join(profile, members, player).isEmpty())) {
        members.add(player);
      }
    }
    return members.isEmpty() ? null : group(members);
  }

  private Group group(List<Map<String, AttributeValue>> members) {
    var id = "g" + ids++;
    var tickets = new ArrayList<Ticket>();
    for (int i = 0; i < members.size(); i++) {
      int bytes = oneIn(40) ? 500_000 : 2_000;
      tickets.add(new Ticket(id + "-" + i, members.get(i), bytes));
    }
    return new Group(id, tickets);
  }

  private Map<String, AttributeValue> player() {
    var values = new HashMap<String, AttributeValue>();
    values.putAll(AttributesFixture.attributes("elo", between(0, 400) / 4.0));
    if (!oneIn(4)) {
      values.putAll(AttributesFixture.attributes("level", between(0, 8)));
    }
    if (!oneIn(4)) {
      values.putAll(AttributesFixture.attributes("mode", oneIn(4) ? "b" : "a"));
    }
    if (!oneIn(4)) {
      values.putAll(AttributesFixture.attributes("maps", maps()));
    }
    values.putAll(AttributesFixture.attributes("beacons", latencies()));
    return values;
  }

  private List<String> maps() {
    var maps = new ArrayList<String>();
    for (var map : List.of("x", "new", "y", "z")) {
      if (oneIn(2)) {
        maps.add(map);
      }
    }
    for (int i = manyValues ? between(0, 4) : 0; i > 0; i--) {
      maps.add("map" + between(1, MANY));
    }
    return maps;
  }

  private Map<String, Integer> latencies() {
    var latencies = new HashMap<String, Integer>();
    for (var city : List.of("Chicago", "Paris", "Tokyo")) {
      if (!oneIn(4)) {
        latencies.put(city, between(0, 110));
      }
    }
    for (int i = manyValues ? between(0, 4) : 0; i > 0; i--) {
      latencies.put("city" + between(1, MANY), between(0, 110));
    }
    return latencies;
  }

  Backfill backfill(Profile profile, String id, long now) {
    var roster = new ArrayList<Group>();
    for (int i = between(0, 2); i > 0; i--) {
      var group = group(profile, 1);
      if (group != null) {
        roster.add(group);
      }
    }
    var sizes = new HashSet<>(Set.of(between(1, 2)));
    sizes.add(between(1, 3));
    return new Backfill(id, "server" + between(0, 2), roster, sizes, now, now + between(0, 20_000));
  }
}
