package dev.muster.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What players send that cannot be: an answer that says so, and a service that goes on. */
@ExtendWith(SharedMuster.class)
class BadInputIT {
  private static final String RULES =
      "{size: {type: playerCount, teamCount: 1, minTeamSize: 1, maxTeamSize: 1},"
          + " beacons: {type: latencies, difference: 50, maxLatency: 100}}";

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "broken JSON         | 400 | line           | {\"profile\": ",
        "no object           | 400 | object         | [1]",
        "no profile          | 400 | profile        | {\"attributes\": {}}",
        "an unknown queue    | 400 | nobody-has-it  | {\"profile\": \"nobody-has-it\", \"attributes\": {}}",
        "a wrong type        | 400 | beacons        | {\"profile\": \"door\", \"attributes\": {\"beacons\": \"near\"}}",
        "a number as text    | 400 | beacons        | {\"profile\": \"door\", \"attributes\": {\"beacons\": {\"A\": \"5\"}}}",
        "a missing attribute | 400 | beacons        | {\"profile\": \"door\", \"attributes\": {}}",
        "an unknown one      | 400 | colour         | {\"profile\": \"door\", \"attributes\": {\"beacons\": {\"A\": 5}, \"colour\": \"red\"}}",
        "impossible latency  | 400 | beacons        | {\"profile\": \"door\", \"attributes\": {\"beacons\": {\"A\": 500}}}",
        "a negative latency  | 400 | beacons        | {\"profile\": \"door\", \"attributes\": {\"beacons\": {\"A\": -5}}}",
        "a name as address   | 400 | player_ip      | {\"profile\": \"door\", \"player_ip\": \"home\", \"attributes\": {\"beacons\": {\"A\": 5}}}",
      })
  void isRefusedWithAMessageThatNamesTheField(
      String what, int status, String named, String body, MusterProcess muster) {
    // Given
    serve(muster);
    // When
    var answer = GameClient.of(muster).send("POST", "/tickets", body);
    // Then
    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.body().path("message").textValue()).contains(named);
    assertThat(answer.body()).hasSize(1);
  }

  @Test
  void tooMuchIsRefusedAndTheServiceGoesOn(MusterProcess muster) {
    // Given
    serve(muster);
    var players = GameClient.of(muster);
    // When
    var tooLarge =
        players.send("POST", "/tickets", "{\"profile\": \"" + "x".repeat(70_000) + "\"}");
    var stranger = new GameClient(muster.http(), "Bearer " + muster.token());
    var refused = stranger.send("GET", "/tickets/abc", null);
    // Then
    assertThat(tooLarge.status()).isEqualTo(413);
    assertThat(tooLarge.body().path("message").textValue()).contains("65536");
    assertThat(refused.status()).isEqualTo(401);
    assertThat(players.send("GET", "/tickets/abc", null).status()).isEqualTo(404);
    players.group("door", "{\"beacons\": {\"A\": 5}}", true).await("HOST_ASSIGNED");
  }

  private static void serve(MusterProcess muster) {
    new Profiles(muster.client()).serve(Profiles.printing("door", RULES, ""));
  }
}
