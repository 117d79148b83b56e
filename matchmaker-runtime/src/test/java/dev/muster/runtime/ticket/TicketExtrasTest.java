package dev.muster.runtime.ticket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.api.ticket.InvalidTicket;
import dev.muster.api.ticket.TicketAttributes;
import dev.muster.api.ticket.TicketJson;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TicketExtrasTest {
  private static Optional<String> extras(String json, String attributes) {
    return TicketExtras.of(TicketJson.tree(json), TicketJson.attributes(attributes));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"skin\":\"gold\",\"loadout\":[1,2.50,{\"slot\":null}],\"beta\":true}",
        "[]",
        "{}",
        "\"a word\"",
        "12.50",
        "-1.7e308",
        "false",
        "\"\\uD83D\\uDE00 $(HOME)\"",
        "{\"\":{\"a b\":[[[]]]}}"
      })
  void keepsAnyJsonAsItWasSent(String json) {
    var kept = extras(json, "{}").orElseThrow();

    assertThat(TicketJson.tree(kept)).isEqualTo(TicketJson.tree(json));
    assertThat(TicketExtras.stored(TicketJson.tree(kept))).contains(kept);
  }

  @Test
  void takesNullAsNone() {
    assertThat(extras("null", "{}")).isEmpty();
    assertThat(TicketExtras.of(null, TicketAttributes.NONE)).isEmpty();
    assertThat(TicketExtras.stored(null)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"a\":[0,1e400]}       | extras.a[1]: is a number that is too large",
        "-1e999                 | extras: is a number that is too large",
        "{\"a\":\"\\ud83d\"}      | extras.a: has half of a surrogate pair",
      })
  void refusesWhatOthersCouldNotRead(String json, String message) {
    assertThatThrownBy(() -> extras(json, "{}"))
        .isInstanceOf(InvalidTicket.class)
        .hasMessageContaining(message);
  }

  @Test
  void refusesWhatIsNestedTooDeeply() {
    int most = TicketExtras.MOST_DEPTH;
    assertThat(extras("[".repeat(most) + "1" + "]".repeat(most), "{}")).isPresent();
    assertThatThrownBy(() -> extras("[".repeat(most + 1) + "1" + "]".repeat(most + 1), "{}"))
        .hasMessageContaining("extras: is nested deeper than the 32 levels that may be");
  }

  @Test
  void attributesAndExtrasTogetherHaveALimit() {
    // {"a":"..."} with 100 characters takes 108 bytes, "..." two more than its characters.
    var attributes = "{\"a\":\"" + "x".repeat(100) + "\"}";
    int rest = TicketJson.MOST_BYTES - 108;
    assertThat(extras("\"" + "é".repeat((rest - 2) / 2) + "\"", attributes)).isPresent();
    assertThatThrownBy(() -> extras("\"" + "é".repeat(rest / 2) + "\"", attributes))
        .hasMessage(
            "extras: takes 4098 bytes as JSON together with the attributes, at most 4096 were"
                + " expected");
  }
}
