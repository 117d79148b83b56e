package dev.muster.api.ticket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.engine.profile.Problem;
import dev.muster.engine.ticket.AttributeValue;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TicketJsonTest {
  private static List<Problem> problems(String json) {
    try {
      TicketJson.attributes(json);
      return List.of();
    } catch (InvalidTicket e) {
      return e.problems();
    }
  }

  @Test
  void readsEveryForm() {
    var attributes =
        TicketJson.attributes(
            "{\"elo\": 1500.5, \"mode\": \"quick\", \"maps\": [\"B\",\"A\",\"B\"], \"beacons\": {\"Chicago\": 12.3456785}}");

    assertThat(attributes.values())
        .isEqualTo(
            Map.of(
                "elo", new AttributeValue.OfNumber(1_500_500_000L),
                "mode", new AttributeValue.OfText("quick"),
                "maps", new AttributeValue.OfList(List.of("B", "A")),
                "beacons", new AttributeValue.OfLatencies(Map.of("Chicago", 12_345_678L))));
  }

  @Test
  void keepsTheDigitsThatWereSent() {
    assertThat(TicketJson.attributes("{\"a\": 1500.50, \"b\": 0.1000000000000000000001}").json())
        .isEqualTo("{\"a\":1500.50,\"b\":0.1000000000000000000001}");
  }

  @Test
  void takesNullAsNothing() {
    assertThat(TicketJson.attributes("null")).isEqualTo(TicketAttributes.NONE);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[]                     | attributes                 | a list",
        "{\"a\":true}           | attributes.a               | a boolean",
        "{\"a\":null}           | attributes.a               | null",
        "{\"a\":1e8}            |                            |",
        "{\"a\":100000000.0000001} | attributes.a            | 100000000",
        "{\"a\":-1e99999999}    | attributes.a               | 100000000",
        "{\"a\":1e-99999999}    |                            |",
        "{\"a\":[\"x\",null]}   | attributes.a[1]            | null",
        "{\"a\":[[\"x\"]]}      | attributes.a[0]            | a list",
        "{\"a\":{\"b\":null}}   | attributes.a.b             | null",
        "{\"a\":{\"b\":-0.1}}   | attributes.a.b             | at least 0",
        "{\"a\":{\"b\":{}}}     | attributes.a.b             | an object",
        "{\"a\":{\"b\":1e9}}    | attributes.a.b             | 100000000",
        "{\"a\":1,\"a\":2}      | attributes                 | Duplicate",
        "{\"a\":1} x            | attributes                 | not JSON",
        "{\"a\":NaN}            | attributes                 | not JSON"
      })
  void namesTheFieldAtFault(String json, String field, String message) {
    var problems = problems(json);

    if (field == null) {
      assertThat(problems).isEmpty();
    } else {
      assertThat(problems).hasSize(1);
      assertThat(problems.get(0).field()).isEqualTo(field);
      assertThat(problems.get(0).message()).contains(message);
    }
  }

  private static String object(int size, String value) {
    return IntStream.range(0, size)
        .mapToObj(i -> "\"k" + i + "\":" + value)
        .collect(Collectors.joining(",", "{", "}"));
  }

  private static String list(int size) {
    return IntStream.range(0, size)
        .mapToObj(i -> "\"" + i + "\"")
        .collect(Collectors.joining(",", "[", "]"));
  }

  private static String text(int length) {
    return "\"" + "é".repeat(length) + "\"";
  }

  @Test
  void hasLimits() {
    assertThat(problems(object(64, "1"))).isEmpty();
    assertThat(problems(object(65, "1")).get(0).message()).contains("65", "64");
    assertThat(problems("{\"a\":" + list(64) + "}")).isEmpty();
    assertThat(problems("{\"a\":" + list(65) + "}").get(0).message()).contains("65", "64");
    assertThat(problems("{\"a\":" + object(64, "1") + "}")).isEmpty();
    assertThat(problems("{\"a\":" + object(65, "1") + "}").get(0).message()).contains("65", "64");
    assertThat(problems("{\"a\":" + text(256) + "}")).isEmpty();
    assertThat(problems("{\"a\":" + text(257) + "}").get(0).message()).contains("257", "256");
    assertThat(problems("{" + text(257) + ":1}").get(0).message()).contains("257", "256");
    assertThat(problems("{\"a\":[" + text(257) + "]}").get(0).field()).isEqualTo("attributes.a[0]");
  }

  @Test
  void countsBytesNotCharacters() {
    var sevenTexts = object(7, text(256)); // over 3.5 KiB in UTF-8
    var eightTexts = object(8, text(256)); // over 4 KiB

    assertThat(problems(sevenTexts)).isEmpty();
    assertThat(problems(eightTexts).get(0).message()).contains("4096");
  }

  @Test
  void reportsEverythingAtOnce() {
    assertThatThrownBy(() -> TicketJson.attributes("{\"a\":true,\"b\":[1],\"c\":\"fine\"}"))
        .isInstanceOf(InvalidTicket.class)
        .hasMessageContaining("attributes.a: ")
        .hasMessageContaining("attributes.b[0]: ");
  }
}
