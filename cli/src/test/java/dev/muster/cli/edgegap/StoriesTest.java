package dev.muster.cli.edgegap;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The stories' queues are those of the configurations, but for the game server. */
class StoriesTest {
  private static final Path EXAMPLES = Path.of("..", "examples");
  private static final YAMLMapper YAML = new YAMLMapper();

  @ParameterizedTest
  @CsvSource({
    "01-simple, simple",
    "02-advanced, advanced",
    "03-custom-lobby, custom-lobby",
    "04-backfill, backfill",
    "05-competitive, competitive",
    "06-cooperative, cooperative",
    "07-social, social",
  })
  void haveTheRulesOfTheirConfiguration(String story, String configuration) throws IOException {
    // Given
    var told = new TreeMap<String, JsonNode>();
    for (var file : yamlFiles(EXAMPLES.resolve(story))) {
      put(told, (ObjectNode) YAML.readTree(file.toFile()));
    }
    // When
    var imported = new TreeMap<String, JsonNode>();
    for (var resource : EdgegapImportTest.imported(configuration).resources()) {
      if (resource.json().path("kind").textValue().equals("MatchmakerProfile")) {
        put(imported, resource.json());
      }
    }
    // Then
    assertThat(told).hasSameSizeAs(imported);
    // Numbers are compared as text, as one side read them from JSON and the other from YAML.
    assertThat(told.toString()).isEqualTo(imported.toString());
  }

  private static void put(Map<String, JsonNode> specs, ObjectNode profile) {
    var spec = (ObjectNode) profile.get("spec");
    spec.remove(List.of("gameServer", "matchmaker"));
    specs.put(profile.at("/metadata/name").textValue(), spec);
  }

  private static List<Path> yamlFiles(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
    }
  }
}
