package dev.muster.engine.profile;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Checks rules and expansions and lays them out as stages. One use each. */
final class StageBuilder {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.-]{1,63}");

  private final TreeMap<String, RuleDefinition> definitions;
  private final List<Expansion> expansions;
  private final List<Problem> problems = new ArrayList<>();

  StageBuilder(Map<String, RuleDefinition> definitions, List<Expansion> expansions) {
    this.definitions = new TreeMap<>(definitions);
    this.expansions = List.copyOf(expansions);
  }

  List<Stage> build() {
    countTypes();
    definitions.forEach(this::checkDefinition);
    checkExpansions();
    stopOnProblems();
    var stages = layOut();
    stopOnProblems();
    return stages;
  }

  private void stopOnProblems() {
    if (!problems.isEmpty()) {
      throw new InvalidProfile(problems);
    }
  }

  private void countTypes() {
    if (definitions.size() > Profile.MOST_RULES) {
      report("rules", "has " + definitions.size() + " rules, at most " + Profile.MOST_RULES);
    }
    var counts = namesOf(RuleType.PLAYER_COUNT);
    if (counts.size() != 1) {
      report(
          "rules",
          counts.isEmpty()
              ? "needs a rule of type playerCount, exactly one"
              : "has "
                  + counts.size()
                  + " rules of type playerCount "
                  + counts
                  + ", exactly one is expected");
    }
    var latencies = namesOf(RuleType.LATENCIES);
    if (latencies.size() > 1) {
      report(
          "rules",
          "has "
              + latencies.size()
              + " rules of type latencies "
              + latencies
              + ", at most one is expected");
    }
  }

  private List<String> namesOf(RuleType type) {
    return definitions.entrySet().stream()
        .filter(entry -> entry.getValue().type() == type)
        .map(Map.Entry::getKey)
        .toList();
  }

  private void checkDefinition(String name, RuleDefinition definition) {
    var path = "rules." + name;
    if (!NAME.matcher(name).matches()) {
      report(path, "is no name for a rule: 1 to 63 letters, digits, '_', '-' and '.' are expected");
    }
    var written = definition.attributes().written();
    for (var attribute : definition.type().attributes()) {
      if (!written.containsKey(attribute)) {
        report(path + "." + attribute, "is required by type " + definition.type().text());
      }
    }
    checkAttributes(path, definition.type(), definition.attributes());
    definition.fallback().ifPresent(value -> checkFallback(path, definition.type(), value));
  }

  private void checkExpansions() {
    if (expansions.size() > Profile.MOST_EXPANSIONS) {
      report(
          "expansions",
          "has " + expansions.size() + " expansions, at most " + Profile.MOST_EXPANSIONS);
    }
    var ages = new HashSet<Long>();
    for (int i = 0; i < expansions.size(); i++) {
      var path = "expansions[" + i + "]";
      var expansion = expansions.get(i);
      if (expansion.afterMillis() < 1_000 || expansion.afterMillis() % 1_000 != 0) {
        report(path + ".after", "must be whole seconds, at least 1s");
      } else if (!ages.add(expansion.afterMillis())) {
        report(
            path + ".after",
            "is "
                + expansion.afterMillis() / 1_000
                + "s, as another expansion's; each needs its own time");
      }
      new TreeMap<>(expansion.rules())
          .forEach((name, attributes) -> checkExpanded(path + ".rules." + name, name, attributes));
    }
  }

  private void checkExpanded(String path, String name, RuleAttributes attributes) {
    var definition = definitions.get(name);
    if (definition == null) {
      report(path, "names no rule of this profile; known are " + definitions.keySet());
      return;
    }
    checkAttributes(path, definition.type(), attributes);
  }

  private void checkAttributes(String path, RuleType type, RuleAttributes attributes) {
    attributes
        .written()
        .forEach(
            (attribute, value) -> {
              if (!type.attributes().contains(attribute)) {
                report(
                    path + "." + attribute,
                    "is not an attribute of type " + type.text() + known(type));
              } else {
                checkRange(path + "." + attribute, value);
              }
            });
  }

  private static String known(RuleType type) {
    return type.attributes().isEmpty()
        ? ", which has none"
        : ", which has " + type.attributes().stream().collect(Collectors.joining(", "));
  }

  private void checkRange(String path, Number value) {
    if (value instanceof Integer count) {
      if (count < 1) {
        report(path, "is " + count + ", at least 1 is expected");
      }
    } else if (value instanceof BigDecimal number) {
      if (number.signum() < 0 || !Millionths.accepts(number)) {
        report(path, "is " + number + ", a number from 0 to 100000000 is expected");
      }
    }
  }

  private void checkFallback(String path, RuleType type, Fallback fallback) {
    var expected = fallbackProblem(type, fallback);
    if (expected != null) {
      report(path + ".default", expected);
    }
  }

  private static String fallbackProblem(RuleType type, Fallback fallback) {
    return switch (type) {
      case PLAYER_COUNT -> "is not for type playerCount, which looks at no attribute";
      case NUMBER_DIFFERENCE ->
          fallback instanceof Fallback.OfNumber number && Millionths.accepts(number.value())
              ? null
              : "must be a number from -100000000 to 100000000";
      case STRING_EQUALITY -> fallback instanceof Fallback.OfText ? null : "must be a string";
      case INTERSECTION ->
          fallback instanceof Fallback.OfList list && !list.values().isEmpty()
              ? null
              : "must be a list of at least one string";
      case LATENCIES ->
          fallback instanceof Fallback.OfLatencies map
                  && map.millis().values().stream()
                      .allMatch(ms -> ms.signum() >= 0 && Millionths.accepts(ms))
              ? null
              : "must be a map from a beacon's city to milliseconds, each at least 0";
    };
  }

  private List<Stage> layOut() {
    Map<String, RuleAttributes> standing = new HashMap<>();
    definitions.forEach((name, definition) -> standing.put(name, definition.attributes()));
    var stages = new ArrayList<Stage>();
    stages.add(stage(0, "rules", standing));
    var byAge =
        expansions.stream().sorted(Comparator.comparingLong(Expansion::afterMillis)).toList();
    for (var expansion : byAge) {
      expansion
          .rules()
          .forEach(
              (name, attributes) ->
                  standing.merge(name, attributes, RuleAttributes::overwrittenBy));
      stages.add(
          stage(
              expansion.afterMillis(),
              "expansions[" + expansions.indexOf(expansion) + "].rules",
              standing));
    }
    return stages;
  }

  private Stage stage(long afterMillis, String path, Map<String, RuleAttributes> standing) {
    Rule.PlayerCount playerCount = null;
    Optional<Rule.Latencies> latencies = Optional.empty();
    var numbers = new ArrayList<Rule.NumberDifference>();
    var equalities = new ArrayList<Rule.StringEquality>();
    var intersections = new ArrayList<Rule.Intersection>();
    for (var entry : definitions.entrySet()) {
      var name = entry.getKey();
      var definition = entry.getValue();
      var now = standing.get(name);
      switch (definition.type()) {
        case PLAYER_COUNT -> playerCount = playerCount(name, afterMillis, path, now);
        case LATENCIES -> latencies = Optional.of(latencies(name, definition, now));
        case NUMBER_DIFFERENCE -> numbers.add(number(name, definition, now));
        case STRING_EQUALITY -> equalities.add(equality(name, definition));
        case INTERSECTION -> intersections.add(intersection(name, definition, now));
      }
    }
    return new Stage(
        afterMillis, new Rules(playerCount, latencies, numbers, equalities, intersections));
  }

  private Rule.PlayerCount playerCount(
      String name, long afterMillis, String path, RuleAttributes now) {
    var rule = new Rule.PlayerCount(name, now.teamCount(), now.minTeamSize(), now.maxTeamSize());
    var when = afterMillis == 0 ? "" : " from " + afterMillis / 1_000 + "s on";
    if (rule.minTeamSize() > rule.maxTeamSize()) {
      report(
          path + "." + name + ".minTeamSize",
          "is " + rule.minTeamSize() + ", above maxTeamSize " + rule.maxTeamSize() + when);
    }
    if ((long) rule.teamCount() * rule.maxTeamSize() > Profile.MOST_PLAYERS) {
      report(
          path + "." + name + ".maxTeamSize",
          "is "
              + rule.maxTeamSize()
              + " in "
              + rule.teamCount()
              + " teams"
              + when
              + ", more than "
              + Profile.MOST_PLAYERS
              + " players in a match");
    }
    return rule;
  }

  private static Rule.Latencies latencies(
      String name, RuleDefinition definition, RuleAttributes now) {
    return new Rule.Latencies(
        name,
        Millionths.of(now.difference()),
        Millionths.of(now.maxLatency()),
        definition
            .fallback()
            .map(
                value -> {
                  var millis = new TreeMap<String, Long>();
                  ((Fallback.OfLatencies) value)
                      .millis()
                      .forEach((beacon, ms) -> millis.put(beacon, Millionths.of(ms)));
                  return millis;
                }));
  }

  private static Rule.NumberDifference number(
      String name, RuleDefinition definition, RuleAttributes now) {
    return new Rule.NumberDifference(
        name,
        Millionths.of(now.maxDifference()),
        definition.fallback().map(value -> Millionths.of(((Fallback.OfNumber) value).value())));
  }

  private static Rule.StringEquality equality(String name, RuleDefinition definition) {
    return new Rule.StringEquality(
        name, definition.fallback().map(value -> ((Fallback.OfText) value).value()));
  }

  private static Rule.Intersection intersection(
      String name, RuleDefinition definition, RuleAttributes now) {
    return new Rule.Intersection(
        name,
        now.overlap(),
        definition.fallback().map(value -> ((Fallback.OfList) value).values()));
  }

  private void report(String field, String message) {
    problems.add(new Problem(field, message));
  }
}
