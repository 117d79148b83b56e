package dev.muster.examples.gameserver;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RosterTextTest {

  @Test
  void tellsTeamsGroupsPlayersAndWhatTheyAgreedOn() {
    // Given
    var roster = Matches.roster(Matches.twoTeams());

    // When
    var lines = RosterText.lines(roster);

    // Then
    assertThat(lines)
        .containsExactly(
            "match duel_30-2026-11-20T15:04:05.1234567Z",
            "queue duel, stage 30, location Chicago, players 3",
            "agreed on selected_game_mode=\"quickplay\", selected_map=[\"Airport\"]",
            "team red",
            "  group pair",
            "    player 2, ticket cusfn10msflc73beiik0: elo_rating=1500, beacons={\"Chicago\":12.3}",
            "    player 3, ticket cusfn18msflc73beiil0: elo_rating=1520, beacons={\"Chicago\":12.3}",
            "team blue",
            "  group solo",
            "    player 1, ticket cusfn1gmsflc73beiim0: elo_rating=1510, beacons={\"Chicago\":12.3}");
  }

  @Test
  void saysUnknownForWhatTheEnvironmentDoesNotTell() {
    // Given
    var environment = Matches.twoTeams();
    environment.remove("MM_MATCH_ID");
    environment.remove("MM_MATCH_PROFILE");
    environment.put("ARBITRIUM_DEPLOYMENT_LOCATION", "{\"city\":\"\"}");

    // When
    var lines = RosterText.lines(Matches.roster(environment));

    // Then
    assertThat(lines)
        .startsWith("match unknown", "queue unknown, stage 30, location unknown, players 3");
  }

  @Test
  void shortensLongAttributesAndCountsTheRest() {
    // Given
    var environment = Matches.twoTeams();
    var many = new StringBuilder("{\"long\":\"" + "x".repeat(500) + "\"");
    for (int i = 1; i <= 8; i++) {
      many.append(",\"a").append(i).append("\":").append(i);
    }
    environment.put("MM_TICKET_" + Matches.CAROL, "{\"attributes\":" + many + "}}");

    // When
    var lines = RosterText.lines(Matches.roster(environment));

    // Then
    assertThat(lines.get(lines.size() - 1))
        .endsWith("xxx..., a1=1, a2=2, a3=3, a4=4, a5=5 and 3 more")
        .hasSizeLessThan(200);
  }
}
