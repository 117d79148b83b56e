package dev.muster.cli.edgegap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonTextTest {
  private static final String NO_VALUE =
      " is no value; a number, true, false, null, or a text in double quotes was expected";

  @Test
  void everyMissingCommaOfALineIsToldAtItsColumn() {
    assertThat(told("{'version':'3.2.2' 'inspect':true 'profiles':{'p':1} 'x':1}"))
        .containsExactly(
            "1:19: a comma is missing here, before \"inspect\" in line 1",
            "1:34: a comma is missing here, before \"profiles\" in line 1",
            "1:53: a comma is missing here, before \"x\" in line 1");
  }

  @Test
  void whatIsWrongBehindAMissingCommaIsToldAtItsColumn() {
    assertThat(told("{'version':'3' 'inspect':true, 'profiles':{,}}"))
        .containsExactly(
            "1:15: a comma is missing here, before \"inspect\" in line 1",
            "1:44: this is no JSON: Unexpected character (','): was expecting double-quote to start"
                + " field name");
  }

  @Test
  void aKeyBehindAMissingCommaIsToldAtItsColumnWhenItIsThereTwice() {
    assertThat(told("{'a':1 'a':2}"))
        .containsExactly(
            "1:7: a comma is missing here, before \"a\" in line 1",
            "1:8: \"a\" stands here again, first in line 1; keep one of both");
  }

  @Test
  void aKeyThatIsThereTwiceIsToldOnceBeforeAMissingComma() {
    assertThat(told("{'a':1, 'a':2 'b':3}"))
        .containsExactly(
            "1:9: \"a\" stands here again, first in line 1; keep one of both",
            "1:14: a comma is missing here, before \"b\" in line 1");
  }

  @Test
  void everyKeyThatIsThereTwiceIsTold() {
    assertThat(told("{'a':1,\n  'b':[{'x':1},{'x':2}],\n  'a':3, 'b':4,'c':{'x':1,'x':2}}"))
        .containsExactly(
            "3:3: \"a\" stands here again, first in line 1; keep one of both",
            "3:10: \"b\" stands here again, first in line 2; keep one of both",
            "3:27: \"x\" stands here again, first in line 3; keep one of both");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "1m, 1m",
        "3.2.2, 3.2.2",
        "0x10, 0x10",
        "+5, +5",
        "NaN, NaN",
        "-Infinity, -Infinity",
        "01, 01",
        ".5, .5",
        "5., 5.",
        "TRUE, TRUE",
      })
  void aWordThatIsNoValueIsToldAsAWhole(String written, String word) {
    assertThat(told("{'a': " + written + ", 'b': 1}"))
        .containsExactly("1:7: this is no JSON: " + word + NO_VALUE);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'a': 'v1''}|1:11: this is no JSON: a quote too many, or one within a text, where it is"
            + " written \\\"",
        "{'a': 'say 'hi''}|1:13: this is no JSON: a quote too many, or one within a text, where it"
            + " is written \\\"",
        "{'a':'v1''b':2}|1:10: a comma is missing here, before \"b\" in line 1",
        "{'a':1:2}|1:7: this is no JSON: Unexpected character (':'): was expecting comma to separate"
            + " Object entries",
        "{'a':1} {}|1:9: this is no JSON: something stands behind its end",
        "[1] 2|1:5: this is no JSON: something stands behind its end",
        "// c|1:1: this is no JSON: it has no comments",
        "{'a':1 /* c */}|1:8: this is no JSON: it has no comments",
        "{'a':1 # c|1:8: this is no JSON: it has no comments",
        "{'a':1|1:7: this is no JSON: Unexpected end-of-input: expected close marker for Object",
        "{'a':1]|1:7: this is no JSON: Unexpected close marker ']': expected '}'",
        "{'a':1e99999999999}|1:6: this is no JSON: 1e99999999999 is out of range",
      })
  void whatIsNoJsonIsToldInPlainWords(String text, String expected) {
    assertThat(told(text)).containsExactly(expected);
  }

  @Test
  void whatIsTooLongOrTooDeepIsToldAtItsPlace() {
    assertThat(told("{\n 'a': " + "1".repeat(1_200) + "}"))
        .containsExactly("2:7: this is no JSON: a number has more than 1000 digits");
    assertThat(told("\n  " + "[".repeat(1_100)))
        .containsExactly("2:1003: this is no JSON: it is nested more than 1000 deep");
    assertThat(told("{\n '" + "k".repeat(60_000) + "': 1}"))
        .containsExactly("2:2: this is no JSON: a key has more than 50000 characters");
  }

  /** What is told of a text; it is written with ' for ". */
  private static List<String> told(String text) {
    return catchThrowableOfType(
            InvalidConfiguration.class, () -> Configuration.parse(text.replace('\'', '"')))
        .findings()
        .stream()
        .map(finding -> finding.place() + ": " + finding.message())
        .toList();
  }
}
