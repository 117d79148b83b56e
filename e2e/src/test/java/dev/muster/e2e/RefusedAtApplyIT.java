package dev.muster.e2e;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What the schemas refuse: each file of {@code refused} begins with the message that it earns, as a
 * comment.
 */
@ExtendWith(SharedMuster.class)
class RefusedAtApplyIT {
  private static final Path FOLDER = Path.of("src/test/resources/refused");

  static List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("files")
  void isRefusedWithItsMessage(String file, MusterProcess muster) {
    // Given
    var text = read(FOLDER.resolve(file));
    var message = text.lines().findFirst().orElseThrow().substring("# ".length());
    var object = Serialization.unmarshal(text, GenericKubernetesResource.class);
    object.getMetadata().setNamespace("default");
    // When // Then
    assertThatThrownBy(() -> muster.client().resource(object).create())
        .isInstanceOf(KubernetesClientException.class)
        .hasMessageContaining(message);
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
