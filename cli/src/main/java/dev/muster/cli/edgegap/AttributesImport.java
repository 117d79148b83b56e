package dev.muster.cli.edgegap;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.muster.cli.validate.LikelyNames;
import dev.muster.engine.profile.Profile;
import dev.muster.engine.profile.RuleType;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * From the attributes of one rule, at first or in an expansion, to those of a spec. One use each.
 */
final class AttributesImport {
  /** The {@code min_team_size} of a profile that only fills running matches. */
  static final int BACKFILLS_ONLY = 999_999;

  private static final String TEAM_SIZE = "team_size";
  private static final int MOST_OVERLAP = 64;

  private final RuleType type;
  private final Findings findings = new Findings();
  private final Set<String> meant = new HashSet<>();

  /** The attributes by their names in a spec. */
  final ObjectNode json = JsonNodeFactory.instance.objectNode();

  /** Where each stands in the file, by its name in a spec; also where its value is wrong. */
  final Map<String, Value> origins = new LinkedHashMap<>();

  AttributesImport(RuleType type, List<Value> attributes) {
    this.type = type;
    var unknown = new ArrayList<Value>();
    for (var attribute : attributes) {
      var names = namesInSpec(attribute);
      if (attribute.name().equals("type")) {
        sameType(attribute);
      } else if (names.isEmpty()) {
        unknown.add(attribute);
      } else {
        known(attribute, names);
      }
    }
    unknown.forEach(this::unknown);
  }

  /** Before version 3.0.0 a team had one size. */
  private List<String> namesInSpec(Value attribute) {
    if (type == RuleType.PLAYER_COUNT && attribute.name().equals(TEAM_SIZE)) {
      return List.of("minTeamSize", "maxTeamSize");
    }
    var name = Spelling.camelCase(attribute.name());
    return type.attributes().contains(name) ? List.of(name) : List.of();
  }

  private void sameType(Value written) {
    if (!Spelling.camelCase(written.json().asText()).equals(type.text())) {
      findings.error(
          written,
          "is " + written.was() + ", but the rule is of type " + Spelling.of(type) + " throughout");
    }
  }

  private void known(Value attribute, List<String> names) {
    for (var name : names) {
      var earlier = origins.get(name);
      if (earlier != null) {
        findings.error(
            attribute,
            "says what "
                + earlier.name()
                + " in line "
                + earlier.place().line()
                + " says; keep one of both");
        return;
      }
    }
    var value = value(attribute, names.get(0));
    for (var name : names) {
      origins.put(name, attribute);
      value.ifPresent(number -> json.put(name, number));
    }
  }

  private Optional<BigDecimal> value(Value attribute, String name) {
    return switch (type) {
      case PLAYER_COUNT ->
          count(attribute).filter(count -> fits(attribute, name, count)).map(BigDecimal::valueOf);
      case INTERSECTION ->
          count(attribute).filter(count -> isOverlap(attribute, count)).map(BigDecimal::valueOf);
      case LATENCIES, NUMBER_DIFFERENCE, STRING_EQUALITY -> Numbers.number(attribute, findings);
    };
  }

  private Optional<Integer> count(Value attribute) {
    return Numbers.count(attribute, 1, findings);
  }

  private boolean fits(Value attribute, String name, int players) {
    boolean isTeamCount = name.equals("teamCount");
    if (players <= Profile.MOST_PLAYERS || (players == BACKFILLS_ONLY && !isTeamCount)) {
      return true;
    }
    findings.error(
        attribute,
        "is "
            + attribute.was()
            + ", more than the "
            + Profile.MOST_PLAYERS
            + " players that a match can have"
            + (isTeamCount
                ? ""
                : "; only " + BACKFILLS_ONLY + " means that there are backfills alone"));
    return false;
  }

  private boolean isOverlap(Value attribute, int count) {
    if (count > MOST_OVERLAP) {
      findings.error(
          attribute,
          "is "
              + attribute.was()
              + ", at most "
              + MOST_OVERLAP
              + " values in common were expected");
    }
    return count <= MOST_OVERLAP;
  }

  /** An attribute that nobody knows is left out, but not one that was meant to be another. */
  private void unknown(Value attribute) {
    var missing = type.attributes().stream().filter(name -> !origins.containsKey(name));
    var candidate = LikelyNames.meant(missing.map(Spelling::snakeCase), attribute.name());
    var what = "is no attribute of a rule of type " + Spelling.of(type);
    if (candidate.isPresent()) {
      findings.error(attribute, what + "; did you mean " + candidate.get() + "?");
      meant.add(Spelling.camelCase(candidate.get()));
    } else {
      findings.note(attribute, what + " and is left out");
    }
  }

  /**
   * Tells the attributes that the type has and the file has not.
   *
   * @param around where they should stand
   */
  void requireAll(Value around) {
    for (var name : type.attributes()) {
      if (!origins.containsKey(name) && !meant.contains(name)) {
        findings.error(
            around.field(Spelling.snakeCase(name)),
            "is missing, a rule of type " + Spelling.of(type) + " needs it");
      }
    }
  }

  /** The {@code team_size} of versions before 3.0.0, when it stands here. */
  Optional<Value> teamSize() {
    return origins.values().stream().filter(origin -> origin.name().equals(TEAM_SIZE)).findFirst();
  }

  /** What there is to say about them. */
  Findings findings() {
    return findings;
  }
}
