package dev.muster.cli.edgegap;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sizes stand in line 3, expansions in line 4. Written with ' for ". */
class TeamSizesTest {
  private static final String INITIAL = "profiles.p.rules.initial.n.attributes.";
  private static final String LATER = "profiles.p.rules.expansions.";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'team_count':1,'min_team_size':5,'max_team_size':2 | | 3:16: error: INITIAL.min_team_size:"
            + " is 5, above max_team_size 2",
        "'team_count':1,'min_team_size':4 | | 2:31: error: INITIAL.max_team_size: is missing, a rule"
            + " of type player_count needs it",
        "'team_count':1,'min_team_size':999999 | | 2:31: error: INITIAL.max_team_size: is missing, a"
            + " rule of type player_count needs it",
        "'team_count':1,'min_team_size':257,'max_team_size':999999 | | 3:16: error:"
            + " INITIAL.min_team_size: is 257, more than the 256 players that a match can have; only"
            + " 999999 means that there are backfills alone",
        "'team_count':1,'min_team_size':999999,'max_team_size':300 | | 3:39: error:"
            + " INITIAL.max_team_size: is 300, more than the 256 players that a match can have; only"
            + " 999999 means that there are backfills alone",
        "'team_count':1,'min_team_size':4,'max_team_size':999999 | | 3:34: error:"
            + " INITIAL.max_team_size: is 999999, which only goes with a min_team_size of 999999",
        "'team_count':300,'min_team_size':999999,'max_team_size':4 | | 3:1: error:"
            + " INITIAL.team_count: is 300, more than the 256 players that a match can have",
        "'team_count':2,'min_team_size':999999,'max_team_size':200 | | 3:39: error:"
            + " INITIAL.max_team_size: makes 2 teams of at most 200, more than 256 players in a"
            + " match",
        "'team_count':2,'team_size':200 | | 3:16: error: INITIAL.team_size: makes 2 teams of at most"
            + " 200, more than 256 players in a match",
        "'team_count':1,'min_team_size':2,'max_team_size':4 | '9':{'n':{'max_team_size':1}} | 4:11:"
            + " error: LATER.9.n.max_team_size: is 1 from 9s on, below min_team_size 2",
        "'team_count':1,'min_team_size':2,'max_team_size':4 | '9':{'n':{'min_team_size':5}} | 4:11:"
            + " error: LATER.9.n.min_team_size: is 5 from 9s on, above max_team_size 4",
        "'team_count':1,'min_team_size':2,'max_team_size':4 | '9':{'n':{'team_count':128}} | 4:11:"
            + " error: LATER.9.n.team_count: makes 128 teams of at most 4 from 9s on, more than 256"
            + " players in a match",
        "'team_count':1,'min_team_size':2,'max_team_size':4 | '9':{'n':{'min_team_size':999999}} |"
            + " 4:11: error: LATER.9.n.min_team_size: is 999999 from 9s on, which means: no new"
            + " matches, only backfills; backfillOnly holds for a whole profile, so make two"
            + " profiles of it",
        "'team_count':1,'min_team_size':999999,'max_team_size':4 | '9':{'n':{'min_team_size':1}} |"
            + " 4:11: error: LATER.9.n.min_team_size: is 1 from 9s on, and 999999 before, which"
            + " means: no new matches, only backfills; backfillOnly holds for a whole profile, so"
            + " make two profiles of it",
        "'team_count':1,'min_team_size':2,'max_team_size':4 |"
            + " '9':{'n':{'max_team_size':'x','min_team_size':5}} | 4:11: error:"
            + " LATER.9.n.max_team_size: is \"x\", a whole number of at least 1 was expected",
      })
  void thatCannotBeAreToldAtTheirKey(String sizes, String later, String expected) {
    assertThat(told(sizes, later))
        .filteredOn(line -> line.contains(": error: "))
        .containsExactly(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'min_team_size':2,'max_team_size':4,'team_size':3 | 3:52: error: INITIAL.team_size: says"
            + " what min_team_size in line 3 says; keep one of both",
        "'max_team_size':4,'team_size':3 | 3:34: error: INITIAL.team_size: says what max_team_size"
            + " in line 3 says; keep one of both",
        "'team_size':3,'max_team_size':4 | 3:30: error: INITIAL.max_team_size: says what team_size"
            + " in line 3 says; keep one of both",
        "'min_team_size':1,'minTeamSize':2,'max_team_size':4 | 3:34: error: INITIAL.minTeamSize:"
            + " says what min_team_size in line 3 says; keep one of both",
      })
  void thatAreSaidTwiceAreAnError(String sizes, String expected) {
    assertThat(told("'team_count':1," + sizes, ""))
        .contains(expected)
        .noneMatch(line -> line.contains(": note: "));
  }

  @Test
  void of999999BecomeBackfillsOnlyAndWhatTheMostBecomesIsTold() {
    // Given
    var text =
        Told.sizes(
                "'team_count':1,'min_team_size':999999,'max_team_size':999999",
                "'9':{'n':{'team_count':2}},'12':{'n':{'max_team_size':8}}")
            .replace('\'', '"');
    // When
    var spec = Told.profile(text, Told.DEFAULTS).json().get("spec");
    // Then
    assertThat(spec.path("backfillOnly").booleanValue()).isTrue();
    assertThat(spec.path("rules").path("n"))
        .hasToString(
            "{\"type\":\"playerCount\",\"teamCount\":1,\"minTeamSize\":1,\"maxTeamSize\":256}");
    assertThat(spec.path("expansions").findValues("n"))
        .hasToString("[{\"teamCount\":2,\"maxTeamSize\":128}, {\"maxTeamSize\":8}]");
    assertThat(Told.of(text))
        .containsExactly(
            "3:16: note: "
                + INITIAL
                + "min_team_size: is 999999, which means: no new matches, only backfills; this"
                + " became backfillOnly: true",
            "3:39: note: "
                + INITIAL
                + "max_team_size: is more than a team can have; it became maxTeamSize: 256",
            "3:39: note: "
                + INITIAL
                + "max_team_size: is more than a team can have; it became maxTeamSize: 128 from 9s"
                + " on");
  }

  private static List<String> told(String sizes, String later) {
    var text = Told.sizes(sizes, later).replace('\'', '"');
    return Told.of(text).stream()
        .map(line -> line.replace(INITIAL, "INITIAL.").replace(LATER, "LATER."))
        .toList();
  }
}
