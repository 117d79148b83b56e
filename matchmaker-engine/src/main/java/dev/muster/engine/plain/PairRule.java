package dev.muster.engine.plain;

import dev.muster.engine.Plural;
import dev.muster.engine.profile.Millionths;
import dev.muster.engine.profile.Rule;
import dev.muster.engine.profile.Rules;
import dev.muster.engine.ticket.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * One rule's verdict on two groups, with its reason: by how much they are beyond its limits, and
 * from which age on it would accept them.
 */
sealed interface PairRule {
  /** The name of the rule in the profile; {@link Refusal#TOO_LARGE} for the limit on size. */
  String name();

  /** How far the two are beyond what the limits allow; 0 or less when they are accepted. */
  long excess(Pair pair, Limits limits);

  /** The refusal for people: values and limits. */
  String message(Pair pair, long excess);

  /** The rule's no; empty when it accepts the two. */
  default Optional<Refusal> refusal(Pair pair) {
    long excess = excess(pair, pair.limits());
    return excess <= 0
        ? Optional.empty()
        : Optional.of(
            new Refusal(
                name(),
                excess,
                pair.acceptedAfterMillis(limits -> excess(pair, limits)),
                message(pair, excess)));
  }

  /** Every rule of a profile, and the limit on size. */
  static List<PairRule> all(Rules rules) {
    var all = new ArrayList<PairRule>();
    all.add(new TooLarge());
    all.add(new Players(rules.playerCount().name()));
    rules.latencies().ifPresent(rule -> all.add(new Latencies(rule.name())));
    for (int i = 0; i < rules.numbers().size(); i++) {
      all.add(new Numbers(rules.numbers().get(i).name(), i));
    }
    for (int i = 0; i < rules.equalities().size(); i++) {
      all.add(new Texts(rules.equalities().get(i).name(), i));
    }
    for (int i = 0; i < rules.intersections().size(); i++) {
      all.add(new Values(rules.intersections().get(i), i));
    }
    return all;
  }

  /** The limit on what the tickets of a match may take as JSON. */
  record TooLarge() implements PairRule {
    @Override
    public String name() {
      return Refusal.TOO_LARGE;
    }

    @Override
    public long excess(Pair pair, Limits limits) {
      return pair.group().bytes + pair.other().bytes - RuleBook.MOST_BYTES;
    }

    @Override
    public String message(Pair pair, long excess) {
      return "the tickets together take "
          + (excess + RuleBook.MOST_BYTES)
          + " bytes, "
          + RuleBook.MOST_BYTES
          + " fit in a match";
    }
  }

  /** playerCount: the two must find room in one match, whole. */
  record Players(String name) implements PairRule {
    @Override
    public long excess(Pair pair, Limits limits) {
      long first = pair.group().size;
      long second = pair.other().size;
      if (limits.teamCount == Limits.NO_TEAMS) {
        return first + second;
      }
      long tooManyForATeam = Math.max(first, second) - limits.maxTeamSize;
      long tooManyForOneTeam = first + second - limits.maxTeamSize;
      return limits.teamCount > 1 ? tooManyForATeam : tooManyForOneTeam;
    }

    @Override
    public String message(Pair pair, long excess) {
      var limits = pair.limits();
      var sizes = pair.group().size + " and " + pair.other().size + " players";
      return limits.teamCount == Limits.NO_TEAMS
          ? sizes + ": their stages want different numbers of teams"
          : sizes + " without splitting a group, but a team takes " + limits.maxTeamSize;
    }
  }

  /** latencies: the best common beacon. */
  record Latencies(String name) implements PairRule {
    @Override
    public long excess(Pair pair, Limits limits) {
      return together(pair).shortfall(limits);
    }

    @Override
    public String message(Pair pair, long excess) {
      var limits = pair.limits();
      var wanted =
          Millionths.text(limits.maxLatency)
              + " ms and "
              + Millionths.text(limits.difference)
              + " ms apart";
      var common = together(pair).names().collect(Collectors.joining(", "));
      return common.isEmpty()
          ? "no beacon is known to all players"
          : "no common beacon has latencies of at most "
              + wanted
              + "; the best of "
              + common
              + " is beyond by "
              + Millionths.text(excess)
              + " ms";
    }

    private static Beacons together(Pair pair) {
      return pair.group().traits.beacons().with(pair.other().traits.beacons());
    }
  }

  /** numberDifference: two groups in one team. */
  record Numbers(String name, int index) implements PairRule {
    @Override
    public long excess(Pair pair, Limits limits) {
      return difference(pair) - limits.maxDifference(index);
    }

    @Override
    public String message(Pair pair, long excess) {
      return Millionths.text(pair.group().traits.lowest(index))
          + " and "
          + Millionths.text(pair.other().traits.lowest(index))
          + " are "
          + Millionths.text(difference(pair))
          + " apart, at most "
          + Millionths.text(pair.limits().maxDifference(index))
          + " is allowed";
    }

    private long difference(Pair pair) {
      return Math.abs(pair.group().traits.lowest(index) - pair.other().traits.lowest(index));
    }
  }

  /** stringEquality. */
  record Texts(String name, int index) implements PairRule {
    @Override
    public long excess(Pair pair, Limits limits) {
      return text(pair.group()).equals(text(pair.other())) ? 0 : 1;
    }

    @Override
    public String message(Pair pair, long excess) {
      return '"' + text(pair.group()) + "\" and \"" + text(pair.other()) + "\" are not equal";
    }

    private String text(Waiting group) {
      return group.traits.texts().get(index);
    }
  }

  /** intersection. */
  record Values(Rule.Intersection rule, int index) implements PairRule {
    @Override
    public String name() {
      return rule.name();
    }

    @Override
    public long excess(Pair pair, Limits limits) {
      return limits.overlap(index) - shared(pair);
    }

    @Override
    public String message(Pair pair, long excess) {
      return "the lists share "
          + Plural.of(shared(pair), "value", "values")
          + ", at least "
          + Plural.of(pair.limits().overlap(index), "is needed", "are needed");
    }

    private long shared(Pair pair) {
      return pair.group().traits.shared(index).with(pair.other().traits.shared(index)).size();
    }
  }
}
