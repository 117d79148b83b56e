package dev.muster.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Every field of every spec has a test that changes this field alone and sees another pod, answer
 * or status. {@code spec-fields.csv} names it, by kind, field, and class and method of the test.
 */
class SpecFieldsTest {
  private static final Path CRDS = MusterProcess.HOME.resolve("charts/muster/crds");
  private static final Path REGISTER = Path.of("src/test/resources/spec-fields.csv");
  private static final List<String> MODULES = List.of("operator", "matchmaker-runtime", "e2e");

  /** A field and its test. */
  record Line(String kind, String field, String test) {
    static Line of(String text) {
      var parts = text.split(",", 3);
      return new Line(parts[0], parts[1], parts[2]);
    }

    /** The name that a test's source has to mention: the field's last part. */
    String name() {
      return field.replaceFirst(".*\\.", "").replace("[]", "");
    }

    String testClass() {
      return test.substring(0, test.indexOf('.'));
    }

    String method() {
      return test.substring(test.indexOf('.') + 1);
    }
  }

  @Test
  void everyFieldHasATest() throws IOException {
    // When
    var fields = new TreeSet<String>();
    try (var crds = Files.list(CRDS)) {
      for (var crd : crds.toList()) {
        collect(Serialization.unmarshal(Files.readString(crd), JsonNode.class), fields);
      }
    }
    // Then
    assertThat(register().stream().map(line -> line.kind() + " " + line.field()))
        .doesNotHaveDuplicates()
        .containsExactlyInAnyOrderElementsOf(fields);
  }

  @Test
  void everyTestThatIsNamedExistsAndMentionsItsField() throws IOException {
    // Given
    var sources = sources();
    // When
    var wrong = new ArrayList<String>();
    for (var line : register()) {
      var source = sources.getOrDefault(line.testClass(), "");
      if (!source.contains("void " + line.method() + "(") || !mentions(source, line)) {
        wrong.add(line.toString());
      }
    }
    // Then
    assertThat(wrong).isEmpty();
  }

  private static boolean mentions(String source, Line line) {
    // The refused files are the table of their test.
    return line.testClass().equals("RefusedIT") || source.contains(line.name());
  }

  private static List<Line> register() throws IOException {
    return Files.readAllLines(REGISTER).stream().map(Line::of).toList();
  }

  /** The sources of all tests, by the name of the class; those of one name are put together. */
  private static Map<String, String> sources() throws IOException {
    var files = new ArrayList<Path>();
    for (var module : MODULES) {
      try (Stream<Path> tree = Files.walk(MusterProcess.HOME.resolve(module + "/src/test/java"))) {
        tree.filter(file -> file.toString().endsWith(".java")).forEach(files::add);
      }
    }
    return files.stream()
        .collect(
            Collectors.toMap(
                file -> file.getFileName().toString().replace(".java", ""),
                SpecFieldsTest::read,
                String::concat));
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void collect(JsonNode crd, Set<String> fields) {
    var kind = crd.at("/spec/names/kind").asText();
    var spec = crd.at("/spec/versions/0/schema/openAPIV3Schema/properties/spec");
    leaves(kind + " ", spec, fields);
  }

  private static void leaves(String path, JsonNode schema, Set<String> fields) {
    if (schema.has("properties")) {
      var prefix = path.endsWith(" ") ? path : path + ".";
      schema
          .path("properties")
          .properties()
          .forEach(property -> leaves(prefix + property.getKey(), property.getValue(), fields));
    } else if (schema.path("items").has("properties")) {
      leaves(path + "[]", schema.path("items"), fields);
    } else if (schema.path("additionalProperties").has("properties")) {
      leaves(path + ".*", schema.path("additionalProperties"), fields);
    } else {
      fields.add(path);
    }
  }
}
