package dev.muster.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.cli.TestCommand.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImportEdgegapCommandTest {
  private static final Path FOLDER = Path.of("src", "test", "resources", "edgegap");

  @TempDir private Path folder;

  @Test
  void writesTheYamlToStandardOutputAndTheNotesToStandardError() {
    // When
    var result = run(FOLDER.resolve("simple.json").toString());
    // Then
    assertThat(result.code()).isZero();
    assertThat(FOLDER.resolve("simple.yaml")).content().isEqualTo(result.out());
    assertThat(result.err().lines())
        .allMatch(line -> line.contains("simple.json:"))
        .anyMatch(line -> line.contains(":3:3: note: inspect: is left out"));
  }

  @Test
  void saysThatResourcesAreMissingAlsoWhereThePortsAreGiven() {
    // When
    var result = run(FOLDER.resolve("simple.json").toString(), "--port", "7000");
    // Then
    assertThat(result.err().lines())
        .anyMatch(line -> line.contains("note: processor and memory belong to an app version"))
        .noneMatch(line -> line.contains("players reach UDP 7777"));
    assertThat(result.out()).contains("# - processor and memory belong to an app version");
  }

  @Test
  void writesTheYamlIntoAFile() {
    // Given
    var file = folder.resolve("profiles.yaml");
    // When
    var result = run(FOLDER.resolve("simple.json").toString(), "-o", file.toString());
    // Then
    assertThat(result.code()).isZero();
    assertThat(result.out()).isEmpty();
    assertThat(file).hasSameTextualContentAs(FOLDER.resolve("simple.yaml"));
  }

  @Test
  void writesNothingWhenSomethingIsWrong() {
    // Given
    var file = folder.resolve("profiles.yaml");
    // When
    var result =
        run(FOLDER.resolve("competitive.as-published.txt").toString(), "-o", file.toString());
    // Then
    assertThat(result.code()).isEqualTo(1);
    assertThat(file).doesNotExist();
    assertThat(result.err().lines())
        .containsExactly(
            FOLDER.resolve("competitive.as-published.txt")
                + ":63:46: error: a comma is missing here, before \"application\" in line 64",
            FOLDER.resolve("competitive.as-published.txt")
                + ":105:46: error: a comma is missing here, before \"application\" in line 106");
  }

  @Test
  void writesNothingThatValidateRefuses() {
    // Given a blank that the command does not know as one
    var file = folder.resolve("profiles.yaml");
    // When
    var result =
        run(
            FOLDER.resolve("simple.json").toString(),
            "-o",
            file.toString(),
            "--image",
            "ghcr.io/me/{name}:{version}\u2003");
    // Then
    assertThat(result.code()).isEqualTo(1);
    assertThat(file).doesNotExist();
    assertThat(result.err().lines())
        .anyMatch(
            line ->
                line.contains(
                    "simple.json:6:5: error: profiles.simple-example: became what muster validate"
                        + " refuses: spec.gameServer.template.spec.containers[0].image: "));
  }

  @Test
  void aNameOfAFileIsOneLine() throws IOException {
    // Given
    var file = Files.copy(FOLDER.resolve("simple.json"), folder.resolve("b\nkind: Evil.json"));
    // When
    var result = run(file.toString());
    // Then
    assertThat(result.out()).startsWith("# From the Edgegap configuration b\\u000akind: Evil.json");
    assertThat(result.err().lines()).allMatch(line -> line.contains("b\\u000akind: Evil.json:"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--matchmaker Blue|--matchmaker is 'Blue', at most 40 lower-case letters",
        "--port 70000|--port is '70000', a number from 1 to 65535 was expected",
        "--port 999999999|--port is '999999999', a number from 1 to 65535 was expected",
        "--port 0|--port is '0', a number from 1 to 65535 was expected",
        "--port web=80/sctp|--port is 'web=80/sctp', [NAME=]PORT[/udp|/tcp] was expected",
        "--port 7000 --port 7001|--port is '7001', a NAME= was expected that no other port has",
        "--port a=7000 --port a=7001|--port is 'a=7001', a NAME= was expected",
        "--port a=7000 --port b=7000|--port is 'b=7000', a port was expected that no other one is",
        "--image=|--image is '', a name without blanks was expected",
      })
  void refusesWrongArguments(String arguments, String expected) {
    // When
    var given = new ArrayList<>(List.of(arguments.split(" ", -1)));
    given.add(FOLDER.resolve("simple.json").toString());
    var result = run(given.toArray(String[]::new));
    // Then
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err()).contains(expected);
    assertThat(result.out()).isEmpty();
  }

  @Test
  void saysThatAFileIsNotThere() {
    var result = run("absent.json");
    assertThat(result.code()).isEqualTo(1);
    assertThat(result.err()).contains("muster: no such file: absent.json; a JSON configuration");
  }

  @Test
  void saysThatAFileIsNoText() throws IOException {
    var file = Files.write(folder.resolve("image.json"), new byte[] {'{', (byte) 0xFF});
    var result = run(file.toString());
    assertThat(result.code()).isEqualTo(1);
    assertThat(result.err()).contains("image.json: it is no text in UTF-8");
  }

  @Test
  void wantsToKnowFromWhere() {
    var result = TestCommand.run("import");
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err()).contains("missing FORMAT, edgegap was expected");
  }

  @Test
  void namesTheFormatsThatItKnows() {
    var result = TestCommand.run("import unity x.json");
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err()).contains("unknown FORMAT 'unity', edgegap was expected");
  }

  @Test
  void refusesMorePortsThanAGameServerCanHave() {
    // Given
    var given = new ArrayList<String>();
    IntStream.rangeClosed(1, 17).forEach(i -> given.addAll(List.of("--port", "p" + i + "=" + i)));
    given.add(FOLDER.resolve("simple.json").toString());
    // When
    var result = run(given.toArray(String[]::new));
    // Then
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err()).contains("--port is given 17 times, at most 16 fit");
  }

  @Test
  void takesTheSamePortOfAnotherProtocol() {
    var file = FOLDER.resolve("simple.json").toString();
    var result = run("--port", "a=7000", "--port", "b=7000/tcp", file);
    assertThat(result.code()).as(result.err()).isZero();
  }

  @Test
  void saysThatTheFolderToWriteToIsMissing() {
    // Given
    var absent = folder.resolve("absent").resolve("profiles.yaml");
    // When
    var result = run(FOLDER.resolve("simple.json").toString(), "-o", absent.toString());
    // Then
    assertThat(result.code()).isEqualTo(1);
    assertThat(result.err()).contains("cannot write " + absent + ": its folder is missing");
  }

  private static Result run(String... arguments) {
    return TestCommand.run(
        Stream.concat(Stream.of("import", "edgegap"), Stream.of(arguments)).toList());
  }
}
