package dev.muster.cli.edgegap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.api.v1alpha1.Api;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResourceNamesTest {
  @ParameterizedTest
  @CsvSource({
    "ranked-5v5, ranked-5v5",
    "Ranked_5v5, ranked-5v5",
    "1v1, queue-1v1",
    "___, queue",
    "a__b--c_, a-b--c",
    "abcdefghijklmnopqrstuvwxyz0123456789abc_d, abcdefghijklmnopqrstuvwxyz0123456789abc",
    "日本, queue",
  })
  void resembleTheQueues(String queue, String name) {
    assertThat(new ResourceNames(List.of(queue)).nameFor(queue))
        .isEqualTo(name)
        .matches(Api.NAME_PATTERN);
  }

  @Test
  void areNeverAlike() {
    // Given
    var longName = "a".repeat(50);
    var queues = List.of("a_b", "a-b", "A.b", longName, longName + "c");
    // When
    var names = new ResourceNames(queues);
    var given = queues.stream().map(names::nameFor).toList();
    // Then
    assertThat(given)
        .as("a queue whose name is valid keeps it, wherever it stands")
        .containsExactly("a-b-2", "a-b", "a-b-3", "a".repeat(40), "a".repeat(38) + "-2")
        .allMatch(name -> name.matches(Api.NAME_PATTERN));
  }
}
