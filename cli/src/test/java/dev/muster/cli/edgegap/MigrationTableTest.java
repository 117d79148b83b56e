package dev.muster.cli.edgegap;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The table of the page for those who come from Edgegap, held against published configurations. */
class MigrationTableTest {
  private static final Path PAGE = Path.of("..", "docs", "coming-from-edgegap.md");
  private static final Path OWN = Path.of("..", "examples", "edgegap", "configuration.json");
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern ROW =
      Pattern.compile("^\\| `([a-zA-Z_.]+)` \\| (.*?) \\| .* \\|$", Pattern.MULTILINE);
  private static final Pattern CODE = Pattern.compile("`([^`]+)`");
  private static final Pattern BEFORE_A_LINE_OF_ITS_OWN =
      Pattern.compile("([\"\\]}0-9a-z])(\\s*\\n\\s*\")");

  /** Configurations that nobody has published; the rest of the folder is. */
  private static final List<String> MADE_UP = List.of("backfill-only", "version-1");

  /**
   * Where a key goes.
   *
   * @param kind of the resource; empty: it is not carried over
   */
  private record Target(String kind, List<String> paths) {}

  /** A value with the way to it: what the table writes, and what stands for its words. */
  private record Leaf(String key, Map<String, String> words, JsonNode value) {
    /** Its path in a resource, with the words put in. */
    String in(String path) {
      var text = path;
      for (var word : words.entrySet()) {
        text = text.replace(word.getKey(), word.getValue());
      }
      return text;
    }
  }

  static Stream<Path> configurations() throws IOException {
    var published =
        EdgegapImportTest.configurations().stream()
            .filter(name -> !MADE_UP.contains(name))
            .map(name -> EdgegapImportTest.FOLDER.resolve(name + ".json"))
            .toList();
    assertThat(published).hasSize(7);
    return Stream.concat(published.stream(), Stream.of(OWN));
  }

  @ParameterizedTest
  @MethodSource("configurations")
  void everyKeyBecomesWhatTheTableSays(Path file) throws IOException {
    // Given
    var table = table();
    var text = Files.readString(file);
    var imported =
        EdgegapImport.of(
            Configuration.parse(text), new ImportOptions("default", Optional.empty(), List.of()));
    var notes = imported.notes().stream().map(Finding::path).toList();
    // When // Then
    for (var leaf : leaves(JSON.readTree(text))) {
      assertThat(table).as("the table").containsKey(leaf.key());
      var target = table.get(leaf.key());
      for (var resource : resources(imported, target, leaf)) {
        for (var path : target.paths()) {
          assertBecame(leaf, path, resource);
        }
      }
      if (leaf.key().equals("inspect") && leaf.value().asBoolean()) {
        assertThat(notes).contains("inspect");
      }
    }
  }

  /** Those lack a comma, which the import tells; with it they are the ones above. */
  @ParameterizedTest
  @MethodSource("misprinted")
  void theOnesThatLackACommaAreTheSameOtherwise(Path file) throws IOException {
    // Given
    var text = Files.readString(file);
    // When
    var repaired = BEFORE_A_LINE_OF_ITS_OWN.matcher(text).replaceAll("$1,$2");
    // Then
    var sound = Path.of(file.toString().replace(".as-published.txt", ".json"));
    assertThat(JSON.readTree(repaired)).isEqualTo(JSON.readTree(sound.toFile()));
  }

  static Stream<Path> misprinted() throws IOException {
    try (var files = Files.list(EdgegapImportTest.FOLDER)) {
      var found = files.filter(file -> file.toString().endsWith(".as-published.txt")).toList();
      assertThat(found).hasSize(3);
      return found.stream();
    }
  }

