package dev.muster.engine.indexed;

import dev.muster.engine.Explanation;
import dev.muster.engine.RefusalShare;
import dev.muster.engine.ticket.Refusal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;

/**
 * Says what stands between a group and the others that wait: each of them looked at alone, and
 * those that fit it also with each other. It goes through everyone, O(n) for each rule, and through
 * a bounded number of pairs; nothing is kept for it.
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
    var verdicts = judges.stream().map(Verdict::new).toList();
    int accepted = 0;
    int players = group.size;
    var paired = new ArrayList<Waiting>();
    for (var other : all) {
      if (other != group) {
        var opinion = opinion(verdicts, group, other, nowMillis);
        accepted += opinion.onAttributes() == 0 ? 1 : 0;
        if (opinion.refusals() == 0) {
          players += other.size;
          if (paired.size() < Explanation.MOST_PAIRED) {
            paired.add(other);
          }
        }
      }
    }
    lookAtEachOther(verdicts, paired, nowMillis);
    return new Explanation(
        table.name(stage),
        all.size() - 1,
        accepted,
        players,
        verdicts.stream()
            .filter(Verdict::isToBeTold)
            .map(verdict -> byRule(verdict, group, nowMillis))
            .toList());
  }

  private void lookAtEachOther(List<Verdict> verdicts, List<Waiting> groups, long nowMillis) {
    for (int i = 0; i < groups.size(); i++) {
      for (int j = 0; j < i; j++) {
        var limits = limits(groups.get(i), groups.get(j), nowMillis);
        for (var verdict : verdicts) {
          verdict.keepsApart(verdict.judge.excess(groups.get(i), groups.get(j), limits));
        }
      }
    }
  }

  /** What one judge has said so far. */
  private static final class Verdict {
    private final PairJudge judge;
    private final List<Long> excessesAlone = new ArrayList<>();
    private final List<Long> excessesBetween = new ArrayList<>();
    private int refused;
    private Waiting nearest;
    private long least = Long.MAX_VALUE;

    Verdict(PairJudge judge) {
      this.judge = judge;
    }

    void refuses(Waiting other, long excess) {
      refused++;
      if (nearest == null || excess < least) {
        nearest = other;
        least = excess;
      }
    }

    void keepsApart(long excess) {
      if (excess > 0) {
        excessesBetween.add(excess);
      }
    }

    /** The limit on size is no rule of the profile, and mostly says nothing. */
    boolean isToBeTold() {
      return refused > 0 || !excessesBetween.isEmpty() || !judge.name().equals(Refusal.TOO_LARGE);
    }
  }

  /** How many judges refuse a pair, and how many of these look at attributes. */
  private record Opinion(int refusals, int onAttributes) {}

  private int stageAt(Waiting group, long nowMillis) {
    return table.stageAt(group.search.ageMillis(nowMillis));
  }

  private Limits limits(Waiting group, Waiting other, long nowMillis) {
    return table.inForce(1 << stageAt(group, nowMillis) | 1 << stageAt(other, nowMillis));
  }

  /** Lets every judge look at the two. */
  private Opinion opinion(List<Verdict> verdicts, Waiting group, Waiting other, long nowMillis) {
    var limits = limits(group, other, nowMillis);
    int refusals = 0;
    int onAttributes = 0;
    long last = 0;
    Verdict refusing = null;
    for (var verdict : verdicts) {
      long excess = verdict.judge.excess(group, other, limits);
      if (excess > 0) {
        verdict.refuses(other, excess);
        refusals++;
        onAttributes += verdict.judge.looksAtAttributes() ? 1 : 0;
        refusing = verdict;
        last = excess;
      }
    }
    if (refusals == 1) {
      refusing.excessesAlone.add(last);
    }
    return new Opinion(refusals, onAttributes);
  }

  private Explanation.ByRule byRule(Verdict verdict, Waiting group, long nowMillis) {
    return new Explanation.ByRule(
        verdict.judge.name(),
        verdict.refused,
        verdict.excessesAlone.stream().sorted().toList(),
        verdict.excessesBetween.stream().sorted().toList(),
        Optional.ofNullable(verdict.nearest)
            .map(other -> refusal(verdict.judge, group, other, verdict.least, nowMillis)));
  }

  /** Which rules stand between these groups. */
  List<RefusalShare> refusals(List<Waiting> groups, long nowMillis) {
    var refused = new int[judges.size()];
    for (int i = 0; i < groups.size(); i++) {
      for (int j = 0; j < i; j++) {
        var limits = limits(groups.get(i), groups.get(j), nowMillis);
        for (int judge = 0; judge < refused.length; judge++) {
          refused[judge] +=
              judges.get(judge).excess(groups.get(i), groups.get(j), limits) > 0 ? 1 : 0;
        }
      }
    }
    int pairs = groups.size() * (groups.size() - 1) / 2;
    return pairs == 0
        ? List.of()
        : IntStream.range(0, refused.length)
            .mapToObj(judge -> new RefusalShare(judges.get(judge).name(), refused[judge], pairs))
            .toList();
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
