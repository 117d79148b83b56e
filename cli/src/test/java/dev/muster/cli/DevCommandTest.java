package dev.muster.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class DevCommandTest {
  @Test
  void startsNothingWhenAFileHasAMistakeAndSaysWhere() {
    // Given
    var file = "../examples/refused/invalid-profile-period-in-words.yaml";
    // When
    var result = TestCommand.run("dev --http-port 0 --management-port 0 -f " + file);
    // Then
    assertThat(result.code()).isEqualTo(1);
    assertThat(result.err().lines())
        .satisfiesExactly(
            mistake -> assertThat(mistake).startsWith(file + ":8:3: spec.ticketRemovalPeriod: "),
            end ->
                assertThat(end)
                    .isEqualTo(
                        "muster: nothing was started: 1 file, 1 object: 1 mistake, 0 warnings"));
    assertThat(result.out()).isEmpty();
  }

  @Test
  void saysThatAFileIsNotThere() {
    // When
    var result = TestCommand.run("dev -f absent.yaml");
    // Then
    assertThat(result.code()).isEqualTo(1);
    assertThat(result.err())
        .contains("no such file: absent.yaml; a YAML file or a folder of such was expected");
  }

  @Test
  void helpSaysOfEachCommandAWholeSentence() {
    assertThat(TestCommand.run("--help").out().lines().skip(1))
        .filteredOn(line -> line.endsWith(":"))
        .containsExactly("Commands:");
  }

  @Test
  void helpKeepsDefaultValuesInOnePiece() {
    // When
    var dev = TestCommand.run("dev --help").out();
    var edgegap = TestCommand.run("import edgegap --help").out();
    // Then
    assertThat(dev)
        .containsPattern("(?m)^ +Default: 8080\\.$")
        .containsPattern("(?m)^ +Default: process\\.$")
        .contains("Default: " + Path.of(".muster", "kubeconfig-PORT"));
    assertThat(edgegap)
        .containsPattern("(?m)^ +Default: default\\.$")
        .contains("ghcr.io/me/{name}:{version}");
  }
}
