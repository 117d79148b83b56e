package dev.muster.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ValidateCommandTest {
  private static final Pattern SHOWN =
      Pattern.compile("```text\n\\$ \\./muster (validate .*)\n((?:.*\n)*?)```\n");

  @Test
  void printsWhatTheDocumentsShow() throws IOException {
    // Given
    var page = Files.readString(Path.of("../docs/refused.md"));
    var wanted = new ArrayList<String>();
    var printed = new ArrayList<String>();
    // When
    var shown = SHOWN.matcher(page);
    while (shown.find()) {
      wanted.add(shown.group(2));
      printed.add(TestCommand.run(shown.group(1).replace("examples/", "../examples/")).text());
    }
    // Then
    assertThat(wanted).hasSize(3);
    assertThat(printed).map(text -> text.replace("../examples/", "examples/")).isEqualTo(wanted);
  }

  @Test
  void exitsWithOneForAMistakeWithZeroForNoneAndWithTwoForNothingToDo() {
    // When // Then
    assertThat(TestCommand.run("validate ../examples/refused/invalid-match-changed.yaml").code())
        .isEqualTo(1);
    assertThat(TestCommand.run("validate ../examples/01-simple ../examples/02-advanced").code())
        .isZero();
    assertThat(TestCommand.run("validate ../docs/facing-players").code()).isZero();
    assertThat(TestCommand.run("validate ../docs/beacons/matchmaker.yaml").code()).isZero();
    assertThat(TestCommand.run("validate").code()).isEqualTo(2);
  }

  @Test
  void hasNothingAgainstWhatImportWrites() throws IOException {
    // Given
    var arguments = new StringBuilder("validate");
    try (var files = Files.newDirectoryStream(Path.of("src/test/resources/edgegap"), "*.yaml")) {
      files.forEach(file -> arguments.append(' ').append(file));
    }
    // When
    var result = TestCommand.run(arguments.toString());
    // Then
    assertThat(result.text()).contains("0 mistakes");
    assertThat(result.code()).as(result.text()).isZero();
  }
}
