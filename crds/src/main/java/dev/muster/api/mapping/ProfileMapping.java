package dev.muster.api.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import dev.muster.api.v1alpha1.ExpandedRuleSpec;
import dev.muster.api.v1alpha1.ExpansionSpec;
import dev.muster.api.v1alpha1.MatchmakerProfileSpec;
import dev.muster.api.v1alpha1.RuleSpec;
import dev.muster.engine.profile.Expansion;
import dev.muster.engine.profile.Fallback;
import dev.muster.engine.profile.InvalidProfile;
import dev.muster.engine.profile.Periods;
import dev.muster.engine.profile.Problem;
import dev.muster.engine.profile.Profile;
import dev.muster.engine.profile.RuleAttributes;
import dev.muster.engine.profile.RuleDefinition;
import dev.muster.engine.profile.RuleType;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** From a MatchmakerProfile to the engine's {@link Profile}. One use each. */
public final class ProfileMapping {
  private final List<Problem> problems = new ArrayList<>();

  private ProfileMapping() {}

  /**
   * What clients call a profile's queue.
   *
   * @param resourceName the resource's metadata.name, which is the default
   */
  public static String queue(String resourceName, MatchmakerProfileSpec spec) {
    return spec.queue() != null ? spec.queue() : resourceName;
  }

  /**
   * Checks a spec as the engine would and gives the engine's form of it.
   *
   * @param resourceName the resource's metadata.name
   * @throws InvalidProfile with everything that is wrong, by field under {@code spec}
   */
  public static Profile profile(String resourceName, MatchmakerProfileSpec spec) {
    return new ProfileMapping().map(resourceName, spec);
  }

  /** The attributes that only a holder of a token of game servers may say, by name. */
  public static Set<String> serverAttributes(MatchmakerProfileSpec spec) {
    return spec.rules().entrySet().stream()
        .filter(rule -> rule.getValue() != null)
        .filter(rule -> rule.getValue().source() == RuleSpec.Source.Server)
        .map(Map.Entry::getKey)
        .collect(Collectors.toUnmodifiableSet());
  }

  /**
   * What the engine accepts of a spec though it may not be what was meant, by field under {@code
   * spec}.
   *
   * @param spec one that {@link #profile} accepts
   */
  public static List<Problem> warnings(MatchmakerProfileSpec spec) {
    var mapping = new ProfileMapping();
    return StricterExpansions.warnings(
            mapping.definitions(spec), mapping.expansions(spec.expansions()))
        .stream()
        .map(warning -> warning.under("spec"))
        .toList();
  }

  private Profile map(String resourceName, MatchmakerProfileSpec spec) {
    if (spec == null || spec.rules() == null) {
      throw new InvalidProfile(List.of(new Problem("spec.rules", "is required")));
    }
    var periods =
        new Periods(
            millis("ticketExpirationPeriod", spec.ticketExpirationPeriod(), "5m"),
            millis("ticketRemovalPeriod", spec.ticketRemovalPeriod(), "1m"),
            millis("groupInactivityRemovalPeriod", spec.groupInactivityRemovalPeriod(), "5m"));
    var rules = definitions(spec);
    var expansions = expansions(spec.expansions());
    stopOnProblems();
    try {
      return Profile.of(
          queue(resourceName, spec),
          periods,
          Boolean.TRUE.equals(spec.backfillOnly()),
          rules,
          expansions);
    } catch (InvalidProfile e) {
      problems.addAll(e.problems());
      stopOnProblems();
      throw e;
    }
  }

  private void stopOnProblems() {
    if (!problems.isEmpty()) {
      throw new InvalidProfile(problems.stream().map(problem -> problem.under("spec")).toList());
    }
  }

  private long millis(String field, String text, String byDefault) {
    var duration = Durations.parse(text == null ? byDefault : text);
    if (duration.isEmpty()) {
      problems.add(
          new Problem(
              field,
              "is '" + text + "', a duration of at least 1ms was expected, such as 30s or 5m"));
    }
    return duration.map(java.time.Duration::toMillis).orElse(1L);
  }

  private Map<String, RuleDefinition> definitions(MatchmakerProfileSpec spec) {
    var rules = new LinkedHashMap<String, RuleDefinition>();
    spec.rules().forEach((name, rule) -> definition(name, rule).ifPresent(d -> rules.put(name, d)));
    return rules;
  }

  private Optional<RuleDefinition> definition(String name, RuleSpec rule) {
    if (rule == null || rule.type() == null) {
      problems.add(new Problem("rules." + name + ".type", "is required"));
      return Optional.empty();
    }
    var type = RuleType.of(rule.type().name()).orElseThrow();
    var attributes =
        new RuleAttributes(
            rule.teamCount(),
            rule.minTeamSize(),
            rule.maxTeamSize(),
            rule.difference(),
            rule.maxLatency(),
            rule.maxDifference(),
            rule.overlap());
    return Optional.of(new RuleDefinition(type, attributes, fallback(name, rule.fallback())));
  }

  private Optional<Fallback> fallback(String name, JsonNode value) {
    if (value == null || value.isNull() || value.isMissingNode()) {
      return Optional.empty();
    }
    var fallback = fallback(value);
    if (fallback.isEmpty()) {
      problems.add(
          new Problem(
              "rules." + name + ".default",
              "must be a number, a string, a list of strings, or a map from cities to"
                  + " milliseconds"));
    }
    return fallback;
  }

  private static Optional<Fallback> fallback(JsonNode value) {
    if (value.isNumber()) {
      return Optional.of(new Fallback.OfNumber(value.decimalValue()));
    }
    if (value.isTextual()) {
      return Optional.of(new Fallback.OfText(value.textValue()));
    }
    var values = new ArrayList<JsonNode>();
    value.forEach(values::add);
    if (value.isArray() && values.stream().allMatch(JsonNode::isTextual)) {
      return Optional.of(
          new Fallback.OfList(values.stream().map(JsonNode::textValue).distinct().toList()));
    }
    if (value.isObject() && values.stream().allMatch(JsonNode::isNumber)) {
      var millis = new TreeMap<String, BigDecimal>();
      value.properties().forEach(e -> millis.put(e.getKey(), e.getValue().decimalValue()));
      return Optional.of(new Fallback.OfLatencies(millis));
    }
    return Optional.empty();
  }

  private List<Expansion> expansions(List<ExpansionSpec> specs) {
    var expansions = new ArrayList<Expansion>();
    for (int i = 0; specs != null && i < specs.size(); i++) {
      var path = "expansions[" + i + "]";
      var spec = specs.get(i);
      var after = Durations.parse(spec.after());
      if (after.isEmpty()) {
        problems.add(
            new Problem(
                path + ".after",
                "is '" + spec.after() + "', a time such as 30s or 2m was expected"));
      }
      var rules = new TreeMap<String, RuleAttributes>();
      if (spec.rules() != null) {
        spec.rules().forEach((name, rule) -> rules.put(name, attributes(rule)));
      }
      expansions.add(
          new Expansion(after.map(java.time.Duration::toMillis).orElse(1_000L), Map.copyOf(rules)));
    }
    return expansions;
  }

  private static RuleAttributes attributes(ExpandedRuleSpec rule) {
    if (rule == null) {
      return RuleAttributes.NONE;
    }
    return new RuleAttributes(
        rule.teamCount(),
        rule.minTeamSize(),
        rule.maxTeamSize(),
        rule.difference(),
        rule.maxLatency(),
        rule.maxDifference(),
        rule.overlap());
  }
}
