package dev.muster.cli.edgegap;

import dev.muster.engine.profile.RuleType;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** From the rules of one profile to those of a MatchmakerProfile. One use each. */
final class RulesImport {
  private static final Pattern SECONDS = Pattern.compile("0{0,6}[1-9][0-9]{0,5}");

  private final Value initial;
  private final Value later;
  private final Findings findings;
  private final Set<String> mistyped = new LinkedHashSet<>();
  private boolean toldTeamSize;

  /** The rules by name, as {@code spec.rules} has them. */
  final Map<String, Rule> rules = new LinkedHashMap<>();

  /** What changes, by the second from which on it does. */
  final TreeMap<Integer, Expansion> expansions = new TreeMap<>();

  /** A rule of {@code rules.initial}. */
  record Rule(Value origin, RuleType type, AttributesImport attributes) {}

  /**
   * An expansion.
   *
   * @param rules what it overwrites, by the rule's name
   */
  record Expansion(Value origin, Map<String, AttributesImport> rules) {}

  RulesImport(Value profileRules, Findings findings) {
    this.findings = findings;
    this.initial = profileRules.field("initial");
    this.later = profileRules.field("expansions");
    if (profileRules.isPresent() && !profileRules.json().isObject()) {
      findings.error(
          profileRules, "is " + profileRules.was() + ", initial and expansions were expected");
    } else if (initial.json().isObject()) {
      initial.fields().forEach(this::rule);
      countTypes();
    } else {
      findings.error(initial, "is " + initial.was() + ", rules by name were expected");
    }
    if (later.json().isObject()) {
      later.fields().forEach(this::expansion);
    } else if (later.isPresent()) {
      findings.error(later, "is " + later.was() + ", rules by seconds were expected");
    }
    for (var unknown : profileRules.fields()) {
      if (!unknown.name().equals("initial") && !unknown.name().equals("expansions")) {
        findings.note(unknown, "is unknown and left out");
      }
    }
  }

  private void rule(Value rule) {
    var type = rule.field("type");
    var known = RuleType.of(Spelling.camelCase(type.json().asText("")));
    if (!rule.json().isObject()) {
      findings.error(rule, "is " + rule.was() + ", a type and attributes were expected");
    } else if (known.isEmpty()) {
      findings.error(type, "is " + type.was() + ", one of " + types() + " was expected");
    }
    if (known.isEmpty()) {
      mistyped.add(rule.name());
      return;
    }
    var given = rule.field("attributes");
    var attributes = attributes(known.get(), fieldsOf(given));
    if (given.json().isObject() || !given.isPresent()) {
      attributes.requireAll(given);
    }
    findings.addAll(attributes.findings());
    rules.put(rule.name(), new Rule(rule, known.get(), attributes));
    for (var unknown : rule.fields()) {
      if (!unknown.name().equals("type") && !unknown.name().equals("attributes")) {
        findings.note(unknown, "is unknown and left out");
      }
    }
  }

  private void countTypes() {
    if (playerCount().isEmpty() && mistyped.isEmpty()) {
      findings.error(initial, "needs a rule of type player_count, exactly one");
    }
    for (var type : List.of(RuleType.PLAYER_COUNT, RuleType.LATENCIES)) {
      var alike = rules.values().stream().filter(rule -> rule.type() == type).toList();
      alike.stream()
          .skip(1)
          .forEach(
              rule ->
                  findings.error(
                      rule.origin(),
                      "is of type "
                          + Spelling.of(type)
                          + ", as "
                          + alike.get(0).origin().name()
                          + " is; one rule of that type was expected"));
    }
  }

  private void expansion(Value expansion) {
    if (!SECONDS.matcher(expansion.name()).matches()) {
      findings.error(expansion, "is no time; whole seconds from 1 to 999999 were expected");
      return;
    }
    if (!expansion.json().isObject()) {
      findings.error(expansion, "is " + expansion.was() + ", rules by name were expected");
    }
    var changed = new LinkedHashMap<String, AttributesImport>();
    var seconds = Integer.valueOf(expansion.name());
    if (expansions.putIfAbsent(seconds, new Expansion(expansion, changed)) != null) {
      findings.error(expansion, "is the same time as another expansion's");
    }
    for (var rule : expansion.fields()) {
      var known = rules.get(rule.name());
      if (known != null) {
        var attributes = attributes(known.type(), overwritten(rule));
        findings.addAll(attributes.findings());
        changed.put(rule.name(), attributes);
      } else if (initial.json().isObject() && !mistyped.contains(rule.name())) {
        findings.error(rule, "names no rule of rules.initial; known are " + rules.keySet());
      }
    }
  }

  /** Attributes stand in the rule; some have them in {@code attributes}, as at first. */
  private Stream<Value> overwritten(Value rule) {
    if (!rule.isPresent()) {
      findings.error(rule, "is " + rule.was() + ", attributes by name were expected");
    }
    return fieldsOf(rule)
        .flatMap(field -> field.name().equals("attributes") ? fieldsOf(field) : Stream.of(field));
  }

  private Stream<Value> fieldsOf(Value attributes) {
    if (attributes.isPresent() && !attributes.json().isObject()) {
      findings.error(attributes, "is " + attributes.was() + ", attributes by name were expected");
    }
    return attributes.fields().stream();
  }

  private AttributesImport attributes(RuleType type, Stream<Value> written) {
    var attributes = new AttributesImport(type, written.toList());
    var teamSize = attributes.teamSize();
    if (!toldTeamSize && teamSize.isPresent() && !attributes.findings().hasErrors()) {
      findings.note(
          teamSize.get(),
          "belongs to versions before 3.0.0; it became minTeamSize and maxTeamSize, both the same. A"
              + " range from the start can replace expansions of it");
      toldTeamSize = true;
    }
    return attributes;
  }

  /** The rule that counts players; empty when there is none, which is told. */
  Optional<Rule> playerCount() {
    return rules.values().stream().filter(rule -> rule.type() == RuleType.PLAYER_COUNT).findFirst();
  }

  /** Whether nothing is wrong with a rule, at first and in the expansions. */
  boolean isSound(String rule) {
    return Stream.concat(
            Stream.of(rules.get(rule).attributes()),
            expansions.values().stream().map(expansion -> expansion.rules().get(rule)))
        .filter(Objects::nonNull)
        .noneMatch(attributes -> attributes.findings().hasErrors());
  }

  /** What became a field of the spec, by the field's path. */
  Map<String, Value> origins() {
    var origins = new LinkedHashMap<String, Value>();
    origins.put("spec.rules", initial);
    rules.forEach((name, rule) -> origins.put("spec.rules." + name, rule.origin()));
    origins.put("spec.expansions", later);
    int index = 0;
    for (var expansion : expansions.values()) {
      origins.put("spec.expansions[" + index + "]", expansion.origin());
      index++;
    }
    return origins;
  }

  private static String types() {
    return Arrays.stream(RuleType.values()).map(Spelling::of).collect(Collectors.joining(", "));
  }
}
