package dev.muster.engine.indexed;

import dev.muster.engine.CountedValue;
import dev.muster.engine.profile.Millionths;
import dev.muster.engine.profile.Rule;
import dev.muster.engine.ticket.AttributeValue;
import dev.muster.engine.ticket.AttributeValue.OfLatencies;
import dev.muster.engine.ticket.AttributeValue.OfList;
import dev.muster.engine.ticket.AttributeValue.OfNumber;
import dev.muster.engine.ticket.AttributeValue.OfText;
import dev.muster.engine.ticket.Group;
import dev.muster.engine.ticket.Search;
import dev.muster.engine.ticket.Ticket;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Turns groups into what the search looks at: numbers, codes and masks.
 *
 * <p>It checks on the way what the door checks, and says so when something does not hold; the words
 * for that are left to the door.
 */
final class Reader {
  /** Stands for the one beacon that players share who know none; its latency is 0. */
  static final int NO_BEACON = 0;

  private final RuleTable table;
  private final boolean beaconsListed;
  private final Dictionary[] values;
  private final Dictionary beacons;
  private final CodeSets sets;
  private final String[] texts;
  private int[] codes = new int[64];
  private int[] otherCodes = new int[64];
  private long[] low = new long[64];
  private long[] high = new long[64];

  Reader(RuleTable table, boolean beaconsListed) {
    this(table, beaconsListed, new Dictionary[table.listCount], new Dictionary(), new CodeSets());
    Arrays.setAll(values, rule -> new Dictionary());
    beacons.codeOf(null);
  }

  private Reader(
      RuleTable table,
      boolean beaconsListed,
      Dictionary[] values,
      Dictionary beacons,
      CodeSets sets) {
    this.table = table;
    this.beaconsListed = beaconsListed;
    this.values = values;
    this.beacons = beacons;
    this.sets = sets;
    this.texts = new String[table.equalities.size()];
  }

  /** One for other rules on the same attributes: what was read counts on. */
  Reader under(RuleTable other) {
    return new Reader(other, beaconsListed, values, beacons, sets);
  }

  /** The values of an intersection rule. */
  Dictionary values(int rule) {
    return values[rule];
  }

  String beaconName(int code) {
    return code == NO_BEACON ? "" : beacons.text(code);
  }

  /** How many texts have a code. */
  int codeCount() {
    int count = beacons.size();
    for (var dictionary : values) {
      count += dictionary.size();
    }
    return count;
  }

  /** The texts of the group that was read last, in the rules' order; overwritten by the next. */
  String[] texts() {
    return texts;
  }

  /**
   * Reads a group.
   *
   * @return null when the door would not let it in
   */
  Waiting read(Search search, long arrival) {
    var waiting = new Waiting(search, arrival, bytes(search.group()));
    return readAgain(waiting) ? waiting : null;
  }

  /** Reads a group of which the door has said that it may come in. */
  Waiting readAccepted(Search search, long arrival) {
    var waiting = new Waiting(search, arrival, bytes(search.group()));
    read(waiting, false);
    return waiting;
  }

  /** Reads a group by other rules than before; says whether the door would let it in. */
  boolean readAgain(Waiting waiting) {
    return read(waiting, true);
  }

  /** Reads a group by other rules of which the door has said that it may come in. */
  void readAcceptedAgain(Waiting waiting) {
    read(waiting, false);
  }

  private boolean read(Waiting waiting, boolean strictly) {
    var group = waiting.search.group();
    return (group.size() == 1
            || group.size() <= table.loosest.playerCount().maxTeamSize()
            || !strictly)
        && readTexts(group, strictly)
        && readNumbers(group, waiting, strictly)
        && readLists(group, waiting, strictly)
        && readLatencies(group, waiting, strictly);
  }

  private static long bytes(Group group) {
    long bytes = 0;
    for (var ticket : group.tickets()) {
      bytes += ticket.bytes();
    }
    return bytes;
  }

