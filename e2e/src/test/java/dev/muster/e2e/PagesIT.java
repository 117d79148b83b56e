package dev.muster.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.condition.EnabledIf;

/**
 * The shell blocks of the pages on the HTTP API, on refused files and on the installation, in a
 * cluster of their own: the last of them takes everything away.
 */
@EnabledIf(
    value = "dev.muster.e2e.Kubectl#isInstalled",
    disabledReason = "kubectl is not installed")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class PagesIT {
  private static final Pattern BLOCK = Pattern.compile("```sh\\n(.*?)```", Pattern.DOTALL);
  private static MusterProcess muster;

  @BeforeAll
  static void start() {
    muster = MusterProcess.dev("-f", "examples/01-simple");
  }

  @AfterAll
  static void end() {
    if (muster != null) {
      muster.close();
    }
  }

  private static List<String> blocks(String page) throws IOException {
    return BLOCK
        .matcher(Files.readString(MusterProcess.HOME.resolve(page)))
        .results()
        .map(block -> block.group(1))
        .toList();
  }

  @Test
  @Order(1)
  void aGroupFormsAndPlays() throws Exception {
    // Given
    var blocks = blocks("docs/http-api.md");
    assertThat(blocks).hasSize(1);
    // When
    var printed = ShellBlock.run(muster, blocks.get(0));
    // Then
    assertThat(printed).contains("INITIAL", "SEARCHING", "HOST_ASSIGNED");
  }

  @Test
  @Order(2)
  void whatIsNotAcceptedIsMended() throws Exception {
    var blocks = blocks("docs/refused.md");
    assertThat(blocks).hasSize(3);
    for (var block : blocks) {
      ShellBlock.run(muster, block);
    }
  }

  @Test
  @Order(3)
  void theTokenIsReadAndReplacedAndEverythingIsTakenAway() throws Exception {
    // Given
    var blocks = blocks("docs/install.md");
    assertThat(blocks).hasSize(3);
    // When
    var token = ShellBlock.run(muster, blocks.get(0));
    // Then
    assertThat(token).isEqualTo(muster.token());
    // When
    ShellBlock.run(muster, blocks.get(1));
    // Then
    var tokens = muster.client().secrets().inNamespace("default").withName("default-tokens");
    assertThat(tokens.get().getData()).containsOnlyKeys("client-2");
    // When
    ShellBlock.run(muster, blocks.get(2));
    // Then, but for the revisions, of which the crash walks see that they go a minute later
    var left = "kubectl get mm,mmp,match,bf,deployments,services,pods -o name";
    var script =
        "for try in $(seq 120); do test -z \"$("
            + left
            + ")\" && exit; sleep 0.5; done; "
            + left
            + "; exit 1";
    ShellBlock.run(muster, script);
  }
}
