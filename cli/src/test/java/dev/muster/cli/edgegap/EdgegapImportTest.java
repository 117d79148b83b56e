package dev.muster.cli.edgegap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.muster.api.v1alpha1.PortSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Each {@code NAME.json} in the folder becomes its {@code NAME.yaml}. With {@code
 * -Dmuster.golden.write=true} they are written anew.
 */
class EdgegapImportTest {
  static final Path FOLDER = Path.of("src", "test", "resources", "edgegap");
  private static final String APPLICATION =
      "\"application\": {\"name\": \"g\", \"version\": \"1\"}";
  private static final ImportOptions DEFAULTS =
      new ImportOptions("default", Optional.empty(), List.of());

  static List<String> configurations() throws IOException {
    try (var files = Files.list(FOLDER)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(file -> file.endsWith(".json"))
          .map(file -> file.replace(".json", ""))
          .sorted()
          .toList();
    }
  }

  static Imported imported(String name) throws IOException {
    return EdgegapImport.of(read(name + ".json"), DEFAULTS);
  }

  private static Configuration read(String file) throws IOException {
    return Configuration.parse(Files.readString(FOLDER.resolve(file)));
  }

  @ParameterizedTest
  @MethodSource("configurations")
  void becomesTheseResources(String name) throws IOException {
    // When
    var yaml = ManifestText.of(imported(name), name + ".json");
    // Then
    var golden = FOLDER.resolve(name + ".yaml");
    if (Boolean.getBoolean("muster.golden.write")) {
      Files.writeString(golden, yaml);
    }
    assertThat(golden).content().isEqualTo(yaml);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "advanced|12:46: a comma is missing here, before \"application\" in line 13",
        "custom-lobby|9:46: a comma is missing here, before \"application\" in line 10",
        "competitive|63:46: a comma is missing here, before \"application\" in line 64;"
            + "105:46: a comma is missing here, before \"application\" in line 106",
      })
  void aMissingCommaIsToldWithItsPlace(String name, String expected) throws IOException {
    // Given
    var text = Files.readString(FOLDER.resolve(name + ".as-published.txt"));
    // When
    var refusal = catchThrowableOfType(InvalidConfiguration.class, () -> Configuration.parse(text));
    // Then
    assertThat(refusal.findings())
        .extracting(finding -> finding.place() + ": " + finding.message())
        .containsExactly(expected.split(";", -1));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"profiles\": {|1:15|Unexpected end-of-input",
        "{\"profiles\": {},}|1:17|Unexpected character ('}'",
        "{\"profiles\": {}} {}|1:18|something stands behind its end",
        "apiVersion: v1|1:1|apiVersion is no value",
      })
  void whatIsNoJsonIsToldWithItsPlace(String text, String place, String message) {
    // When
    var refusal = catchThrowableOfType(InvalidConfiguration.class, () -> Configuration.parse(text));
    // Then
    assertThat(refusal.findings()).hasSize(1);
    assertThat(refusal.findings().get(0).place()).hasToString(place);
    assertThat(refusal.findings().get(0).message())
        .startsWith("this is no JSON: ")
        .contains(message)
        .doesNotContain("Source");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{}", "{\"profiles\": {}}", "{\"profiles\": null}", "{\"profiles\": [1]}"})
  void aFileWithoutProfilesIsNoConfiguration(String text) {
    // When
    var refusal = refusal(text);
    // Then
    assertThat(refusal.findings())
        .extracting(Finding::message)
        .singleElement()
        .asString()
        .endsWith("at least one profile by name was expected");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''|is empty",
        "'  '|is empty",
        "[]|is []",
        "[{\"a\": 1}]|is [{\"a\":1}]",
        "null|is null",
        "5|is 5",
      })
  void whatIsNoObjectIsToldAndNothingElse(String text, String expected) {
    assertThat(refusal(text).findings())
        .extracting(finding -> finding.place() + ": " + finding.path() + finding.message())
        .containsExactly("1:1: " + expected + ", a JSON object with profiles was expected");
  }

  /** Places: the profile is in line 1, its rules in line 2, its expansions in line 3. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"a\": {\"type\": \"player_cuont\"} | | 2:29: error: rules.initial.a.type: is"
            + " \"player_cuont\", one of player_count, latencies, number_difference,"
            + " string_equality, intersection was expected",
        "\"a\": 5 | | 2:23: error: rules.initial.a: is 5, a type and attributes were expected",
        "\"a\": null | | 2:23: error: rules.initial.a: is null, a type and attributes were expected",
        "\"a\": {} | | 2:23: error: rules.initial.a.type: is missing, one of player_count, latencies,"
            + " number_difference, string_equality, intersection was expected",
        "\"b\": {\"type\": \"intersection\", \"attributes\": {\"overlap\": 1}} | | 2:11: error:"
            + " rules.initial: needs a rule of type player_count, exactly one",
        "PLAYERS, \"l\": {\"type\": \"latencies\", \"attributes\": {\"difference\": \"5\", \"max_latency\": 9}} | |"
            + " 2:169: error: rules.initial.l.attributes.difference: is \"5\", a number of at least"
            + " 0 was expected",
        "PLAYERS, \"l\": {\"type\": \"latencies\", \"attributes\": {\"difference\": -5, \"max_latency\": 9}} | |"
            + " 2:169: error: rules.initial.l.attributes.difference: is -5, a number of at least 0"
            + " was expected",
        "PLAYERS, \"l\": {\"type\": \"latencies\", \"attributes\": {\"difference\": 5}} | |"
            + " 2:154: error: rules.initial.l.attributes.max_latency: is missing, a rule of type"
            + " latencies needs it",
        "PLAYERS, \"i\": {\"type\": \"intersection\", \"attributes\": {\"overlap\": 1.5}} | |"
            + " 2:172: error: rules.initial.i.attributes.overlap: is 1.5, a whole number of at least"
            + " 1 was expected",
        "PLAYERS | \"1.5\": {} | 3:16: error: rules.expansions.1.5: is no time; whole seconds from 1"
            + " to 999999 were expected",
        "PLAYERS | \"0\": {} | 3:16: error: rules.expansions.0: is no time; whole seconds from 1 to"
            + " 999999 were expected",
        "PLAYERS | \"9\": {}, \"09\": {} | 3:25: error: rules.expansions.09: is the same time as"
            + " another expansion's",
        "PLAYERS | \"9\": {\"elo\": {\"max_difference\": 5}} | 3:22: error:"
            + " rules.expansions.9.elo: names no rule of rules.initial; known are [n]",
        "PLAYERS | \"9\": {\"n\": {\"min_team_size\": 9}} | 3:28: error:"
            + " rules.expansions.9.n.min_team_size: is 9 from 9s on, above max_team_size 4",
        "PLAYERS | \"9\": {\"n\": {\"max_team_size\": 300}} | 3:28: error:"
            + " rules.expansions.9.n.max_team_size: is 300, more than the 256 players that a match"
            + " can have; only 999999 means that there are backfills alone",
        "PLAYERS | \"9\": 7 | 3:16: error: rules.expansions.9: is 7, rules by name were expected",
        "PLAYERS | \"9\": {\"n\": {\"team_count\": 128.0}} | 3:28: error:"
            + " rules.expansions.9.n.team_count: makes 128 teams of at most 4 from 9s on, more than"
            + " 256 players in a match",
        "PLAYERS | \"9\": {\"n\": {\"max_team_size\": \"x\\ny\"}} | 3:28: error:"
            + " rules.expansions.9.n.max_team_size: is \"x\\ny\", a whole number of at least 1 was"
            + " expected",
      })
  void whatCannotBeCarriedOverIsToldWithItsPlace(String rules, String later, String expected) {
    // Given
    var players =
        "\"n\": {\"type\": \"player_count\", \"attributes\": {\"team_count\": 1, \"min_team_size\":"
            + " 2, \"max_team_size\": 4}}";
    var text =
        "{\"profiles\": {\"p\": {"
            + APPLICATION
            + ",\n\"rules\": {\"initial\": {"
            + rules.replace("PLAYERS", players)
            + "},\n\"expansions\": {"
            + (later == null ? "" : later)
            + "}}}}}";
    // When
    var refusal = refusal(text);
    // Then
    assertThat(refusal.findings().stream().filter(f -> f.severity() == Finding.Severity.error))
        .extracting(finding -> finding.inFile("f").replace("f:", "").replace("profiles.p.", ""))
        .containsExactly(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ticket_expiration_period|300|is 300, a duration such as \"30s\" or \"5m\" was expected",
        "ticket_removal_period|\"0s\"|is \"0s\", a duration such as \"30s\" or \"5m\" was expected",
        "max_deployment_retry_count|-1|is -1, a whole number of at least 0 was expected",
        "allowed_cors_origins|\"*\"|is \"*\", a list of origins was expected",
      })
  void aWrongSettingIsToldByItsField(String field, String value, String expected) {
    // When
    var refusal =
        refusal("{\"" + field + "\": " + value + ", \"profiles\": {\"a\": {}, \"b\": {}}}");
    // Then
    assertThat(refusal.findings())
        .filteredOn(finding -> finding.path().equals(field))
        .filteredOn(finding -> finding.severity() == Finding.Severity.error)
        .extracting(Finding::message)
        .containsExactly(expected);
  }

  @Test
  void aKeyCannotEndAComment() {
    // Given
    var text =
        """
        {"x\\nkind: Pod": 1, "\\ufffe\\uffff": 2, "profiles": {"p": {
          "application": {"name": "g", "version": "1"}, "rules": {"initial": {"n": {
          "type": "player_count", "attributes": {"team_count": 1, "team_size": 2}}}}}}}""";
    // When
    var yaml =
        ManifestText.of(EdgegapImport.of(Configuration.parse(text), DEFAULTS), "f\nkind: Evil");
    // Then
    assertThat(yaml)
        .startsWith("# From the Edgegap configuration f\\u000akind: Evil by")
        .contains("# - \\ufffe\\uffff: is unknown and left out")
        .contains("# - x\\u000akind: Pod: is unknown and left out")
        .doesNotContain("\nkind: Pod");
  }

  @Test
  void theByteOrderMarkOfSomeEditorsIsNoMatter() throws IOException {
    // When
    var configuration =
        Configuration.parse("\uFEFF" + Files.readString(FOLDER.resolve("simple.json")));
    // Then
    assertThat(configuration).isEqualTo(read("simple.json"));
  }

  @Test
  void takesMatchmakerImageAndPortsFromTheCaller() throws IOException {
    // Given
    var options =
        new ImportOptions(
            "blue",
            Optional.of("ghcr.io/me/{name}:{version}"),
            List.of(
                new PortSpec("gameport", 9000, PortSpec.Protocol.UDP),
                new PortSpec("web", 80, PortSpec.Protocol.TCP)));
    // When
    var imported = EdgegapImport.of(read("advanced.json"), options);
    // Then
    assertThat(imported.notes()).extracting(Finding::path).containsExactly("", "", "inspect");
    var matchmaker = imported.resources().get(0).json();
    assertThat(matchmaker.at("/metadata/name").textValue()).isEqualTo("blue");
    var profile = imported.resources().get(1).json();
    assertThat(profile.at("/spec/matchmaker").textValue()).isEqualTo("blue");
    var server = profile.at("/spec/gameServer");
    assertThat(server.at("/template/spec/containers/0/image").textValue())
        .isEqualTo("ghcr.io/me/my-game-server:2024.01.30-16.23.00-UTC");
    assertThat(server.path("ports"))
        .hasToString(
            "[{\"name\":\"gameport\",\"containerPort\":9000,\"protocol\":\"UDP\"},"
                + "{\"name\":\"web\",\"containerPort\":80,\"protocol\":\"TCP\"}]");
  }

  private static InvalidConfiguration refusal(String text) {
    return catchThrowableOfType(
        InvalidConfiguration.class, () -> EdgegapImport.of(Configuration.parse(text), DEFAULTS));
  }
}
