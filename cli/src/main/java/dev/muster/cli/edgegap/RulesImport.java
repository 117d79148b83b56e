package dev.muster.cli.edgegap;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.muster.engine.profile.RuleType;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** From the rules of one profile to those of a MatchmakerProfile. One use each. */
final class RulesImport {
  private static final Pattern SECONDS = Pattern.compile("0{0,6}[1-9][0-9]{0,5}");
  private static final BigDecimal GREATEST = BigDecimal.valueOf(100_000_000);

  private final Findings findings;
  private final Map<String, RuleType> types = new LinkedHashMap<>();
  private boolean toldTeamSize;

  /** The rules by name, as {@code spec.rules} has them. */
  final Map<String, ObjectNode> rules = new LinkedHashMap<>();

  /** What changes by rule, by the second from which on it does. */
  final TreeMap<Integer, Map<String, ObjectNode>> expansions = new TreeMap<>();

  RulesImport(Value profileRules, Findings findings) {
    this.findings = findings;
    var initial = profileRules.field("initial");
    if (initial.json().isObject()) {
      initial.fields().forEach(this::rule);
    } else {
      findings.error(initial, "is " + was(initial) + ", rules by name were expected");
    }
    var later = profileRules.field("expansions");
    if (later.json().isObject()) {
      later.fields().forEach(this::expansion);
    } else if (later.isPresent()) {
      findings.error(later, "is " + was(later) + ", rules by seconds were expected");
    }
    for (var unknown : profileRules.fields()) {
      if (!unknown.name().equals("initial") && !unknown.name().equals("expansions")) {
        findings.note(unknown, "is unknown and left out");
      }
    }
  }

  private void rule(Value rule) {
    var type = rule.field("type");
    var known = RuleType.of(camelCase(type.json().asText("")));
    if (known.isEmpty()) {
      findings.error(type, "is " + was(type) + ", one of " + types() + " was expected");
      return;
    }
    types.put(rule.name(), known.get());
    var converted = JsonNodeFactory.instance.objectNode().put("type", known.get().text());
    attributes(rule.field("attributes"), known.get(), converted);
    rules.put(rule.name(), converted);
    for (var unknown : rule.fields()) {
      if (!unknown.name().equals("type") && !unknown.name().equals("attributes")) {
        findings.note(unknown, "is unknown and left out");
      }
    }
  }

  private void expansion(Value expansion) {
    if (!SECONDS.matcher(expansion.name()).matches()) {
      findings.error(expansion, "is no time; whole seconds from 1 to 999999 were expected");
      return;
    }
    if (!expansion.json().isObject()) {
      findings.error(expansion, "is " + was(expansion) + ", rules by name were expected");
    }
    var changed = new LinkedHashMap<String, ObjectNode>();
    if (expansions.putIfAbsent(Integer.valueOf(expansion.name()), changed) != null) {
      findings.error(expansion, "is the same time as another expansion's");
    }
    for (var rule : expansion.fields()) {
      var type = types.get(rule.name());
      if (type == null) {
        findings.error(rule, "names no rule of rules.initial; known are " + rules.keySet());
      } else {
        var attributes = rule.field("attributes");
        var converted = JsonNodeFactory.instance.objectNode();
        attributes(attributes.isPresent() ? attributes : rule, type, converted);
        changed.put(rule.name(), converted);
      }
    }
  }

  private void attributes(Value attributes, RuleType type, ObjectNode converted) {
    if (attributes.isPresent() && !attributes.json().isObject()) {
      findings.error(attributes, "is " + was(attributes) + ", attributes by name were expected");
    }
    for (var attribute : attributes.fields()) {
      var name = camelCase(attribute.name());
      if (type == RuleType.PLAYER_COUNT && name.equals("teamSize")) {
        teamSize(attribute, converted);
      } else if (type.attributes().contains(name)) {
        number(attribute, isCount(name)).ifPresent(value -> converted.put(name, value));
      } else if (!attribute.name().equals("type")) {
        findings.note(
            attribute, "is no attribute of a rule of type " + type.text() + " and is left out");
      }
    }
  }

  /** Before version 3.0.0 a team had one size. */
  private void teamSize(Value teamSize, ObjectNode converted) {
    number(teamSize, true)
        .ifPresent(size -> converted.put("minTeamSize", size).put("maxTeamSize", size));
    if (!toldTeamSize) {
      findings.note(
          teamSize,
          "belongs to versions before 3.0.0; it became minTeamSize and maxTeamSize, both the same. A"
              + " range from the start can replace expansions of it");
      toldTeamSize = true;
    }
  }

  private Optional<BigDecimal> number(Value value, boolean count) {
    var json = value.json();
    var least = count ? BigDecimal.ONE : BigDecimal.ZERO;
    if (!json.isNumber()
        || (count && json.decimalValue().stripTrailingZeros().scale() > 0)
        || json.decimalValue().compareTo(least) < 0) {
      findings.error(
          value,
          "is "
              + was(value)
              + (count ? ", a whole number of at least 1" : ", a number of at least 0")
              + " was expected");
      return Optional.empty();
    }
    if (json.decimalValue().compareTo(GREATEST) <= 0) {
      return Optional.of(count ? json.decimalValue().setScale(0) : json.decimalValue());
    }
    if (!count) {
      findings.note(value, "became 100000000, the greatest that there is");
    }
    return Optional.of(GREATEST);
  }

  private static boolean isCount(String attribute) {
    return RuleType.PLAYER_COUNT.attributes().contains(attribute)
        || RuleType.INTERSECTION.attributes().contains(attribute);
  }

  /** The name of the rule that counts players; empty when there is none, which others tell. */
  Optional<String> playerCount() {
    return types.entrySet().stream()
        .filter(entry -> entry.getValue() == RuleType.PLAYER_COUNT)
        .map(Map.Entry::getKey)
        .findFirst();
  }

  static String was(Value value) {
    return value.isPresent() ? value.text() : "missing";
  }

  private static String types() {
    return Arrays.stream(RuleType.values())
        .map(type -> type.name().toLowerCase(Locale.ROOT))
        .collect(Collectors.joining(", "));
  }

  private static String camelCase(String snakeCase) {
    return Pattern.compile("_([a-z])")
        .matcher(snakeCase)
        .replaceAll(found -> found.group(1).toUpperCase(Locale.ROOT));
  }
}
