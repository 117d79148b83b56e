package dev.muster.e2e.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StrictJsonTest {
  record Read(
      String text, int number, boolean isReady, @OrNull String maybe, Map<String, Inner> by) {}

  record Inner(String link) {}

  @Test
  void readsWhatIsThereAndIgnoresTheRest() {
    // When
    var read =
        StrictJson.read(
            """
            {"text": "a", "number": 1, "is_ready": true, "maybe": null, "by": {"x": {"link": "l"}},
             "more": [1]}""",
            Read.class);
    // Then
    assertThat(read).isEqualTo(new Read("a", 1, true, null, Map.of("x", new Inner("l"))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"number\": 1, \"is_ready\": true, \"maybe\": null, \"by\": {}}",
        "{\"text\": null, \"number\": 1, \"is_ready\": true, \"maybe\": null, \"by\": {}}",
        "{\"text\": 5, \"number\": 1, \"is_ready\": true, \"maybe\": null, \"by\": {}}",
        "{\"text\": \"a\", \"number\": \"1\", \"is_ready\": true, \"maybe\": null, \"by\": {}}",
        "{\"text\": \"a\", \"number\": 1.5, \"is_ready\": true, \"maybe\": null, \"by\": {}}",
        "{\"text\": \"a\", \"number\": null, \"is_ready\": true, \"maybe\": null, \"by\": {}}",
        "{\"text\": \"a\", \"number\": 1, \"is_ready\": null, \"maybe\": null, \"by\": {}}",
        "{\"text\": \"a\", \"number\": 1, \"is_ready\": \"true\", \"maybe\": null, \"by\": {}}",
        "{\"text\": \"a\", \"number\": 1, \"is_ready\": true, \"by\": {}}",
        "{\"text\": \"a\", \"number\": 1, \"is_ready\": true, \"maybe\": 5, \"by\": {}}",
        "{\"text\": \"a\", \"number\": 1, \"is_ready\": true, \"maybe\": null, \"by\": {\"x\": null}}",
        "{\"text\": \"a\", \"number\": 1, \"is_ready\": true, \"maybe\": null, \"by\": {\"x\": {}}}",
        "{\"text\": \"a\", \"text\": \"b\", \"number\": 1, \"is_ready\": true, \"maybe\": null,"
            + " \"by\": {}}",
        "",
      })
  void refusesWhatIsMissingNullOrOfAnotherType(String json) {
    // When // Then
    assertThatThrownBy(() -> StrictJson.read(json, Read.class)).isInstanceOf(AssertionError.class);
  }
}
