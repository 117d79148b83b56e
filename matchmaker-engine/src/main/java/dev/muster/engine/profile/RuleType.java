package dev.muster.engine.profile;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The kinds of rule, by the names that profiles use. */
public enum RuleType {
  /** How many teams, and how many players in each. Required, exactly once; no ticket attribute. */
  PLAYER_COUNT("playerCount", "teamCount", "minTeamSize", "maxTeamSize"),
  /** One beacon that is near enough, and about equally near, for every player. At most once. */
  LATENCIES("latencies", "difference", "maxLatency"),
  /** Numbers that lie close together. */
  NUMBER_DIFFERENCE("numberDifference", "maxDifference"),
  /** Texts that are equal, case-sensitively. */
  STRING_EQUALITY("stringEquality"),
  /** Lists of texts that have enough in common, case-sensitively. */
  INTERSECTION("intersection", "overlap");

  private final String text;
  private final List<String> attributes;

  RuleType(String text, String... attributes) {
    this.text = text;
    this.attributes = List.of(attributes);
  }

  /** The name in a profile, for example {@code numberDifference}. */
  public String text() {
    return text;
  }

  /** The attributes that a rule of this kind has, all of them required. */
  public List<String> attributes() {
    return attributes;
  }

  /** The kind with that name in a profile, if there is one. */
  public static Optional<RuleType> of(String text) {
    return Arrays.stream(values()).filter(type -> type.text.equals(text)).findFirst();
  }
}
