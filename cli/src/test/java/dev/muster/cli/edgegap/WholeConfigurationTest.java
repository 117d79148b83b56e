package dev.muster.cli.edgegap;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What stands beside the profiles of a configuration. Written with ' for ". */
class WholeConfigurationTest {
  private static final String PROFILE =
      "{'application': {'name': 'g', 'version': '1'}, 'rules': {'initial': {'n': {'type':"
          + " 'player_count', 'attributes': {'team_count': 1, 'min_team_size': 2, 'max_team_size':"
          + " 4}}}}}";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'version': 'banana' | version: is \"banana\", no version; it is read as one from 1.0 to 3.3",
        "'version': [1] | version: is [1], no version; it is read as one from 1.0 to 3.3",
        "'version': '99999999999.1' | version: is \"99999999999.1\", no version; it is read as one"
            + " from 1.0 to 3.3",
        "'version': '0.2.1' | version: is older than what is known here; it is read as version 1.0",
        "'version': '3.4.0' | version: is newer than what is known here; look at what it has changed",
        "'version': '4' | version: is newer than what is known here; look at what it has changed",
        "'version': '1.0.0' | ",
        "'version': '3.3.9' | ",
        "'version': 3.2 | ",
        "'version': null | ",
        "'inspect': true | inspect: is left out: it belongs to the Matchmaker, as inspect: true",
        "'inspect': 'yes' | inspect: is \"yes\" and left out; true or false was expected",
        "'inspect': [true] | inspect: is [true] and left out; true or false was expected",
        "'inspect': 1 | inspect: is 1 and left out; true or false was expected",
        "'inspect': false | ",
      })
  void isToldWhenItIsNotCarriedOver(String setting, String expected) {
    assertThat(Told.of(text(setting, PROFILE)))
        .isEqualTo(expected == null ? List.of() : List.of("1:2: note: " + expected));
  }

  @Test
  void originsOfBothSpellingsAreCarriedOver() {
    // Given
    var text =
        text(
            "'allowed_cors_origins': ['https://a.b'], 'allowed_cors_origin': ['https://c.d:65535',"
                + " 'https://a.b']",
            PROFILE);
    // When
    var matchmaker = EdgegapImport.of(Configuration.parse(text), Told.DEFAULTS).resources().get(0);
    // Then
    assertThat(matchmaker.json().at("/spec/allowedCorsOrigins"))
        .hasToString("[\"https://a.b\",\"https://c.d:65535\"]");
  }

  @Test
  void originsThatAMatchmakerCannotHaveAreTold() {
    var host = "a".repeat(250);
    assertThat(
            Told.of(
                text(
                    "'allowed_cors_origins': ['https://a.b:99999', 'https://" + host + "']",
                    PROFILE)))
        .hasSize(2)
        .allMatch(line -> line.contains("no origin such as"));
    var many =
        IntStream.range(0, 65)
            .mapToObj(i -> "'https://g" + i + ".example'")
            .collect(Collectors.joining(",", "[", "]"));
    assertThat(Told.of(text("'allowed_cors_origins': " + many, PROFILE)))
        .containsExactly(
            "1:2: error: allowed_cors_origins: makes 65 origins, at most 64 were expected");
  }

  @Test
  void originsThatAreNoListAreAnError() {
    assertThat(Told.of(text("'allowed_cors_origins': {'a': 1}", PROFILE)))
        .containsExactly(
            "1:2: error: allowed_cors_origins: is {\"a\":1}, a list of origins was expected");
  }

  @Test
  void aPeriodThatNoProfileNeedsIsLeftOut() {
    var own = PROFILE.replaceFirst("\\{", "{'ticket_removal_period': '3m', ");
    assertThat(Told.of(text("'ticket_removal_period': 'x'", own)))
        .containsExactly(
            "1:2: note: ticket_removal_period: is left out, since each profile has its own");
    assertThat(Told.of(text("'ticket_removal_period': '2m'", own + ", 'q': " + PROFILE)))
        .containsExactly(
            "1:2: note: ticket_removal_period: stood here before version 3.2.0; it went into each"
                + " profile that has none of its own");
    assertThat(Told.of(text("'ticket_removal_period': 'x'", PROFILE)))
        .containsExactly(
            "1:2: error: ticket_removal_period: is \"x\", a duration such as \"30s\" or \"5m\" was"
                + " expected");
  }

  private static String text(String setting, String profile) {
    return ("{" + setting + ", 'profiles': {'p': " + profile + "}}").replace('\'', '"');
  }
}
