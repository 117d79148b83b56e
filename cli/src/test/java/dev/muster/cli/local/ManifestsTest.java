package dev.muster.cli.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManifestsTest {
  @TempDir Path folder;

  @Test
  void readsAFoldersYamlInOrderAndNotTheFoldersInIt() throws IOException {
    // Given
    Files.writeString(folder.resolve("02-b.yaml"), object("b"));
    Files.writeString(folder.resolve("01-a.yml"), object("a1") + "---\n" + object("a2"));
    Files.writeString(folder.resolve("README.md"), "# no YAML");
    Files.createDirectory(folder.resolve("steps"));
    Files.writeString(folder.resolve("steps/03-c.yaml"), object("c"));
    // When
    var objects = Manifests.read(folder);
    // Then
    assertThat(objects)
        .extracting(object -> object.getMetadata().getName())
        .containsExactly("a1", "a2", "b");
    assertThat(objects.get(0).getMetadata().getNamespace()).isEqualTo("default");
  }

  @Test
  void remembersWhatWasAppliedSoThatKubectlCanDropFieldsLater() throws IOException {
    // Given
    var file = Files.writeString(folder.resolve("a.yaml"), object("a"));
    // When
    var read = Manifests.read(file).get(0);
    // Then
    assertThat(read.getMetadata().getAnnotations())
        .containsEntry(
            "kubectl.kubernetes.io/last-applied-configuration",
            "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"a\",\"namespace\":\"default\"}}\n");
  }

  @Test
  void saysWhereAFileIsBroken() throws IOException {
    // Given
    var file = Files.writeString(folder.resolve("a.yaml"), "kind: A\n  name: [\n");
    // When // Then
    assertThatThrownBy(() -> Manifests.read(file))
        .isInstanceOf(CannotContinue.class)
        .hasMessageStartingWith(file + ":2:");
  }

  @Test
  void saysWhatAnObjectLacks() throws IOException {
    // Given
    var file = Files.writeString(folder.resolve("a.yaml"), "apiVersion: v1\nkind: ConfigMap\n");
    // When // Then
    assertThatThrownBy(() -> Manifests.read(file))
        .isInstanceOf(CannotContinue.class)
        .hasMessageContaining("metadata/name is missing");
  }

  @Test
  void saysThatThereIsNothing() {
    // When // Then
    assertThatThrownBy(() -> Manifests.read(folder))
        .isInstanceOf(CannotContinue.class)
        .hasMessageContaining("has no Kubernetes object");
    assertThatThrownBy(() -> Manifests.read(folder.resolve("absent.yaml")))
        .isInstanceOf(CannotContinue.class)
        .hasMessageContaining("no such file");
  }

  private static String object(String name) {
    return "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: " + name + "}\n";
  }
}
