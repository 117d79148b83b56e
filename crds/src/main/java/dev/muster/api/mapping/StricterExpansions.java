package dev.muster.api.mapping;

import dev.muster.engine.profile.Expansion;
import dev.muster.engine.profile.Problem;
import dev.muster.engine.profile.RuleAttributes;
import dev.muster.engine.profile.RuleDefinition;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Expansions after which a rule is stricter than before. The engine takes them; most often they are
 * a slip, since who has waited longer then finds fewer partners.
 */
final class StricterExpansions {
  /** Attributes of which more is stricter; of the others but teamCount, less is. */
  private static final Set<String> GREATER_IS_STRICTER = Set.of("minTeamSize", "overlap");

  private static final String NEITHER = "teamCount";

  private StricterExpansions() {}

  /**
   * One warning for each attribute that becomes stricter, in the order of time.
   *
   * @param rules by name, of a profile that the engine accepts
   * @param expansions in the order in which they are written
   */
  static List<Problem> warnings(Map<String, RuleDefinition> rules, List<Expansion> expansions) {
    var current = new HashMap<String, RuleAttributes>();
    rules.forEach((name, rule) -> current.put(name, rule.attributes()));
    var warnings = new ArrayList<Problem>();
    var byTime =
        IntStream.range(0, expansions.size())
            .boxed()
            .sorted(Comparator.comparingLong(i -> expansions.get(i).afterMillis()))
            .toList();
    for (int i : byTime) {
      var expansion = expansions.get(i);
      expansion
          .rules()
          .forEach(
              (name, change) -> {
                var before = current.get(name);
                warnings.addAll(stricter("expansions[" + i + "].rules." + name, before, change));
                current.put(name, before.overwrittenBy(change));
              });
    }
    return warnings;
  }

  private static List<Problem> stricter(String path, RuleAttributes before, RuleAttributes change) {
    var was = before.written();
    return change.written().entrySet().stream()
        .filter(entry -> was.containsKey(entry.getKey()) && !entry.getKey().equals(NEITHER))
        .filter(entry -> isStricter(entry.getKey(), was.get(entry.getKey()), entry.getValue()))
        .map(
            entry ->
                new Problem(
                    path + "." + entry.getKey(),
                    "is "
                        + text(entry.getValue())
                        + ", which is stricter than the "
                        + text(was.get(entry.getKey()))
                        + " before: who has waited so long would find fewer partners"))
        .toList();
  }

  private static boolean isStricter(String attribute, Number was, Number is) {
    int compared = decimal(is).compareTo(decimal(was));
    return GREATER_IS_STRICTER.contains(attribute) ? compared > 0 : compared < 0;
  }

  private static BigDecimal decimal(Number number) {
    return new BigDecimal(number.toString());
  }

  private static String text(Number number) {
    return decimal(number).toPlainString();
  }
}
