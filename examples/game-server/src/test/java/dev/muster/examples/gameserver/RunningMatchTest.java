package dev.muster.examples.gameserver;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunningMatchTest {
  private static final InetSocketAddress HOME =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 1001);
  private static final InetSocketAddress TRAIN =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 1002);

  private final RecordedLog recorded = new RecordedLog();
  private final RunningMatch match =
      new RunningMatch(
          Matches.roster(Matches.twoTeams()), Duration.ofSeconds(60), recorded.log(), 0);

  @Test
  void welcomesAPlayerWithTeamAndCount() {
    // Given
    match.hear(HOME, "JOIN " + Matches.ALICE, 0);

    // When
    var answer = match.hear(TRAIN, "JOIN " + Matches.CAROL + "\n", 1);

    // Then
    assertThat(answer).isEqualTo("WELCOME blue 2/3");
    assertThat(recorded.lines())
        .containsExactly(
            "player 2 joined from 127.0.0.1:1001, now 1/3",
            "player 1 joined from 127.0.0.1:1002, now 2/3");
  }

  @ParameterizedTest
  @ValueSource(strings = {"JOIN " + Matches.STRANGER, "JOIN", "JOIN a b", "LEAVE", "LEAVE x"})
  void turnsAwayWhoIsNotInTheRoster(String message) {
    // Given
    var stranger = HOME;

    // When
    var answer = match.hear(stranger, message, 0);

    // Then
    assertThat(answer).isEqualTo("DENIED unknown ticket");
    assertThat(match.addresses()).isEmpty();
    assertThat(recorded.lines())
        .containsExactly(
            message.replaceAll(" .*", "") + " refused to 127.0.0.1:1001: unknown ticket");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "join x", "JOINX", "PINGPONG", "\0", "GET / HTTP/1.1"})
  void saysWhatItExpectsInsteadOfAnUnknownWord(String message) {
    // Given
    var anyone = HOME;

    // When
    var answer = match.hear(anyone, message, 0);

    // Then
    assertThat(answer)
        .isEqualTo("ERROR expected JOIN <ticket id>, LEAVE <ticket id>, PING, WHO or END");
  }

  @Test
  void movesAPlayerWhoComesBackFromAnotherAddress() {
    // Given
    match.hear(HOME, "JOIN " + Matches.ALICE, 0);

    // When
    var answer = match.hear(TRAIN, "JOIN " + Matches.ALICE, 1);

    // Then
    assertThat(answer).isEqualTo("WELCOME red 1/3");
    assertThat(match.addresses()).containsExactly(TRAIN);
    assertThat(match.hear(HOME, "END", 2)).isEqualTo("DENIED join first");
    assertThat(recorded.lines())
        .contains("player 2 is back from 127.0.0.1:1002, before 127.0.0.1:1001");
  }

  @Test
  void aRepeatedJoinIsAnsweredAgainAndNotLogged() {
    // Given
    var first = match.hear(HOME, "JOIN " + Matches.ALICE, 0);

    // When
    var second = match.hear(HOME, "JOIN " + Matches.ALICE, 1);

    // Then
    assertThat(second).isEqualTo(first);
    assertThat(recorded.lines()).hasSize(1);
  }

  @Test
  void tellsPlayersWhoIsConnectedButStrangersOnlyHowMany() {
    // Given
    match.hear(HOME, "JOIN " + Matches.ALICE, 0);
    match.hear(HOME, "JOIN " + Matches.CAROL, 0);

    // When
    var toPlayer = match.hear(HOME, "WHO", 1);
    var toStranger = match.hear(TRAIN, "WHO", 1);

    // Then
    assertThat(toPlayer).isEqualTo("PLAYERS 2/3 1 2");
    assertThat(toStranger).isEqualTo("PLAYERS 2/3");
  }

  @Test
  void saysByeAlsoToARepeatedLeave() {
    // Given
    match.hear(HOME, "JOIN " + Matches.ALICE, 0);
    match.hear(HOME, "LEAVE " + Matches.ALICE, 1);

    // When
    var answer = match.hear(HOME, "LEAVE " + Matches.ALICE, 2);

    // Then
    assertThat(answer).isEqualTo("BYE");
    assertThat(recorded.lines())
        .containsExactly(
            "player 2 joined from 127.0.0.1:1001, now 1/3",
            "player 2 left, now 0/3",
            "nobody is connected; the match ends in 60 s");
  }

  @Test
  void onlyAPlayerEndsIt() {
    // Given
    match.hear(HOME, "JOIN " + Matches.ALICE, 0);

    // When
    var toStranger = match.hear(TRAIN, "END", 1);
    var endedByStranger = match.ended();
    var toPlayer = match.hear(HOME, "END", 2);

    // Then
    assertThat(toStranger).isEqualTo("DENIED join first");
    assertThat(endedByStranger).isEmpty();
    assertThat(toPlayer).isEqualTo("ENDED");
    assertThat(match.ended()).contains("a player at 127.0.0.1:1001 ended it");
  }

  @Test
  void endsWhenNobodyEverCame() {
    // Given
    match.advance(59_999);
    var before = match.ended();

    // When
    match.advance(60_000);

    // Then
    assertThat(before).isEmpty();
    assertThat(match.ended()).contains("nobody was connected for 60 s");
  }

  @Test
  void endsAMinuteAfterTheLastPlayerWasDropped() {
    // Given
    match.hear(HOME, "JOIN " + Matches.ALICE, 50_000);
    match.hear(HOME, "PING", 60_000);
    var dropDue = match.nextDueMillis(0);
    match.advance(dropDue);
    var endDue = match.nextDueMillis(0);

    // When
    match.advance(endDue - 1);
    var before = match.ended();
    match.advance(endDue);

    // Then
    assertThat(dropDue).isEqualTo(75_000);
    assertThat(endDue).isEqualTo(135_000);
    assertThat(before).isEmpty();
    assertThat(match.ended()).contains("nobody was connected for 60 s");
    assertThat(recorded.lines()).contains("player 2 dropped: silent for 15 s");
  }

  @Test
  void strangersCannotFillTheLog() {
    // Given
    for (int i = 0; i < 1_000; i++) {
      match.hear(HOME, "JOIN nobody", 0);
    }
    int linesOfTheFlood = recorded.lines().size();

    // When
    match.hear(HOME, "JOIN nobody", 1_000);

    // Then
    assertThat(linesOfTheFlood).isEqualTo(20);
    assertThat(recorded.lines().get(20)).endsWith("unknown ticket (and 980 before)");
  }
}
