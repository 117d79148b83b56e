package dev.muster.engine.plain;

import dev.muster.engine.Explanation;
import dev.muster.engine.ticket.Refusal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Says what stands between a group and the others that wait: each of them looked at alone. */
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
    return new Explanation(
        book.stage(stage).name(), pairs.size(), Math.toIntExact(accepted), byRule(pairs));
  }

  private List<Explanation.ByRule> byRule(List<Pair> pairs) {
    return PairRule.all(book.rules()).stream()
        .sorted(Comparator.comparing(PairRule::name))
        .map(rule -> byRule(rule, pairs))
        .filter(verdict -> verdict.refused() > 0 || !verdict.rule().equals(Refusal.TOO_LARGE))
        .toList();
  }

  private static Explanation.ByRule byRule(PairRule rule, List<Pair> pairs) {
    var refusals = pairs.stream().map(rule::refusal).flatMap(Optional::stream).toList();
    return new Explanation.ByRule(
        rule.name(),
        refusals.size(),
        refusals.stream().min(Comparator.comparingLong(Refusal::excess)));
  }

  private int stageAt(Waiting group, long nowMillis) {
    return book.profile().stageIndexAt(group.search.ageMillis(nowMillis));
  }
}