  // ------------------------------------------------------------------- texts

  private boolean readTexts(Group group, boolean strictly) {
    for (int rule = 0; rule < texts.length; rule++) {
      var own = text(table.equalities.get(rule), group.tickets().get(0));
      if (own == null || (strictly && !allSay(own, table.equalities.get(rule), group))) {
        return false;
      }
      texts[rule] = own;
    }
    return true;
  }

  private static boolean allSay(String text, Rule.StringEquality rule, Group group) {
    for (int i = 1; i < group.size(); i++) {
      if (!text.equals(text(rule, group.tickets().get(i)))) {
        return false;
      }
    }
    return true;
  }

  /** The text that counts; null when there is none. */
  static String text(Rule.StringEquality rule, Ticket ticket) {
    return counted(rule, ticket.attributes()) instanceof OfText text ? text.value() : null;
  }

  // ----------------------------------------------------------------- numbers

  private boolean readNumbers(Group group, Waiting waiting, boolean strictly) {
    waiting.number = 0;
    waiting.moreNumbers = table.numberCount > 1 ? new long[table.numberCount - 1] : null;
    for (int rule = 0; rule < table.numberCount; rule++) {
      long range = strictly ? table.loosest.numbers().get(rule).maxDifference() : Long.MAX_VALUE;
      long first = 0;
      long sum = 0;
      for (int i = 0; i < group.size(); i++) {
        var value = counted(table.numbers.get(rule), group.tickets().get(i).attributes());
        if (!(value instanceof OfNumber number)) {
          return false;
        }
        first = i == 0 ? number.millionths() : first;
        if (Math.abs(number.millionths() - first) > range) {
          return false;
        }
        sum += number.millionths();
      }
      long mean = group.size() == 1 ? sum : Millionths.mean(sum, group.size());
      if (rule == 0) {
        waiting.number = mean;
      } else {
        waiting.moreNumbers[rule - 1] = mean;
      }
    }
    return true;
  }

  // ------------------------------------------------------------------- lists

  private boolean readLists(Group group, Waiting waiting, boolean strictly) {
    waiting.lists = table.listCount > 0 ? new long[table.listCount] : null;
    waiting.listCodes = table.listCount > 0 ? new int[table.listCount][] : null;
    for (int rule = 0; rule < table.listCount; rule++) {
      int least = strictly ? table.loosest.intersections().get(rule).overlap() : 0;
      int count = 0;
      for (int i = 0; i < group.size(); i++) {
        var value = counted(table.intersections.get(rule), group.tickets().get(i).attributes());
        if (!(value instanceof OfList list)) {
          return false;
        }
        count = i == 0 ? readList(rule, list.values()) : retainList(rule, list.values(), count);
        if (count < least) {
          return false;
        }
      }
      waiting.listCodes[rule] = sets.shared(codes, count);
      waiting.lists[rule] = Dictionary.mask(waiting.listCodes[rule]);
    }
    return true;
  }

  private int readList(int rule, List<String> list) {
    makeRoom(list.size());
    int count = 0;
    for (var value : list) {
      codes[count++] = values[rule].codeOf(value);
    }
    return CodeSets.sortDistinct(codes, count);
  }

  private int retainList(int rule, List<String> list, int count) {
    if (list.size() > otherCodes.length) {
      otherCodes = new int[list.size()];
    }
    int others = 0;
    for (var value : list) {
      int code = values[rule].find(value);
      if (code >= 0) {
        otherCodes[others++] = code;
      }
    }
    others = CodeSets.sortDistinct(otherCodes, others);
    return CodeSets.retain(codes, count, otherCodes, others);
  }

  private void makeRoom(int count) {
    if (count > codes.length) {
      codes = new int[count];
      low = new long[count];
      high = new long[count];
    }
  }

  // --------------------------------------------------------------- latencies

