package dev.muster.runtime.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.api.json.TolerantJson;
import dev.muster.api.v1alpha1.Match;
import dev.muster.api.v1alpha1.MatchStatus;
import dev.muster.runtime.server.HeldMatch;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HeldIndexTest {
  private final HeldIndex held = new HeldIndex();

  private static Match match(String phase, String reason) {
    var match = Samples.match("duel-1");
    var ready =
        Map.of("type", "Ready", "status", "False", "reason", reason, "message", "Waits for room");
    match.setStatus(
        TolerantJson.serialization()
            .convertValue(Map.of("phase", phase, "conditions", List.of(ready)), MatchStatus.class));
    return match;
  }

  @ParameterizedTest
  @CsvSource({
    "Pending, MaxRunningMatches, true",
    "Pending, MaxStartsPerSecond, true",
    "Pending, Pending, false",
    "Starting, Starting, false",
    "Failed, MaxRunningMatches, false",
  })
  void aMatchIsHeldWhileItSaysSo(String phase, String reason, boolean expected) {
    // When
    held.seen(match(phase, reason));
    // Then
    assertThat(held.find("duel-1").isPresent()).isEqualTo(expected);
    assertThat(held.all()).hasSize(expected ? 1 : 0);
  }

  @Test
  void isForgottenWhenItStartsOrGoes() {
    // Given
    held.seen(match("Pending", "MaxRunningMatches"));
    assertThat(held.find("duel-1"))
        .contains(new HeldMatch("Ranked_5v5", "MaxRunningMatches", "Waits for room"));
    // When
    held.seen(match("Pending", "Pending"));
    // Then
    assertThat(held.all()).isEmpty();
    // When
    held.seen(match("Pending", "MaxRunningMatches"));
    held.gone(match("Pending", "MaxRunningMatches"));
    // Then
    assertThat(held.all()).isEmpty();
  }

  @Test
  void aMatchWithoutAStatusIsNotHeld() {
    // When
    held.seen(Samples.match("duel-1"));
    // Then
    assertThat(held.all()).isEmpty();
  }
}
