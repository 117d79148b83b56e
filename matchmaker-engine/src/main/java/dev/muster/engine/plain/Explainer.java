package dev.muster.engine.plain;

import dev.muster.engine.Explanation;
import dev.muster.engine.RefusalShare;
import dev.muster.engine.ticket.Refusal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Says what stands between a group and the others that wait: each of them looked at alone, and
 * those that fit it also with each other.
 */
final class Explainer {
  private final RuleBook book;
  private final Pool pool;

  Explainer(RuleBook book, Pool pool) {
    this.book = book;
    this.pool = pool;
  }

  Explanation explain(Waiting group, long nowMillis) {
    int stage = stageAt(group, nowMillis);
    var pairs = new ArrayList<Pair>();
    for (var other : pool.byAge()) {
      if (other != group) {
        pairs.add(new Pair(book, group, stage, other, stageAt(other, nowMillis)));
      }
    }
    var accepted = pairs.stream().filter(Pair::areAccepted).count();
    var fitting =
        pairs.stream().filter(pair -> refusals(rules(), pair).isEmpty()).map(Pair::other).toList();
    return new Explanation(
        book.stage(stage).name(),
        pairs.size(),
        Math.toIntExact(accepted),
        group.size + fitting.stream().mapToInt(other -> other.size).sum(),
        byRule(pairs, between(fitting, Explanation.MOST_PAIRED, nowMillis)));
  }

  private List<Explanation.ByRule> byRule(List<Pair> pairs, List<Pair> between) {
    var rules = rules();
    var refusals = pairs.stream().map(pair -> refusals(rules, pair)).toList();
    return rules.stream()
        .map(rule -> byRule(rule, refusals, between))
        .filter(
            verdict ->
                verdict.refused() > 0
                    || verdict.refusedPairs() > 0
                    || !verdict.rule().equals(Refusal.TOO_LARGE))
        .toList();
  }

  private List<PairRule> rules() {
    return PairRule.all(book.rules()).stream()
        .sorted(Comparator.comparing(PairRule::name))
        .toList();
  }

  private static List<Refusal> refusals(List<PairRule> rules, Pair pair) {
    return rules.stream().map(rule -> rule.refusal(pair)).flatMap(Optional::stream).toList();
  }

  private static Explanation.ByRule byRule(
      PairRule rule, List<List<Refusal>> refusals, List<Pair> between) {
    var name = rule.name();
    var ofRule =
        refusals.stream().flatMap(List::stream).filter(r -> r.rule().equals(name)).toList();
    return new Explanation.ByRule(
        name,
        ofRule.size(),
        refusals.stream()
            .filter(ofPair -> ofPair.size() == 1 && ofPair.get(0).rule().equals(name))
            .map(ofPair -> ofPair.get(0).excess())
            .sorted()
            .toList(),
        between.stream()
            .map(pair -> rule.excess(pair, pair.limits()))
            .filter(excess -> excess > 0)
            .sorted()
            .toList(),
        ofRule.stream().min(Comparator.comparingLong(Refusal::excess)));
  }

  /** Which rules stand between the longest-waiting groups. */
  List<RefusalShare> refusals(int most, long nowMillis) {
    var pairs = between(pool.byAge(), most, nowMillis);
    return pairs.isEmpty() ? List.of() : rules().stream().map(r -> share(r, pairs)).toList();
  }

  /** The pairs among the first of some groups. */
  private List<Pair> between(Collection<Waiting> all, int most, long nowMillis) {
    var groups = all.stream().limit(most).toList();
    var pairs = new ArrayList<Pair>();
    for (int i = 0; i < groups.size(); i++) {
      for (var other : groups.subList(0, i)) {
        var group = groups.get(i);
        pairs.add(
            new Pair(book, group, stageAt(group, nowMillis), other, stageAt(other, nowMillis)));
      }
    }
    return pairs;
  }

  private static RefusalShare share(PairRule rule, List<Pair> pairs) {
    long refused = pairs.stream().filter(pair -> rule.excess(pair, pair.limits()) > 0).count();
    return new RefusalShare(rule.name(), Math.toIntExact(refused), pairs.size());
  }

  private int stageAt(Waiting group, long nowMillis) {
    return book.profile().stageIndexAt(group.search.ageMillis(nowMillis));
  }
}
