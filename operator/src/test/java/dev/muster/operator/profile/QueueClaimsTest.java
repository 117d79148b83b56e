package dev.muster.operator.profile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.operator.profile.QueueClaims.Claim;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QueueClaimsTest {
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          another queue                         | q | q |      | 10 | p |   | false
          the other is older                    | q | q |      | 10 | q |   | true
          the other is newer                    | q | q |      | 30 | q |   | false
          the other is as old, and first by name| q | q |      | 20 | q |   | true
          the other serves it, though newer     | q | q |      | 30 | q | q | true
          it serves it, though newer            | q | q | q    | 10 | q |   | false
          the older one's spec is refused       | q | q |      | 10 |   |   | false
          the older one has left it             | q | q |      | 10 | p | p | false
          the older one cannot leave it yet     | q | q |      | 10 | p | q | true
          neither asks for one, none is served  | q |   |      | 10 |   |   | false
          """)
  void aQueueBelongsToOneProfile(
      String story,
      String queue,
      String asks,
      String serves,
      int othersSecond,
      String otherAsks,
      String otherServes,
      boolean taken) {
    // Given
    var claim =
        new Claim("ranked", time(20), Optional.ofNullable(asks), Optional.ofNullable(serves));
    var other =
        new Claim(
            "arcade",
            time(othersSecond),
            Optional.ofNullable(otherAsks),
            Optional.ofNullable(otherServes));
    // Then
    assertThat(QueueClaims.takenBy(claim, List.of(other)))
        .as(story)
        .isEqualTo(taken ? Optional.of("arcade") : Optional.empty());
  }

  private static String time(int second) {
    return "2026-11-20T15:04:" + second + "Z";
  }
}
