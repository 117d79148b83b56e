package dev.muster.cli.validate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.cli.local.Crds;
import dev.muster.cli.validate.Validation.Report;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ValidationTest {
  private static final String GOOD =
      """
      apiVersion: muster.dev/v1alpha1
      kind: MatchmakerProfile
      metadata:
        name: %s
      spec:
        rules:
          match_size: {type: playerCount, teamCount: 1, minTeamSize: 2, maxTeamSize: 2}
        gameServer: {exposure: PodIP,
          template: {spec: {containers: [{name: game, image: any}]}}}
      """;

  @TempDir Path folder;

  @Test
  void saysNothingOfAGoodFile() {
    // When
    var report = validate(GOOD.formatted("good"));
    // Then
    assertThat(report.lines()).isEmpty();
    assertThat(report.counts()).hasToString("1 file, 1 object: 0 mistakes, 0 warnings");
  }

  @Test
  void pointsAtTheFieldInTheSecondDocument() {
    // When
    var report =
        validate(GOOD.formatted("good") + "---\n" + GOOD.formatted("bad").replace("1,", "0,"));
    // Then
    assertThat(report.lines())
        .containsExactly(
            "stdin:17:37: spec.rules.match_size.teamCount: Invalid value: 0:"
                + " spec.rules.match_size.teamCount in body should be greater than or equal to 1");
  }

  @Test
  void pointsAtWhatIsAroundAMissingField() {
    // When
    var report =
        validate(
            """
            apiVersion: muster.dev/v1alpha1
            kind: Matchmaker
            metadata: {name: blue}
            spec:
              beacons:
                - {city: Chicago, host: a.example, tcpPort: 1, udpPort: 1}
                - {city: Tokyo, tcpPort: 1, udpPort: 1}
            """);
    // Then
    assertThat(report.lines()).containsExactly("stdin:7:7: spec.beacons[1].host: Required value");
  }

  @Test
  void findsARuleWithDotsInItsName() {
    // When
    var report =
        validate(GOOD.formatted("good").replace("match_size", "match.size").replace("1,", "0,"));
    // Then
    assertThat(report.lines()).singleElement().asString().startsWith("stdin:7:37: ");
  }

  @Test
  void pointsAtASyntaxErrorAndKeepsWhatCameBefore() {
    // When
    var report = validate(GOOD.formatted("good") + "---\nkind: [\n");
    // Then
    assertThat(report.lines()).singleElement().asString().startsWith("stdin:12:1: ");
    assertThat(report.counts().objects()).isEqualTo(1);
  }

  @Test
  void saysWhatIsNoObjectOfMuster() {
    // When
    var report =
        validate(
            """
            just text
            ---
            kind: MatchmakerProfile
            ---
            apiVersion: muster.dev/v1alpha1
            kind: MatchmakerProfil
            ---
            apiVersion: muster.dev/v1
            kind: Match
            """);
    // Then
    assertThat(report.lines())
        .containsExactly(
            "stdin:1:1: is no object: apiVersion, kind and metadata are expected",
            "stdin:3:1: apiVersion: apiVersion not set",
            "stdin:6:1: kind: no matches for kind \"MatchmakerProfil\" in version"
                + " \"muster.dev/v1alpha1\"; known are Matchmaker, MatchmakerProfile, Match and"
                + " Backfill in muster.dev/v1alpha1",
            "stdin:9:1: kind: no matches for kind \"Match\" in version \"muster.dev/v1\"; known are"
                + " Matchmaker, MatchmakerProfile, Match and Backfill in muster.dev/v1alpha1");
  }

  @Test
  void countsObjectsOfOthersAndLetsThemPass() {
    // When
    var report = validate("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata: 5\n");
    // Then
    assertThat(report.lines()).isEmpty();
    assertThat(report.counts())
        .hasToString(
            "1 file, 0 objects (and 1 of other kinds, not checked): 0 mistakes, 0 warnings");
  }

  @Test
  void looksIntoLists() {
    // When
    var report =
        validate(
            """
            apiVersion: v1
            kind: List
            items:
              - apiVersion: muster.dev/v1alpha1
                kind: Matchmaker
                metadata: {name: blue}
                spec:
                  replicas: 2
            """);
    // Then
    assertThat(report.lines())
        .singleElement()
        .asString()
        .startsWith("stdin:8:7: items[0].spec.replicas: Invalid value: ");
  }

  @Test
  void readsAnchorsAndMergesAsKubectlDoes() {
    // Given
    var more =
        """
        maxTeamSize: 2}
            elo: &elo {type: numberDifference, maxDifference: 5}
            rank: {<<: *elo, maxDifference: -1}
            again: *elo\
        """;
    // When
    var report = validate(GOOD.formatted("good").replace("maxTeamSize: 2}", more));
    // Then
    assertThat(report.lines())
        .singleElement()
        .asString()
        .startsWith("stdin:9:22: spec.rules.rank.maxDifference: Invalid value: -1");
  }

  @Test
  void refusesADocumentThatContainsItself() {
    // When
    var report = validate("&a {kind: Match, apiVersion: muster.dev/v1alpha1, spec: *a}\n");
    // Then
    assertThat(report.lines()).anyMatch(line -> line.contains("spec: contains itself"));
  }

  @Test
  void warnsOfTwoProfilesWithOneQueue() {
    // Given
    var other = GOOD.formatted("other").replace("spec:\n", "spec:\n  queue: ranked\n");
    var third =
        GOOD.formatted("third").replace("spec:\n", "spec:\n  queue: ranked\n  matchmaker: blue\n");
    // When
    var report = validate(GOOD.formatted("ranked") + "---\n" + other + "---\n" + third);
    // Then
    assertThat(report.lines())
        .containsExactly(
            "stdin:16:3: warning: spec.queue: queue ranked of Matchmaker default belongs to profile"
                + " ranked (stdin:4) too; the operator accepts one of them");
    assertThat(report.counts().mistakes()).isZero();
    assertThat(report.counts().warnings()).isEqualTo(1);
  }

  @Test
  void warnsOfAnExpansionThatMakesARuleStricter() {
    // Given
    var rules =
        """
          expansions:
            - after: 30s
              rules: {elo: {maxDifference: 20}}
          rules:
            elo: {type: numberDifference, maxDifference: 50}
        """;
    // When
    var report = validate(GOOD.formatted("narrow").replace("  rules:\n", rules));
    // Then
    assertThat(report.lines())
        .containsExactly(
            "stdin:8:21: warning: spec.expansions[0].rules.elo.maxDifference: is 20, which is"
                + " stricter than the 50 before: who has waited so long would find fewer partners");
    assertThat(report.counts().mistakes()).isZero();
  }

  @Test
  void warnsWhenPlayersAreToldNoPort() {
    // When
    var report = validate(GOOD.formatted("deaf").replace("exposure: PodIP,", ""));
    // Then
    assertThat(report.lines())
        .containsExactly(
            "stdin:8:3: warning: spec.gameServer.ports: is empty: with exposure HostPort players"
                + " are told no port to connect to");
    assertThat(report.counts().mistakes()).isZero();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "maxTeamsize, maxTeamSize",
    "maxTeamSizes, maxTeamSize",
    "teamSize, ",
    "max, ",
    "difference_, difference",
    "maxDiference, maxDifference"
  })
  void saysWhichFieldWasMeant(String written, String meant) {
    // Given
    var rule = "{type: playerCount, " + written + ": 1,";
    // When
    var report =
        validate(
            GOOD.formatted("slip")
                .replace("match_size", "match.size")
                .replace("{type: playerCount,", rule));
    // Then
    assertThat(report.lines())
        .containsExactly(
            "stdin:7:37: spec.rules.match.size."
                + written
                + ": unknown field \"spec.rules.match.size."
                + written
                + "\""
                + (meant == null ? "" : " (did you mean " + meant + "?)"));
  }

  @Test
  void saysWhichFieldOfAListWasMeant() {
    // When
    var report =
        validate(
            """
            apiVersion: muster.dev/v1alpha1
            kind: Matchmaker
            metadata: {name: blue}
            spec:
              beacon: []
              beacons: [{city: Chicago, host: a.example, tcpPort: 1, udpPort: 1, timeZone: x}]
            """);
    // Then
    assertThat(report.lines())
        .containsExactly(
            "stdin:5:3: spec.beacon: unknown field \"spec.beacon\" (did you mean beacons?)",
            "stdin:6:70: spec.beacons[0].timeZone: unknown field \"spec.beacons[0].timeZone\" (did"
                + " you mean timezone?)");
  }

  @Test
  void saysOnceThatADurationIsNone() {
    // Given
    var rules =
        """
          ticketRemovalPeriod: five whole minutes
          expansions: [{after: five whole minutes, rules: {}}]
          rules:
        """;
    // When
    var report = validate(GOOD.formatted("slow").replace("  rules:\n", rules));
    // Then
    assertThat(report.lines())
        .satisfiesExactly(
            line ->
                assertThat(line)
                    .startsWith("stdin:6:3: spec.ticketRemovalPeriod: Invalid value: ")
                    .endsWith(
                        "(a duration of at least 1ms: digits and one of ms, s, m, h, such as"
                            + " 30s or 5m)"),
            line ->
                assertThat(line)
                    .startsWith("stdin:7:17: spec.expansions[0].after: Invalid value: ")
                    .endsWith("(whole seconds, minutes or hours, such as 30s or 2m)"));
  }

  @Test
  void takesEachFileByItselfAndFoldersInFoldersWhenAsked() throws IOException {
    // Given
    var backfill =
        """
        apiVersion: muster.dev/v1alpha1
        kind: Backfill
        metadata: {name: one}
        spec: {queue: %s, server: {podName: any}}
        """;
    Files.writeString(folder.resolve("a.yaml"), backfill.formatted("a"));
    Files.writeString(folder.resolve("b.yml"), backfill.formatted("b"));
    Files.writeString(folder.resolve("notes.txt"), "no YAML: at all: [");
    Files.createDirectory(folder.resolve("deep"));
    Files.writeString(folder.resolve("deep/c.json"), "{\"kind\": \"Match\"}");
    var flat = new Validation(Crds.documents(), false);
    var deep = new Validation(Crds.documents(), true);
    // When
    flat.add(folder.toString(), InputStream.nullInputStream());
    deep.add(folder.toString(), InputStream.nullInputStream());
    // Then
    assertThat(flat.report().lines()).isEmpty();
    assertThat(flat.report().counts().files()).isEqualTo(2);
    assertThat(deep.report().lines())
        .containsExactly(folder.resolve("deep/c.json") + ":1:1: apiVersion: apiVersion not set");
  }

  @Test
  void saysThatAFileCannotBeRead() {
    // Given
    var validation = new Validation(Crds.documents(), false);
    // When
    validation.add(folder.resolve("missing.yaml").toString(), InputStream.nullInputStream());
    // Then
    assertThat(validation.report().lines())
        .singleElement()
        .asString()
        .contains("missing.yaml:1:1: no such file; a YAML or JSON file, a folder of such, or -");
  }

  private static Report validate(String yaml) {
    var validation = new Validation(Crds.documents(), false);
    validation.add("-", new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)));
    return validation.report();
  }
}
