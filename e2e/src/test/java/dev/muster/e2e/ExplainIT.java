package dev.muster.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The pages on tickets, explanations and recordings: their shell blocks run, and what they say
 * holds.
 */
@ExtendWith(SharedMuster.class)
@EnabledIf(
    value = "dev.muster.e2e.Kubectl#isInstalled",
    disabledReason = "kubectl is not installed")
class ExplainIT {
  private static final Pattern BLOCK = Pattern.compile("```sh\\n(.*?)```", Pattern.DOTALL);

  @Test
  void theLinesOfThePagesRun(MusterProcess muster) throws Exception {
    for (var page : List.of("docs/explain.md", "docs/record-and-replay.md", "docs/tickets.md")) {
      var blocks =
          BLOCK
              .matcher(Files.readString(MusterProcess.HOME.resolve(page)))
              .results()
              .map(block -> block.group(1))
              .toList();
      assertThat(blocks).as(page).isNotEmpty();
      for (var block : blocks) {
        ShellBlock.run(muster, block);
      }
    }
    // What the shared runtime was told since it started, by this test and others, makes the same
    // again. The newest file is its own: another test may have ended the one before.
    var newest = "$(ls -t " + SharedMuster.RECORDINGS.path() + "/* | head -n 1)";
    var recording = ShellBlock.run(muster, "./muster replay \"" + newest + "\"");
    assertThat(recording).contains("explain-example_", " matches, all as recorded");
  }
}
