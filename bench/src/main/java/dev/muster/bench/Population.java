package dev.muster.bench;

import dev.muster.engine.profile.Millionths;
import dev.muster.engine.ticket.AttributeValue;
import dev.muster.engine.ticket.AttributeValue.OfLatencies;
import dev.muster.engine.ticket.AttributeValue.OfList;
import dev.muster.engine.ticket.AttributeValue.OfNumber;
import dev.muster.engine.ticket.AttributeValue.OfText;
import dev.muster.engine.ticket.Group;
import dev.muster.engine.ticket.Ticket;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Players as they come, the same for the same seed: 60 % alone, 25 % in pairs, 15 % in threes; most
 * in a few of eight cities, with latencies to each of them; ratings around 1500, most a little
 * below and few far above; one mode far more popular than the others; one to three of six maps.
 */
public final class Population {
  private static final String[] CITIES = {
    "Chicago",
    "Frankfurt",
    "Tokyo",
    "Los Angeles",
    "Sao Paulo",
    "Singapore",
    "Sydney",
    "Johannesburg"
  };
  private static final int[] CITY_SHARES = {30, 25, 15, 12, 8, 5, 3, 2};
  private static final String[] MODES = {"quickplay", "ranked", "capture", "royale"};
  private static final int[] MODE_SHARES = {60, 25, 10, 5};
  private static final String[] MAPS = {
    "Airport", "BankVault", "DustII", "Harbour", "Island", "Ruins"
  };
  private static final int TICKET_BYTES = 600;

  private static final int DENSE = 300;
  private static final int SPREAD = 50;

  private final Random random;
  private final int ratingDeviation;
  private final String prefix;
  private int groups;

  /** As dense as a large game's. */
  public Population(long seed) {
    this(seed, DENSE, "g");
  }

  private Population(long seed, int ratingDeviation, String prefix) {
    this.prefix = prefix;
    this.random = new Random(seed);
    this.ratingDeviation = ratingDeviation;
  }

  /**
   * So thinly spread over the ratings that this many tickets can wait without a match among them.
   */
  public static Population sparse(long seed, int waiting) {
    return new Population(seed, DENSE * Math.max(1, waiting / 100), "sparse");
  }

  /** Groups of so many tickets together, or one or two more, hardly any of whom suit each other. */
  public static List<Group> sparseGroups(long seed, int waiting) {
    var population = sparse(seed, SPREAD * waiting);
    var groups = new ArrayList<Group>();
    for (int tickets = 0; tickets < waiting; ) {
      var group = population.next();
      groups.add(group);
      tickets += group.size();
    }
    return groups;
  }

  /** The next group that comes. */
  public Group next() {
    int size = 1 + pick(60, 25, 15);
    int city = pick(CITY_SHARES);
    var mode = MODES[pick(MODE_SHARES)];
    var maps = maps();
    int rating = (int) Math.round(1_500 + ratingDeviation * skewed());
    var id = prefix + groups++;
    var tickets = new ArrayList<Ticket>();
    for (int i = 0; i < size; i++) {
      int own = rating + random.nextInt(41) - 20;
      tickets.add(new Ticket(id + "-" + i, attributes(own, city, mode, maps, size), TICKET_BYTES));
    }
    return new Group(id, tickets);
  }

  /** Mean 0, deviation 1, with a longer upper tail: a normal and an exponential draw together. */
  private double skewed() {
    double normal = random.nextGaussian();
    double exponential = -Math.log(1 - random.nextDouble());
    return 0.8 * normal + 0.6 * (exponential - 1);
  }

  private Map<String, AttributeValue> attributes(
      int rating, int city, String mode, List<String> maps, int size) {
    return Map.of(
        "elo_rating", new OfNumber(rating * Millionths.ONE),
        "beacons", new OfLatencies(latencies(city)),
        "selected_game_mode", new OfText(mode),
        "selected_map", new OfList(maps),
        "backfill_group_size", new OfList(List.of("new", Integer.toString(size))));
  }

  /** About 20 ms to the own city's beacon, and 35 ms more for every step along the list. */
  private Map<String, Long> latencies(int city) {
    var latencies = new HashMap<String, Long>();
    for (int i = 0; i < CITIES.length; i++) {
      long millis = 20 + 35L * Math.abs(i - city) + random.nextInt(30);
      latencies.put(CITIES[i], millis * Millionths.ONE);
    }
    return latencies;
  }

  private List<String> maps() {
    var maps = new ArrayList<String>();
    int wanted = 1 + random.nextInt(3);
    while (maps.size() < wanted) {
      var map = MAPS[random.nextInt(MAPS.length)];
      if (!maps.contains(map)) {
        maps.add(map);
      }
    }
    return maps;
  }

  private int pick(int... shares) {
    int draw = random.nextInt(100);
    int index = 0;
    while (draw >= shares[index]) {
      draw -= shares[index++];
    }
    return index;
  }
}
