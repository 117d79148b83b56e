package dev.muster.examples.gameserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RosterTest {

  @Test
  void holdsTeamsGroupsAndPlayersOfTheEnvironment() {
    // Given
    var environment = Matches.twoTeams();

    // When
    var roster = Matches.roster(environment);

    // Then
    assertThat(roster.matchId()).isEqualTo("duel_30-2026-11-20T15:04:05.1234567Z");
    assertThat(roster.profile()).isEqualTo("duel");
    assertThat(roster.expansion()).isEqualTo("30");
    assertThat(roster.location()).isEqualTo("Chicago");
    assertThat(roster.size()).isEqualTo(3);
    assertThat(roster.teams().get("red").get("pair"))
        .extracting(Player::ticketId)
        .containsExactly(Matches.ALICE, Matches.BOB);
    assertThat(roster.teams().get("blue").get("solo"))
        .extracting(Player::ticketId)
        .containsExactly(Matches.CAROL);
  }

  @Test
  void numbersPlayersInTheOrderOfTheTicketIds() {
    // Given
    var roster = Matches.roster(Matches.twoTeams());

    // When
    var carol = roster.player(Matches.CAROL).orElseThrow();

    // Then
    assertThat(carol.number()).isEqualTo(1);
    assertThat(roster.player(Matches.BOB).orElseThrow().number()).isEqualTo(3);
  }

  @Test
  void doesNotKnowATicketOfAnotherMatch() {
    // Given
    var roster = Matches.roster(Matches.twoTeams());

    // When
    var player = roster.player(Matches.STRANGER);

    // Then
    assertThat(player).isEmpty();
  }

  @Test
  void readsTheStageUnderItsOtherName() {
    // Given
    var environment = Matches.twoTeams();
    environment.remove("MM_EXPANSION");
    environment.put("MM_EXPANSION_STAGE", "60");

    // When
    var roster = Matches.roster(environment);

    // Then
    assertThat(roster.expansion()).isEqualTo("60");
  }

  @Test
  void isEmptyWithoutAMatch() {
    // Given
    var environment = Map.<String, String>of();

    // When
    var roster = Matches.roster(environment);

    // Then
    assertThat(roster.size()).isZero();
    assertThat(RosterText.lines(roster))
        .isEqualTo(List.of("the environment holds no match, so nobody can join"));
  }

  @ParameterizedTest(name = "{0}={1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "MM_TICKET_IDS | {} | MM_TICKET_IDS: expected a JSON array of strings",
        "MM_TICKET_IDS | [1] | MM_TICKET_IDS: expected a JSON array of strings",
        "MM_TICKET_IDS | [] | MM_TICKET_IDS: lacks ticket cusfn10msflc73beiik0 of MM_GROUPS",
        "MM_GROUPS | {\"pair\": | MM_GROUPS: expected a JSON object",
        "MM_GROUPS | {\"pair\":[]} | MM_GROUPS: has no group solo, which MM_TEAMS names",
        "MM_GROUPS | {\"pair\":\"x\"} | MM_GROUPS: expected a JSON object whose values are string arrays",
        "MM_TEAMS | {} | MM_TEAMS: ticket cusfn10msflc73beiik0 of MM_TICKET_IDS is in no team",
        "MM_TEAMS | {\"a\":[\"pair\",\"solo\",\"pair\"]} | MM_GROUPS: has ticket cusfn10msflc73beiik0 twice",
        "MM_TICKET_cusfn10msflc73beiik0 | '' | MM_TICKET_cusfn10msflc73beiik0: is missing",
        "MM_TICKET_cusfn10msflc73beiik0 | [] | MM_TICKET_cusfn10msflc73beiik0: expected a JSON object",
        "MM_EQUALITY | {} {} | MM_EQUALITY: expected a JSON object",
      })
  void saysWhichVariableIsWrong(String name, String value, String problem) {
    // Given
    var environment = Matches.twoTeams();
    environment.put(name, value);

    // When
    // Then
    assertThatThrownBy(() -> Matches.roster(environment))
        .isInstanceOf(InvalidEnvironment.class)
        .hasMessageContaining(problem);
  }
}
