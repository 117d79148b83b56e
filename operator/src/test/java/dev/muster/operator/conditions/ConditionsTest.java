package dev.muster.operator.conditions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.operator.testing.Fixtures;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConditionsTest {
  private static final Finding READY = Finding.yes(Finding.READY, "Serving", "It serves");

  @Test
  void theTransitionTimeMovesOnlyWhenTheAnswerDoes() {
    // Given
    var before = Conditions.of(null, Fixtures.profile(), Fixtures.NOW, List.of(READY));
    var later = Fixtures.NOW.plusSeconds(60);
    // When
    var same =
        Conditions.of(
            before,
            Fixtures.profile(),
            later,
            List.of(Finding.yes(Finding.READY, "Other", "Another message")));
    var other =
        Conditions.of(
            before, Fixtures.profile(), later, List.of(Finding.no(Finding.READY, "Down", "Gone")));
    // Then
    assertThat(same.get(0).getLastTransitionTime()).isEqualTo("2026-11-20T15:04:06Z");
    assertThat(same.get(0).getMessage()).isEqualTo("Another message");
    assertThat(other.get(0).getLastTransitionTime()).isEqualTo("2026-11-20T15:05:06Z");
  }

  @Test
  void theListHasTheOrderOfTheFindingsAndTheGeneration() {
    // When
    var conditions =
        Conditions.of(
            null,
            Fixtures.profile(),
            Fixtures.NOW,
            List.of(Finding.unknown(Finding.ACCEPTED, "Asking", ""), READY));
    // Then
    assertThat(conditions).extracting(Condition::getType).containsExactly("Accepted", "Ready");
    assertThat(conditions.get(0).getObservedGeneration()).isEqualTo(3);
    assertThat(conditions.get(0).getStatus()).isEqualTo("Unknown");
  }
}
