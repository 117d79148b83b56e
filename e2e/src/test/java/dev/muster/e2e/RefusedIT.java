package dev.muster.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.muster.api.v1alpha1.MatchmakerProfile;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The bad files of {@code examples/refused}, as their reader applies them. */
@ExtendWith(SharedMuster.class)
class RefusedIT {
  private static final Path FOLDER = MusterProcess.HOME.resolve("examples/refused");
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  @Test
  void kubectlShowsTheMessageOfEachFile(MusterProcess muster) {
    assumeTrue(Kubectl.isInstalled(), "kubectl is not installed");
    // Given
    var kubectl = new Kubectl(muster.kubeconfig());
    var files = filesThatBegin("# refused: ").stream().filter(file -> !isAChange(file)).toList();
    var command = new ArrayList<>(List.of("apply", "--dry-run=server"));
    files.forEach(file -> command.addAll(List.of("-f", file.toString())));
    // When
    var said = kubectl.run(command.toArray(String[]::new));
    // Then
    assertThat(said.exitCode()).isEqualTo(1);
    assertThat(files).hasSizeGreaterThan(100);
    assertThat(files)
        .allSatisfy(file -> assertThat(said.output()).contains(message(file)))
        .allSatisfy(file -> assertThat(said.output()).doesNotContain("created"));
  }

  @Test
  void kubectlShowsThatASpecMayNotChange(MusterProcess muster) {
    assumeTrue(Kubectl.isInstalled(), "kubectl is not installed");
    // Given
    var kubectl = new Kubectl(muster.kubeconfig());
    var files = filesThatBegin("# refused: ").stream().filter(RefusedIT::isAChange).toList();
    assertThat(files).hasSize(2);
    for (var file : files) {
      // When
      var said = kubectl.run("apply", "-f", file.toString());
      kubectl.run("delete", "--ignore-not-found", "-f", file.toString());
      // Then
      assertThat(said.exitCode()).isEqualTo(1);
      assertThat(said.output()).contains("refused created").contains(message(file));
    }
  }

  @Test
  void theOperatorSaysInAConditionWhatOnlyItSees(MusterProcess muster) {
    // Given
    var wanted = new TreeMap<String, String>();
    for (var file : filesThatBegin("# not accepted: ")) {
      var profile = Serialization.unmarshal(read(file), MatchmakerProfile.class);
      var name = file.getFileName().toString().replaceAll("^invalid-profile-|\\.yaml$", "");
      profile.getMetadata().setName(name);
      profile.getMetadata().setNamespace("default");
      wanted.put(name, message(file));
      new Profiles(muster.client()).apply(profile);
    }
    // When // Then
    assertThat(wanted).hasSizeGreaterThan(10);
    wanted.forEach(
        (name, message) ->
            await(name)
                .atMost(PATIENCE)
                .untilAsserted(
                    () -> assertThat(accepted(muster.client(), name)).contains(message)));
    // Then
    wanted
        .keySet()
        .forEach(
            name ->
                muster
                    .client()
                    .resources(MatchmakerProfile.class)
                    .inNamespace("default")
                    .withName(name)
                    .delete());
  }

  private static String accepted(KubernetesClient client, String name) {
    return Profiles.condition(new Profiles(client).get(name), "Accepted")
        .filter(condition -> condition.getStatus().equals("False"))
        .map(condition -> condition.getMessage())
        .orElse("");
  }

  private static List<Path> filesThatBegin(String with) {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files
          .filter(file -> file.toString().endsWith(".yaml") && read(file).startsWith(with))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isAChange(Path file) {
    return read(file).contains("\n---\n");
  }

  private static String message(Path file) {
    return read(file).lines().findFirst().orElseThrow().replaceFirst("^# [a-z ]+: ", "");
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
