package dev.muster.cli.edgegap;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rules stand in line 2, expansions in line 3. Written with ' for ". */
class RulesImportTest {
  private static final String PLAYERS =
      "'n':{'type':'player_count','attributes':{'team_count':1,'min_team_size':2,'max_team_size':4}}";
  private static final String ELO =
      PLAYERS + ",\n'elo':{'type':'number_difference','attributes':{'max_difference':50}}";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'attributes':{'max_difference':60},'max_difference':70} | 4:48: error: max_difference:"
            + " says what max_difference in line 4 says; keep one of both",
        "{'attributes':{'max_difference':60},'zzz':1} | 4:48: note: zzz: is no attribute of a rule of"
            + " type number_difference and is left out",
        "{'type':'string_equality','max_difference':80} | 4:13: error: type: is \"string_equality\","
            + " but the rule is of type number_difference throughout",
        "{'attributes':{'type':'latencies'}} | 4:27: error: attributes.type: is \"latencies\", but the"
            + " rule is of type number_difference throughout",
        "{'max_diference':80} | 4:13: error: max_diference: is no attribute of a rule of type"
            + " number_difference; did you mean max_difference?",
        "{'max_difference':1e-20000} | 4:13: error: max_difference: is 1E-20000, a number with at"
            + " most 20 decimals was expected",
        "{'max_difference':1e-999999999} | 4:13: error: max_difference: is 1E-999999999, a number"
            + " with at most 20 decimals was expected",
        "{'max_difference':1e999999999} | 4:13: note: max_difference: became 100000000, the greatest"
            + " that there is",
        "{'attributes':7} | 4:13: error: attributes: is 7, attributes by name were expected",
        "null | 4:6: error: : is null, attributes by name were expected",
        "7 | 4:6: error: : is 7, attributes by name were expected",
      })
  void whatAnExpansionSaysInVainIsTold(String overwritten, String expected) {
    assertThat(told(ELO, "'9':{'elo':" + overwritten + "}"))
        .extracting(line -> line.replaceAll("profiles.p.rules.expansions.9.elo\\.?", ""))
        .containsExactly(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'type':'number_difference','max_difference':80}",
        "{'attributes':{'type':'number_difference','max_difference':80}}",
        "{'attributes':null,'max_difference':80}",
        "{'maxDifference':80.0}",
      })
  void whatAnExpansionSaysNeedlesslyIsNoMatter(String overwritten) {
    // Given
    var text = Told.configuration(ELO, "'9':{'elo':" + overwritten + "}").replace('\'', '"');
    // When
    var spec = Told.profile(text, Told.DEFAULTS).json().get("spec");
    // Then
    assertThat(spec.at("/expansions/0/rules/elo/maxDifference").intValue()).isEqualTo(80);
    assertThat(Told.of(text)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'number_difference','attributes':{'max_diference':5} | 3:47: error: x.attributes.max_diference:"
            + " is no attribute of a rule of type number_difference; did you mean max_difference?",
        "'number_difference' | 3:1: error: x.attributes.max_difference: is missing, a rule of type"
            + " number_difference needs it",
        "'number_difference','attributes':{'max_difference':5,'max_differance':6} | 3:66: note:"
            + " x.attributes.max_differance: is no attribute of a rule of type number_difference and"
            + " is left out",
        "'string_equality','attributes':null | ",
        "'string_equality','attributes':[1] | 3:31: error: x.attributes: is [1], attributes by name"
            + " were expected",
        "'intersection','attributes':{'overlap':65} | 3:42: error: x.attributes.overlap: is 65, at"
            + " most 64 values in common were expected",
        "'intersection','attributes':{'overlap':100000001} | 3:42: error: x.attributes.overlap: is"
            + " 100000001, at most 64 values in common were expected",
        "'intersection','attributes':{'overlap':64.0} | ",
        "'player_count','attributes':{'team_count':1,'min_team_size':1,'max_team_size':1} | 3:1:"
            + " error: x: is of type player_count, as n is; one rule of that type was expected",
      })
  void whatIsWrongWithARuleIsToldAtItsKey(String rule, String expected) {
    assertThat(told(PLAYERS + ",\n'x':{'type':" + rule + "}", ""))
        .extracting(line -> line.replace("profiles.p.rules.initial.", ""))
        .containsExactlyElementsOf(expected == null ? List.of() : List.of(expected));
  }

  @Test
  void aMistypedTypeIsToldOnce() {
    assertThat(
            told(
                PLAYERS + ",'x':{'type':'latency'},'y':5",
                "'9':{'x':{'max_latency':5},'y':{'max_latency':5}}"))
        .hasSize(2)
        .allMatch(line -> line.contains("profiles.p.rules.initial."));
  }

  @Test
  void whatOnlyTheEngineRefusesIsToldAtItsKey() {
    var many =
        IntStream.range(0, 33)
            .mapToObj(i -> ",'a" + i + "':{'type':'string_equality'}")
            .collect(Collectors.joining());
    assertThat(told(PLAYERS + ",\n'a b':{'type':'string_equality'}", ""))
        .containsExactly(
            "3:1: error: profiles.p.rules.initial.a b: is no name for a rule: 1 to 63 letters,"
                + " digits, '_', '-' and '.' are expected");
    assertThat(told(PLAYERS + many, ""))
        .containsExactly("1:77: error: profiles.p.rules.initial: has 34 rules, at most 32");
  }

  @Test
  void aProfileOrItsRulesThatAreNoObjectAreToldThemselves() {
    assertThat(Told.of("{\"profiles\": {\"a\": 5, \"b\": null}}"))
        .containsExactly(
            "1:15: error: profiles.a: is 5, an object with application and rules was expected",
            "1:23: error: profiles.b: is null, an object with application and rules was expected");
    assertThat(
            Told.of(
                "{\"profiles\": {\"a\": {\"application\": {\"name\": \"g\", \"version\": \"1\"},"
                    + " \"rules\": 5}}}"))
        .containsExactly(
            "1:67: error: profiles.a.rules: is 5, initial and expansions were expected");
  }

  @Test
  void expansionsOfRulesThatAreMissingAreNotToldBesides() {
    var text =
        Told.configuration("", "'9':{'x':{'max_latency':5}}")
            .replace('\'', '"')
            .replace("\"initial\": {\n},", "\n");
    assertThat(Told.of(text))
        .containsExactly(
            "1:67: error: profiles.p.rules.initial: is missing, rules by name were expected");
  }

  private static List<String> told(String rules, String later) {
    return Told.of(Told.configuration(rules, later).replace('\'', '"'));
  }
}
