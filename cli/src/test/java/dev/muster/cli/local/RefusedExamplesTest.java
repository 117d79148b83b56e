package dev.muster.cli.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.muster.cli.validate.Validation;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.StatusCause;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every file of {@code examples/refused} earns the message in its first line, from the API server
 * and from {@code muster validate}, and the two say the same.
 */
class RefusedExamplesTest {
  private static final Path FOLDER = Path.of("../examples/refused");
  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

  @TempDir static Path folder;
  private static ExternalCluster cluster;
  private static List<String> said;

  @BeforeAll
  static void start() throws IOException {
    cluster = new ExternalCluster(folder);
    var validation = new Validation(Crds.documents(), false);
    validation.add(FOLDER.toString(), nothing());
    said = validation.report().lines();
  }

  @AfterAll
  static void end() {
    cluster.close();
  }

  static List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
    }
  }

  private static List<Path> filesThatBegin(String with) throws IOException {
    var found = new ArrayList<Path>();
    for (var file : files()) {
      if (Files.readString(file).startsWith(with)) {
        found.add(file);
      }
    }
    return found;
  }

  static List<Path> refused() throws IOException {
    return filesThatBegin("# refused: ");
  }

  static List<Path> stored() throws IOException {
    var files = new ArrayList<>(filesThatBegin("# not accepted: "));
    files.addAll(filesThatBegin("# seen by muster validate only: "));
    return files;
  }

  @Test
  void eachFileSaysWhatBecomesOfIt() throws IOException {
    // When // Then
    assertThat(refused()).hasSizeGreaterThan(100);
    assertThat(refused().size() + stored().size()).isEqualTo(files().size());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("refused")
  void isRefusedByTheApiServerInTheWordsOfValidate(Path file) throws IOException {
    // When
    var refusal = catchThrowableOfType(KubernetesClientException.class, () -> apply(file));
    // Then
    assertThat(refusal).as("nothing was refused").isNotNull();
    var message = message(file);
    var validated = validated(file);
    assertThat(refusal.getStatus().getMessage()).contains(message);
    assertThat(validated).anyMatch(line -> line.contains(message));
    if (refusal.getCode() == 422) {
      assertThat(causes(refusal))
          .allMatch(cause -> validated.stream().anyMatch(line -> line.contains(cause)))
          .hasSameSizeAs(validated);
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("stored")
  void isSeenByValidateWhenTheApiServerTakesIt(Path file) throws IOException {
    // Given
    var message = message(file);
    // When // Then
    assertThatCode(() -> apply(file)).doesNotThrowAnyException();
    assertThat(validated(file)).anyMatch(line -> line.contains(message));
  }

  @Test
  void nothingIsSaidAgainstTheStartStatesOfTheStories() throws IOException {
    // Given
    var validation = new Validation(Crds.documents(), false);
    // When
    try (Stream<Path> stories = Files.list(FOLDER.resolveSibling("."))) {
      stories
          .filter(story -> story.getFileName().toString().matches("\\d\\d-.*"))
          .forEach(story -> validation.add(story.toString(), nothing()));
    }
    // Then
    assertThat(validation.report().lines()).isEmpty();
    assertThat(validation.report().counts().objects()).isGreaterThan(1);
  }

  private static InputStream nothing() {
    return InputStream.nullInputStream();
  }

  private static String message(Path file) throws IOException {
    return Files.readAllLines(file).get(0).replaceFirst("^# [a-z ]+: ", "");
  }

  /** As kubectl does: the first document is created, one of the same name is merged into it. */
  private static void apply(Path file) throws IOException {
    KubernetesClient client = cluster.client();
    var objects = objects(file);
    try {
      client
          .resource(objects.get(0))
          .fieldValidation(io.fabric8.kubernetes.client.dsl.FieldValidateable.Validation.STRICT)
          .create();
      for (var object : objects.subList(1, objects.size())) {
        client
            .resource(objects.get(0))
            .patch(PatchContext.of(PatchType.JSON_MERGE), YAML.writeValueAsString(object));
      }
    } finally {
      client.resource(objects.get(0)).withGracePeriod(0).delete();
    }
  }

  private static List<GenericKubernetesResource> objects(Path file) throws IOException {
    try (var documents = YAML.readerFor(JsonNode.class).<JsonNode>readValues(file.toFile())) {
      var objects = new ArrayList<GenericKubernetesResource>();
      while (documents.hasNextValue()) {
        var object = YAML.treeToValue(documents.nextValue(), GenericKubernetesResource.class);
        object.getMetadata().setNamespace("default");
        objects.add(object);
      }
      return objects;
    }
  }

  private static List<String> causes(KubernetesClientException refusal) {
    return refusal.getStatus().getDetails().getCauses().stream()
        .filter(cause -> !cause.getMessage().contains("some validation rules were not checked"))
        .filter(cause -> !isSaidBetter(cause, refusal.getStatus().getDetails().getCauses()))
        .map(RefusedExamplesTest::line)
        .distinct()
        .toList();
  }

  private static boolean isSaidBetter(StatusCause cause, List<StatusCause> all) {
    return all.stream()
        .filter(other -> other.getField().equals(cause.getField()))
        .anyMatch(
            other ->
                (cause.getMessage().startsWith("Too long")
                        && other.getMessage().contains("should match"))
                    || (cause.getMessage().contains("RFC 1123")
                        && other.getMessage().contains("metadata.name must begin")));
  }

  private static String line(StatusCause cause) {
    return " " + cause.getField() + ": " + cause.getMessage();
  }

  private static List<String> validated(Path file) {
    return said.stream().filter(line -> line.startsWith(file + ":")).toList();
  }
}
