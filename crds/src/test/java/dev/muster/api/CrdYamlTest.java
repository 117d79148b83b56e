package dev.muster.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import dev.muster.api.v1alpha1.Backfill;
import dev.muster.api.v1alpha1.Match;
import dev.muster.api.v1alpha1.Matchmaker;
import dev.muster.api.v1alpha1.MatchmakerProfile;
import io.fabric8.crdv2.generator.CRDGenerator;
import io.fabric8.kubernetes.client.CustomResource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The committed CRDs are those of the classes. After a change to a class write them anew with
 * {@code mvn -pl crds -am test -Dtest=CrdYamlTest -Dsurefire.failIfNoSpecifiedTests=false
 * -Dmuster.crds.write=true}.
 */
class CrdYamlTest {
  private static final Path COMMITTED = Path.of("../charts/muster/crds");
  private static final ObjectMapper YAML =
      new ObjectMapper(
          new YAMLFactory()
              .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
              .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
              .disable(YAMLGenerator.Feature.SPLIT_LINES)
              .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER));

  @TempDir Path generated;

  static Stream<Class<? extends CustomResource<?, ?>>> kinds() {
    return Stream.of(Matchmaker.class, MatchmakerProfile.class, Match.class, Backfill.class);
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void theCommittedCrdIsThatOfTheClass(Class<? extends CustomResource<?, ?>> kind)
      throws IOException {
    // Given
    var fileName = CustomResource.getCRDName(kind) + ".yaml";
    // When
    var wanted = YAML.writeValueAsString(CrdAdditions.to(generate(kind), kind));
    // Then
    var committed = COMMITTED.resolve(fileName);
    if (Boolean.getBoolean("muster.crds.write")) {
      Files.createDirectories(COMMITTED);
      Files.writeString(committed, wanted);
    }
    assertThat(committed).content().isEqualTo(wanted);
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void everyFieldIsDescribedSoThatKubectlExplainIsEnough(Class<? extends CustomResource<?, ?>> kind)
      throws IOException {
    // Given
    var schema =
        CrdAdditions.to(generate(kind), kind).at("/spec/versions/0/schema/openAPIV3Schema");
    // When
    var silent = new ArrayList<String>();
    collectUndescribed("", schema, silent);
    // Then
    assertThat(silent).isEmpty();
  }

  private static void collectUndescribed(String path, JsonNode schema, List<String> silent) {
    schema
        .path("properties")
        .properties()
        .forEach(
            property -> {
              var at = path + "." + property.getKey();
              // These are Kubernetes' own and well known.
              if (at.endsWith(".conditions") || at.equals(".metadata")) {
                return;
              }
              if (!property.getValue().has("description")) {
                silent.add(at);
              }
              collectUndescribed(at, property.getValue(), silent);
              collectUndescribed(at + "[]", property.getValue().path("items"), silent);
              collectUndescribed(
                  at + ".*", property.getValue().path("additionalProperties"), silent);
            });
  }

  private ObjectNode generate(Class<? extends CustomResource<?, ?>> kind) throws IOException {
    new CRDGenerator()
        .customResourceClasses(List.of(kind))
        .forCRDVersions("v1")
        .withImplicitPreserveUnknownFields(false)
        .inOutputDir(generated.toFile())
        .generate();
    return (ObjectNode)
        YAML.readTree(generated.resolve(CustomResource.getCRDName(kind) + "-v1.yml").toFile());
  }
}
