package dev.muster.api.json;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.api.v1alpha1.MatchmakerProfile;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TolerantJsonTest {
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "a text for a number        | {\"gameServer\":{\"maxRetries\":\"abc\"}}",
        "a number too large         | {\"gameServer\":{\"maxRetries\":99999999999999999999}}",
        "an object for a text       | {\"queue\":{\"a\":[1]}}",
        "a text for a list          | {\"expansions\":\"none\"}",
        "a list for an object       | {\"gameServer\":[{\"ports\":1}]}",
        "a text for an object       | {\"gameServer\":\"mine\"}",
        "an unknown enum value      | {\"gameServer\":{\"exposure\":\"Magic\"}}",
        "a text for a map           | {\"rules\":\"any\"}",
        "a number for a map's value | {\"rules\":{\"a\":5}}",
        "a text for a boolean       | {\"backfillOnly\":\"perhaps\"}",
        "a list for the spec        | []",
        "a text for the spec        | \"x\"",
        "a field nobody knows       | {\"colour\":{\"of\":[1]},\"queue\":\"a\"}",
      })
  void aValueOfTheWrongTypeReadsAsAbsentAndTheRestIsThere(String what, String spec) {
    // Given
    var json =
        "{\"apiVersion\":\"muster.dev/v1alpha1\",\"kind\":\"MatchmakerProfile\",\"metadata\":{\"name\":\"a\"},"
            + "\"spec\":"
            + spec
            + ",\"status\":{\"revision\":\"a-1\"}}";
    // When
    var profile = TolerantJson.serialization().unmarshal(json, MatchmakerProfile.class);
    // Then
    assertThat(profile.getMetadata().getName()).isEqualTo("a");
    assertThat(profile.getStatus().revision()).isEqualTo("a-1");
  }
}