  private boolean readLatencies(Group group, Waiting waiting, boolean strictly) {
    if (table.latencies == null) {
      waiting.beacons = null;
      waiting.lowest = null;
      waiting.highest = null;
      return true;
    }
    int count = 0;
    boolean allEmpty = true;
    for (int i = 0; i < group.size(); i++) {
      var value = counted(table.latencies, group.tickets().get(i).attributes());
      if (!(value instanceof OfLatencies latencies)
          || (strictly && !mayComeIn(latencies.millionths()))) {
        return false;
      }
      allEmpty &= latencies.millionths().isEmpty();
      count =
          i == 0
              ? readBeacons(latencies.millionths())
              : retainBeacons(latencies.millionths(), count);
    }
    if (allEmpty) {
      codes[0] = NO_BEACON;
      low[0] = 0;
      high[0] = 0;
      count = 1;
    }
    keepBeacons(waiting, count, group.size() == 1);
    var loosest = table.loosest.latencies().orElseThrow();
    return !strictly
        || group.size() == 1
        || someBeaconSuits(waiting, loosest.maxLatency(), loosest.difference());
  }

  private boolean mayComeIn(Map<String, Long> latencies) {
    if (latencies.isEmpty()) {
      return !beaconsListed;
    }
    long limit = table.loosest.latencies().orElseThrow().maxLatency();
    for (long latency : latencies.values()) {
      if (latency <= limit) {
        return true;
      }
    }
    return false;
  }

  private int readBeacons(Map<String, Long> latencies) {
    makeRoom(latencies.size());
    int count = 0;
    for (var entry : latencies.entrySet()) {
      int code = beacons.codeOf(entry.getKey());
      int at = count++;
      while (at > 0 && codes[at - 1] > code) {
        codes[at] = codes[at - 1];
        low[at] = low[at - 1];
        at--;
      }
      codes[at] = code;
      low[at] = entry.getValue();
    }
    System.arraycopy(low, 0, high, 0, count);
    return count;
  }

  private int retainBeacons(Map<String, Long> latencies, int count) {
    int kept = 0;
    for (int i = 0; i < count; i++) {
      var latency = latencies.get(beacons.text(codes[i]));
      if (latency != null) {
        codes[kept] = codes[i];
        long lowest = Math.min(low[i], latency);
        high[kept] = Math.max(high[i], latency);
        low[kept++] = lowest;
      }
    }
    return kept;
  }

  private void keepBeacons(Waiting waiting, int count, boolean alone) {
    waiting.beacons = sets.shared(codes, count);
    waiting.lowest = Arrays.copyOf(low, count);
    waiting.highest = alone ? waiting.lowest : Arrays.copyOf(high, count);
  }

  private static boolean someBeaconSuits(Waiting waiting, long maxLatency, long difference) {
    for (int i = 0; i < waiting.beacons.length; i++) {
      if (waiting.highest[i] <= maxLatency
          && waiting.highest[i] - waiting.lowest[i] <= difference) {
        return true;
      }
    }
    return false;
  }

  /** Moves a group to the stage that its age has reached. */
  void enterStage(Waiting waiting, long nowMillis) {
    waiting.stage = table.stageAt(waiting.search.ageMillis(nowMillis));
    var limits = table.at(waiting.stage);
    boolean fit = waiting.size <= limits.maxTeamSize && waiting.bytes <= RuleTable.MOST_BYTES;
    for (int rule = 0; rule < table.listCount; rule++) {
      fit &= waiting.listCodes[rule].length >= limits.overlaps[rule];
    }
    if (table.latencies != null) {
      fit &= someBeaconSuits(waiting, limits.maxLatency, limits.difference);
    }
    waiting.isFit = fit;
  }

  private static AttributeValue counted(Rule rule, Map<String, AttributeValue> attributes) {
    var own = attributes.get(rule.name());
    return own != null ? own : CountedValue.of(rule, attributes).orElse(null);
  }
}
