package dev.muster.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.muster.api.v1alpha1.Matchmaker;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
    var objects = new TreeMap<Path, GenericKubernetesResource>();
    for (var file : filesThatBegin("# not accepted: ")) {
      objects.put(file, apply(muster.client(), file));
    }
    // When // Then
    assertThat(objects.values())
        .extracting(GenericKubernetesResource::getKind)
        .contains("MatchmakerProfile", "Matchmaker")
        .hasSizeGreaterThan(10);
    objects.forEach(
        (file, object) ->
            await(file.toString())
                .atMost(PATIENCE)
                .untilAsserted(
                    () -> assertThat(refusal(muster.client(), object)).contains(message(file))));
    // Then
    objects.values().forEach(object -> muster.client().resource(object).delete());
  }

  @Test
  void aMatchmakerThatIsRefusedGoesOnAsItWas(MusterProcess muster) {
    // Given
    var client = muster.client();
    var good = matchmaker("{resources: {limits: {memory: 512Mi}}}");
    client.resource(good).create();
    await().atMost(PATIENCE).until(() -> isTrue(client, good, "Ready"));
    // When
    client
        .resource(matchmaker("{replicas: 0, resources: {limits: {memory: -1}}}"))
        .forceConflicts()
        .serverSideApply();
    // Then
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(refusal(client, good))
                    .startsWith("spec.resources.limits")
                    .contains("must be greater than or equal to 0")
                    .endsWith("(the runtime goes on as it was before)"));
    assertThat(isTrue(client, good, "Ready")).isFalse();
    assertThat(
            client
                .apps()
                .deployments()
                .inNamespace("default")
                .withName("edited")
                .get()
                .getSpec()
                .getReplicas())
        .isEqualTo(1);
    // When
    client.resource(good).forceConflicts().serverSideApply();
    // Then
    await().atMost(PATIENCE).until(() -> isTrue(client, good, "Ready"));
    client.resource(good).delete();
  }

  private static Matchmaker matchmaker(String spec) {
    return Serialization.unmarshal(
        """
        apiVersion: muster.dev/v1alpha1
        kind: Matchmaker
        metadata: {name: edited, namespace: default}
        spec: %s
        """
            .formatted(spec),
        Matchmaker.class);
  }

  private static GenericKubernetesResource apply(KubernetesClient client, Path file) {
    var object = Serialization.unmarshal(read(file), GenericKubernetesResource.class);
    var name = file.getFileName().toString().replaceAll("^invalid-[a-z]*-|\\.yaml$", "");
    object.getMetadata().setName(name);
    object.getMetadata().setNamespace("default");
    return client.resource(object).create();
  }

  private static boolean isTrue(KubernetesClient client, HasMetadata object, String type) {
    return condition(client, object, type)
        .filter(
            found ->
                found.path("observedGeneration").asLong()
                        == client.resource(object).get().getMetadata().getGeneration()
                    && found.path("status").asText().equals("True"))
        .isPresent();
  }

  private static String refusal(KubernetesClient client, HasMetadata object) {
    return condition(client, object, "Accepted")
        .filter(found -> found.path("status").asText().equals("False"))
        .map(found -> found.path("message").asText())
        .orElse("");
  }

  private static Optional<JsonNode> condition(
      KubernetesClient client, HasMetadata object, String type) {
    var stored =
        client
            .getKubernetesSerialization()
            .convertValue(client.resource(object).get(), JsonNode.class);
    for (var condition : stored.at("/status/conditions")) {
      if (condition.path("type").asText().equals(type)) {
        return Optional.of(condition);
      }
    }
    return Optional.empty();
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
