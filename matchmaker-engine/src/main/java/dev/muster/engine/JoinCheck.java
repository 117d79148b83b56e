package dev.muster.engine;

import dev.muster.engine.profile.Millionths;
import dev.muster.engine.profile.Problem;
import dev.muster.engine.profile.Rule;
import dev.muster.engine.profile.Rules;
import dev.muster.engine.ticket.AttributeValue;
import dev.muster.engine.ticket.AttributeValue.OfLatencies;
import dev.muster.engine.ticket.AttributeValue.OfList;
import dev.muster.engine.ticket.AttributeValue.OfNumber;
import dev.muster.engine.ticket.AttributeValue.OfText;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a newcomer must satisfy towards the group it joins, under the loosest rules. */
final class JoinCheck {
  private final Rules loosest;
  private final Map<String, AttributeValue> owner;
  private final Map<String, AttributeValue> newcomer;
  private final List<Map<String, AttributeValue>> all;

  JoinCheck(
      Rules loosest,
      List<Map<String, AttributeValue>> members,
      Map<String, AttributeValue> newcomer) {
    this.loosest = loosest;
    this.owner = members.get(0);
    this.newcomer = newcomer;
    this.all = new ArrayList<>(members);
    this.all.add(newcomer);
  }

  List<Problem> problems() {
    var problems = new ArrayList<Problem>();
    int most = loosest.playerCount().maxTeamSize();
    if (all.size() > most) {
      problems.add(
          new Problem(
              "group", "would have " + all.size() + " players; a team takes at most " + most));
    }
    loosest.equalities().forEach(rule -> report(problems, rule, unequal(rule)));
    loosest.numbers().forEach(rule -> report(problems, rule, tooDifferent(rule)));
    loosest.intersections().forEach(rule -> report(problems, rule, tooFewShared(rule)));
    loosest.latencies().ifPresent(rule -> report(problems, rule, noCommonBeacon(rule)));
    return problems;
  }

  private static void report(List<Problem> problems, Rule rule, Optional<String> message) {
    message.ifPresent(text -> problems.add(new Problem(TicketCheck.field(rule.name()), text)));
  }

  private Optional<String> unequal(Rule rule) {
    var theirs = ((OfText) counted(rule, owner)).value();
    var own = ((OfText) counted(rule, newcomer)).value();
    return own.equals(theirs)
        ? Optional.empty()
        : Optional.of("is \"" + own + "\"; the owner's \"" + theirs + "\" was expected");
  }

  private Optional<String> tooDifferent(Rule.NumberDifference rule) {
    long theirs = ((OfNumber) counted(rule, owner)).millionths();
    long own = ((OfNumber) counted(rule, newcomer)).millionths();
    return Math.abs(own - theirs) <= rule.maxDifference()
        ? Optional.empty()
        : Optional.of(
            "is "
                + Millionths.text(own)
                + "; at most "
                + Millionths.text(rule.maxDifference())
                + " from the owner's "
                + Millionths.text(theirs)
                + " was expected");
  }

  private Optional<String> tooFewShared(Rule.Intersection rule) {
    var shared = new LinkedHashSet<>(((OfList) counted(rule, owner)).values());
    all.forEach(member -> shared.retainAll(((OfList) counted(rule, member)).values()));
    return shared.size() >= rule.overlap()
        ? Optional.empty()
        : Optional.of(
            "leaves "
                + Plural.of(shared.size(), "value", "values")
                + " that the whole group shares; at least "
                + Plural.of(rule.overlap(), "was expected", "were expected"));
  }

  private Optional<String> noCommonBeacon(Rule.Latencies rule) {
    var latencies =
        all.stream().map(member -> ((OfLatencies) counted(rule, member)).millionths()).toList();
    boolean nobodyKnowsAny = latencies.stream().allMatch(Map::isEmpty);
    boolean someQualify =
        latencies.get(0).keySet().stream().anyMatch(beacon -> qualifies(rule, beacon, latencies));
    return nobodyKnowsAny || someQualify
        ? Optional.empty()
        : Optional.of(
            "leaves no beacon that the whole group can use: at most "
                + Millionths.text(rule.maxLatency())
                + " ms for each player and "
                + Millionths.text(rule.difference())
                + " ms apart were expected");
  }

  private static boolean qualifies(
      Rule.Latencies rule, String beacon, List<Map<String, Long>> latencies) {
    if (!latencies.stream().allMatch(known -> known.containsKey(beacon))) {
      return false;
    }
    var range = latencies.stream().mapToLong(known -> known.get(beacon)).summaryStatistics();
    return range.getMax() <= rule.maxLatency()
        && range.getMax() - range.getMin() <= rule.difference();
  }

  private static AttributeValue counted(Rule rule, Map<String, AttributeValue> attributes) {
    return CountedValue.of(rule, attributes).orElseThrow();
  }
}
