package dev.muster.engine.indexed;

import dev.muster.engine.Explanation;
import dev.muster.engine.ticket.Refusal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Says what stands between a group and the others that wait: each of them looked at alone. It goes
 * through everyone, O(n) for each rule; nothing is kept for it.
 */
final class Explainer {
  private final RuleTable table;
  private final List<PairJudge> judges;

  Explainer(RuleTable table, Reader reader) {
    this.table = table;
    this.judges = new ArrayList<>(PairJudge.all(table, reader));
    this.judges.sort(Comparator.comparing(PairJudge::name));
  }

  Explanation explain(Waiting group, List<Waiting> all, long nowMillis) {
    int stage = stageAt(group, nowMillis);
    int accepted = 0;
    for (var other : all) {
      accepted += other != group && areAccepted(group, other, nowMillis) ? 1 : 0;
    }
    return new Explanation(
        table.name(stage),
        all.size() - 1,
        accepted,
        judges.stream()
            .map(judge -> byRule(judge, group, all, nowMillis))
            .filter(verdict -> verdict.refused() > 0 || !verdict.rule().equals(Refusal.TOO_LARGE))
            .toList());
  }

  private int stageAt(Waiting group, long nowMillis) {
    return table.stageAt(group.search.ageMillis(nowMillis));
  }

  private Limits limits(Waiting group, Waiting other, long nowMillis) {
    return table.inForce(1 << stageAt(group, nowMillis) | 1 << stageAt(other, nowMillis));
  }

  /** Says whether all rules but playerCount accept the two. */
  private boolean areAccepted(Waiting group, Waiting other, long nowMillis) {
    var limits = limits(group, other, nowMillis);
    for (var judge : judges) {
      if (judge.looksAtAttributes() && judge.excess(group, other, limits) > 0) {
        return false;
      }
    }
    return true;
  }

  private Explanation.ByRule byRule(
      PairJudge judge, Waiting group, List<Waiting> all, long nowMillis) {
    int refused = 0;
    Waiting nearest = null;
    long least = Long.MAX_VALUE;
    for (var other : all) {
      long excess =
          other == group ? 0 : judge.excess(group, other, limits(group, other, nowMillis));
      if (excess > 0) {
        refused++;
        if (nearest == null || excess < least) {
          nearest = other;
          least = excess;
        }
      }
    }
    return new Explanation.ByRule(
        judge.name(),
        refused,
        nearest == null
            ? Optional.empty()
            : Optional.of(refusal(judge, group, nearest, least, nowMillis)));
  }

  private Refusal refusal(
      PairJudge judge, Waiting group, Waiting other, long excess, long nowMillis) {
    return new Refusal(
        judge.name(),
        excess,
        acceptedAfterMillis(judge, group, other, nowMillis),
        judge.message(group, other, limits(group, other, nowMillis), excess));
  }

  /** The least age that both would need so that nothing is in excess. */
  private OptionalLong acceptedAfterMillis(
      PairJudge judge, Waiting group, Waiting other, long nowMillis) {
    int stage = stageAt(group, nowMillis);
    int otherStage = stageAt(other, nowMillis);
    for (int later = 0; later < table.stageCount(); later++) {
      int stages = 1 << Math.max(stage, later) | 1 << Math.max(otherStage, later);
      if (judge.excess(group, other, table.inForce(stages)) <= 0) {
        return OptionalLong.of(table.afterMillis(later));
      }
    }
    return OptionalLong.empty();
  }
}
