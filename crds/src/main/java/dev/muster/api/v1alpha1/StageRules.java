package dev.muster.api.v1alpha1;

/**
 * CEL on {@link MatchmakerProfileSpec}: team sizes that only clash once expansions are laid over
 * the rules.
 *
 * <p>An expansion changes what it names, and that stays until a later one changes it again. So two
 * values meet when neither was overwritten before the other came. Each text below is true while no
 * pair of values that meet is bad. With the rule {@code n}, {@code e} and {@code o} are expansions
 * that set one value each, and {@code p} is a third one that may have come between.
 */
final class StageRules {
  private static final String EACH_COUNT =
      "!has(self.expansions) || self.rules.all(n, self.rules[n].type != 'playerCount' ||"
          + " !has(self.rules[n].teamCount) || !has(self.rules[n].minTeamSize) ||"
          + " !has(self.rules[n].maxTeamSize) || self.expansions.all(e, !(n in e.rules) || (";

  private static final String BY_THEN = "duration(p.after) <= duration(e.after)";

  private static final String E_OUTLIVES_O =
      "duration(o.after) < duration(p.after) && duration(p.after) <= duration(e.after)";

  private static final String O_OUTLIVES_E =
      "duration(e.after) < duration(p.after) && duration(p.after) <= duration(o.after)";

  private static final String MIN_OF_E_AND_FIRST_MAX =
      "(!has(e.rules[n].minTeamSize) || e.rules[n].minTeamSize <= self.rules[n].maxTeamSize ||"
          + " self.expansions.exists(p, n in p.rules && has(p.rules[n].maxTeamSize) && "
          + BY_THEN
          + "))";

  private static final String MAX_OF_E_AND_FIRST_MIN =
      "(!has(e.rules[n].maxTeamSize) || self.rules[n].minTeamSize <= e.rules[n].maxTeamSize ||"
          + " self.expansions.exists(p, n in p.rules && has(p.rules[n].minTeamSize) && "
          + BY_THEN
          + "))";

  private static final String MIN_OF_E_AND_MAX_OF_O =
      "(!has(e.rules[n].minTeamSize) || self.expansions.all(o, !(n in o.rules) ||"
          + " !has(o.rules[n].maxTeamSize) || e.rules[n].minTeamSize <= o.rules[n].maxTeamSize ||"
          + " self.expansions.exists(p, n in p.rules && ((has(p.rules[n].maxTeamSize) && "
          + E_OUTLIVES_O
          + ") || (has(p.rules[n].minTeamSize) && "
          + O_OUTLIVES_E
          + ")))))";

  private static final String TEAMS_OF_E_AND_FIRST_MAX =
      "(!has(e.rules[n].teamCount) || e.rules[n].teamCount * self.rules[n].maxTeamSize <= 256 ||"
          + " self.expansions.exists(p, n in p.rules && has(p.rules[n].maxTeamSize) && "
          + BY_THEN
          + "))";

  private static final String MAX_OF_E_AND_FIRST_TEAMS =
      "(!has(e.rules[n].maxTeamSize) || self.rules[n].teamCount * e.rules[n].maxTeamSize <= 256 ||"
          + " self.expansions.exists(p, n in p.rules && has(p.rules[n].teamCount) && "
          + BY_THEN
          + "))";

  private static final String TEAMS_OF_E_AND_MAX_OF_O =
      "(!has(e.rules[n].teamCount) || self.expansions.all(o, !(n in o.rules) ||"
          + " !has(o.rules[n].maxTeamSize) || e.rules[n].teamCount * o.rules[n].maxTeamSize <= 256"
          + " || self.expansions.exists(p, n in p.rules && ((has(p.rules[n].maxTeamSize) && "
          + E_OUTLIVES_O
          + ") || (has(p.rules[n].teamCount) && "
          + O_OUTLIVES_E
          + ")))))";

  /** At no time is minTeamSize above maxTeamSize. */
  static final String SIZES_FIT =
      EACH_COUNT
          + MIN_OF_E_AND_FIRST_MAX
          + " && "
          + MAX_OF_E_AND_FIRST_MIN
          + " && "
          + MIN_OF_E_AND_MAX_OF_O
          + ")))";

  /** What is said when {@link #SIZES_FIT} is false. */
  static final String SIZES_FIT_MESSAGE =
      "after an expansion minTeamSize would be above maxTeamSize: an expansion changes only what it"
          + " names, so set both, or change the other one too";

  /** At no time has a match more than 256 players. */
  static final String PLAYERS_FIT =
      EACH_COUNT
          + TEAMS_OF_E_AND_FIRST_MAX
          + " && "
          + MAX_OF_E_AND_FIRST_TEAMS
          + " && "
          + TEAMS_OF_E_AND_MAX_OF_O
          + ")))";

  /** What is said when {@link #PLAYERS_FIT} is false. */
  static final String PLAYERS_FIT_MESSAGE =
      "after an expansion teamCount times maxTeamSize would be more than 256 players: an expansion"
          + " changes only what it names, so lower both, or one of them further";

  private StageRules() {}
}
