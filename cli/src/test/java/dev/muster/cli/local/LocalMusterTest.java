package dev.muster.cli.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.api.v1alpha1.Matchmaker;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalMusterTest {
  private static final String LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";

  @TempDir Path folder;
  private ExternalCluster cluster;

  @BeforeEach
  void start() throws IOException {
    cluster = new ExternalCluster(folder);
  }

  @AfterEach
  void end() {
    cluster.close();
  }

  @Test
  void leavesTheMatchmakerOfAnotherClusterAsItIs() throws IOException {
    // Given
    cluster.apply(
        """
        apiVersion: muster.dev/v1alpha1
        kind: Matchmaker
        metadata: {name: default}
        spec: {allowedCorsOrigins: ["https://a.example"]}
        """);
    // When
    startUntilTheRuntimeEnds();
    // Then
    assertThat(matchmaker().getSpec().allowedCorsOrigins()).containsExactly("https://a.example");
    assertThat(matchmaker().getMetadata().getAnnotations().get(LAST_APPLIED))
        .contains("https://a.example");
  }

  @Test
  void keepsAMatchmakerThatTheOperatorWouldTakeAway() throws IOException {
    // Given
    var implicit =
        cluster
            .client()
            .resource(
                """
                apiVersion: muster.dev/v1alpha1
                kind: Matchmaker
                metadata: {name: default, namespace: default, labels: {muster.dev/implicit: "true"}}
                spec: {}
                """);
    implicit.fieldManager("muster-operator").serverSideApply();
    // When
    startUntilTheRuntimeEnds();
    // Then
    assertThat(matchmaker().getMetadata().getManagedFields())
        .extracting(entry -> entry.getManager())
        .contains("muster");
  }

  private void startUntilTheRuntimeEnds() throws IOException {
    try (var muster = new LocalMuster(cluster.options("exit 3"), line -> {})) {
      assertThatThrownBy(muster::start)
          .isInstanceOf(CannotContinue.class)
          .hasMessage("the runtime has ended with exit code 3; its log is above");
    }
  }

  private Matchmaker matchmaker() {
    return cluster
        .client()
        .resources(Matchmaker.class)
        .inNamespace("default")
        .withName("default")
        .require();
  }
}
