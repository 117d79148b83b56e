package dev.muster.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

class SkippedTestsTest {
  private static final String RUN = "muster.skipping";

  @EnabledIfSystemProperty(named = RUN, matches = "true", disabledReason = "only for the test")
  static class Skipping {
    @Test
    void runs() {}

    @Test
    @EnabledIfEnvironmentVariable(named = "NO_SUCH", matches = "x", disabledReason = "no cluster")
    void needsACluster() {}

    @Test
    void needsATool() {
      assumeTrue(false, "no tool");
    }
  }

  @Test
  void tellsWhatWasSkippedAndWhy() {
    // When // Then
    assertThat(told()).containsExactly("SKIPPED 3: only for the test {Skipping=3}");
    System.setProperty(RUN, "true");
    try {
      assertThat(told())
          .containsExactly(
              "SKIPPED 1: Assumption failed: no tool {Skipping=1}",
              "SKIPPED 1: no cluster {Skipping=1}");
    } finally {
      System.clearProperty(RUN);
    }
  }

  private static List<String> told() {
    var out = new ByteArrayOutputStream();
    var listener = new SkippedTests(new PrintStream(out, true, StandardCharsets.UTF_8));
    var request =
        LauncherDiscoveryRequestBuilder.request().selectors(selectClass(Skipping.class)).build();
    var config = LauncherConfig.builder().enableTestExecutionListenerAutoRegistration(false);
    LauncherFactory.create(config.build()).execute(request, listener);
    return out.toString(StandardCharsets.UTF_8).lines().toList();
  }
}