  @Test
  void theTableKnowsEveryAttributeThatAnExpansionCanOverwrite() throws IOException {
    // Given
    var keys = table().keySet();
    var initial = "profiles.NAME.rules.initial.RULE.attributes.";
    // When // Then
    for (var key : keys) {
      if (key.startsWith(initial) && !key.endsWith(".team_size")) {
        assertThat(keys)
            .contains(key.replace(initial, "profiles.NAME.rules.expansions.SECONDS.RULE."));
      }
    }
  }

  private static List<JsonNode> resources(Imported imported, Target target, Leaf leaf) {
    var found =
        imported.resources().stream()
            .map(Resource::json)
            .filter(json -> json.path("kind").asText().equals(target.kind()))
            .filter(json -> isOf(json, leaf.words().get("NAME")))
            .map(JsonNode.class::cast)
            .toList();
    assertThat(found.isEmpty()).as(leaf.key()).isEqualTo(target.kind().isEmpty());
    return found;
  }

  private static boolean isOf(JsonNode resource, String profile) {
    var name = resource.at("/metadata/name").asText();
    return profile == null || profile.equals(resource.at("/spec/queue").asText(name));
  }

  private static void assertBecame(Leaf leaf, String path, JsonNode resource) {
    var became = at(resource, leaf.in(path));
    var was = leaf.value();
    if (leaf.key().contains(".application.")) {
      assertThat(became.asText()).contains(was.asText());
    } else if (leaf.key().endsWith(".type")) {
      assertThat(became.asText().toLowerCase(Locale.ROOT)).isEqualTo(was.asText().replace("_", ""));
    } else if (was.isNumber()) {
      assertThat(became.decimalValue()).as(path).isEqualByComparingTo(was.decimalValue());
    } else {
      assertThat(became).as(path).isEqualTo(was);
    }
  }

  /** What is at a path such as {@code spec.expansions[30].rules.elo.maxDifference}. */
  private static JsonNode at(JsonNode resource, String path) {
    var node = resource;
    for (var part : path.split("\\.(?![^\\[]*])", -1)) {
      var name = part.replaceAll("\\[.*", "");
      node = node.path(name);
      if (part.contains("[")) {
        node = item(node, part.substring(name.length() + 1, part.length() - 1));
      }
    }
    return node;
  }

  private static JsonNode item(JsonNode list, String which) {
    for (var one : list) {
      if (one.path("after").asText().equals(which + "s")) {
        return one;
      }
    }
    return list.path(Integer.parseInt(which));
  }

  private static Map<String, Target> table() throws IOException {
    var table = new LinkedHashMap<String, Target>();
    var rows = ROW.matcher(Files.readString(PAGE));
    while (rows.find()) {
      var code = CODE.matcher(rows.group(2)).results().map(found -> found.group(1)).toList();
      table.put(
          rows.group(1),
          code.isEmpty()
              ? new Target("", List.of())
              : new Target(code.get(0), code.subList(1, code.size())));
    }
    return table;
  }

  private static List<Leaf> leaves(JsonNode configuration) {
    var leaves = new ArrayList<Leaf>();
    collect(configuration, List.of(), Map.of(), leaves);
    return leaves;
  }

  private static void collect(
      JsonNode node, List<String> path, Map<String, String> words, List<Leaf> leaves) {
    if (!node.isObject()) {
      leaves.add(new Leaf(String.join(".", path), words, node));
      return;
    }
    var word = word(path);
    for (var field : node.properties()) {
      var step = new ArrayList<>(path);
      var known = new LinkedHashMap<>(words);
      step.add(word.isEmpty() ? field.getKey() : word);
      if (!word.isEmpty()) {
        known.put(word, field.getKey());
      }
      collect(field.getValue(), step, known, leaves);
    }
  }

  /** What the names below a path are in the table; empty: themselves. */
  private static String word(List<String> path) {
    return switch (String.join(".", path)) {
      case "profiles" -> "NAME";
      case "profiles.NAME.rules.initial", "profiles.NAME.rules.expansions.SECONDS" -> "RULE";
      case "profiles.NAME.rules.expansions" -> "SECONDS";
      default -> "";
    };
  }
}
