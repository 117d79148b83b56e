package dev.muster.runtime.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.api.v1alpha1.AssignmentStatus;
import dev.muster.api.v1alpha1.AssignmentStatus.PortStatus;
import dev.muster.api.v1alpha1.MatchStatus.Phase;
import dev.muster.runtime.loop.MatchFailure;
import dev.muster.runtime.ticket.Assignment;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class MatchProgressTest {
  @Test
  void isStartingWhileNothingIsSaid() {
    assertThat(MatchProgress.of(Samples.match("m1"))).isEqualTo(new MatchProgress.Starting());
  }

  @ParameterizedTest
  @EnumSource(
      value = Phase.class,
      names = {"Pending", "Starting"})
  void isStartingBeforeItIsAssigned(Phase phase) {
    assertThat(MatchProgress.of(Samples.match("m1", phase, null)))
        .isEqualTo(new MatchProgress.Starting());
  }

  @Test
  void saysWherePlayersConnect() {
    assertThat(MatchProgress.of(Samples.match("m1", Phase.Assigned, null)))
        .isEqualTo(
            new MatchProgress.Assigned(
                new Assignment(
                    "node1.example",
                    "203.0.113.5",
                    Map.of(
                        "gameport", new Assignment.Port(7777, 7004, "node1.example:7004", "UDP")),
                    new Assignment.Location("Chicago", "USA", "", "Illinois", ""))));
  }

  @ParameterizedTest
  @CsvSource({
    "StartFailed, true",
    "Unschedulable, true",
    "BackfillTaken, false",
    "BackfillGone, false",
  })
  void countsFailuresOfServersButNotThoseOfBackfills(String reason, boolean counted) {
    assertThat(MatchProgress.of(Samples.match("m1", Phase.Failed, reason)))
        .isEqualTo(
            new MatchProgress.Failed(
                new MatchFailure(reason, "4 attempts failed: exit code 1", counted), false));
  }

  @Test
  void knowsAFailureThatWasDealtWith() {
    // Given
    var match = Samples.match("m1", Phase.Failed, "StartFailed");
    match.getMetadata().setAnnotations(Map.of("muster.dev/released", "true"));

    // When
    var progress = (MatchProgress.Failed) MatchProgress.of(match);

    // Then
    assertThat(progress.released()).isTrue();
  }

  @Test
  void givesNoAddressBeforeItIsComplete() {
    var noAddress = new AssignmentStatus("node1.example", null, Map.of(), null);
    var noExternal =
        new AssignmentStatus(
            null, "203.0.113.5", Map.of("gameport", new PortStatus(7777, null, null, "UDP")), null);

    assertThat(AssignmentMapping.of(null)).isEmpty();
    assertThat(AssignmentMapping.of(noAddress)).isEmpty();
    assertThat(AssignmentMapping.of(noExternal)).isEmpty();
  }

  @Test
  void usesTheAddressWhereThereIsNoHostName() {
    var status =
        new AssignmentStatus(
            null, "203.0.113.5", Map.of("gameport", new PortStatus(7777, 7004, null, "UDP")), null);

    assertThat(AssignmentMapping.of(status))
        .isEqualTo(
            Optional.of(
                new Assignment(
                    "203.0.113.5",
                    "203.0.113.5",
                    Map.of("gameport", new Assignment.Port(7777, 7004, "203.0.113.5:7004", "UDP")),
                    Assignment.Location.UNKNOWN)));
  }
}
