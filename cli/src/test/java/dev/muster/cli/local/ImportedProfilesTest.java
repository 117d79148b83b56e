package dev.muster.cli.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.api.v1alpha1.MatchmakerProfile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code muster import edgegap} writes is what the API server takes. */
class ImportedProfilesTest {
  private static final Path FOLDER = Path.of("src", "test", "resources", "edgegap");

  @TempDir Path folder;

  @Test
  void areAcceptedByTheCrds() throws IOException {
    // Given
    var queues = new ArrayList<String>();
    try (var cluster = new ExternalCluster(folder);
        var files = Files.list(FOLDER)) {
      // When
      files
          .filter(file -> file.toString().endsWith(".yaml"))
          .sorted()
          .forEach(file -> Manifests.apply(cluster.client(), Manifests.read(file)));
      // Then
      cluster
          .client()
          .resources(MatchmakerProfile.class)
          .inNamespace("default")
          .list()
          .getItems()
          .forEach(
              profile ->
                  queues.add(
                      profile.getSpec().queue() != null
                          ? profile.getSpec().queue()
                          : profile.getMetadata().getName()));
    }
    assertThat(queues)
        .containsExactlyInAnyOrder(
            "simple-example",
            "advanced-example",
            "custom-lobby-example",
            "backfill-example",
            "casual-example",
            "competitive-example",
            "challenger-example",
            "cooperative-example",
            "social-example",
            "1v1.Arena",
            "Ranked_8v8",
            "ranked-8v8",
            "join-running");
  }
}
