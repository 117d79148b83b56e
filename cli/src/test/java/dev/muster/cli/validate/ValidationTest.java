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
import java.util.Collections;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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

  @Test
  void readsJsonAsKubectlDoes() {
    // Given tabs, an escaped slash, and two objects without anything between them
    var object =
        """
        {
        \t"apiVersion": "muster.dev\\/v1alpha1",
        \t"kind": "Matchmaker",
        \t"metadata": {"name": "%s"},
        \t"spec": {"replicas": %s}
        }
        """;
    // When
    var report = validate(object.formatted("a", "1") + object.formatted("b", "1.0"));
    // Then
    assertThat(report.lines()).isEmpty();
    assertThat(report.counts().objects()).isEqualTo(2);
    assertThat(validate(object.formatted("a", "-1")).lines())
        .singleElement()
        .asString()
        .startsWith("stdin:5:11: spec.replicas: Invalid value: -1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"kind\": \"Match\",} | stdin:1:18: ",
        "{'kind': 'Match'} | stdin:1:2: ",
        "{kind: Match} | stdin:1:2: "
      })
  void refusesWhatIsNearlyJson(String json, String place) {
    assertThat(validate(json).lines())
        .singleElement()
        .asString()
        .startsWith(place)
        .contains("begins with '{', so kubectl reads it as JSON, which it is not: ");
  }

  @ParameterizedTest
  @CsvSource({"4.0, true", "4e0, true", "0o4, true", "4.5, false", "'\"4\"', false"})
  void takesForAWholeNumberWhatKubectlSendsAsOne(String written, boolean isWhole) {
    // When
    var report =
        validate(GOOD.formatted("sizes").replace("maxTeamSize: 2", "maxTeamSize: " + written));
    // Then
    assertThat(report.lines().isEmpty()).as("%s", report.lines()).isEqualTo(isWhole);
  }

  @Test
  void saysOneThingOfANumberThatIsMuchTooGreat() {
    // When
    var report =
        validate(
            GOOD.formatted("sizes")
                .replace("maxTeamSize: 2", "maxTeamSize: 99999999999999999999999"));
    // Then
    assertThat(report.lines()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "# nothing but words\n", "---\n", "---\n---\n"})
  void refusesToBeAskedAboutNothing(String text) {
    assertThat(validate(text).lines())
        .containsExactly("stdin:1:1: has no object: kubectl apply would have nothing to apply");
  }

  @Test
  void warnsOfAnEmptyFileAmongOthers() throws IOException {
    // Given
    Files.writeString(folder.resolve("empty.yaml"), "# later\n");
    var validation = new Validation(Crds.documents(), false);
    // When
    validation.add("-", stream(GOOD.formatted("good")));
    validation.add(folder.resolve("empty.yaml").toString(), InputStream.nullInputStream());
    // Then
    assertThat(validation.report().lines()).singleElement().asString().contains("warning: has no");
    assertThat(validation.report().counts().mistakes()).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "muster/v1alpha1, MatchmakerProfil",
    "musters.dev/v1alpha1, MatchmakerProfiles",
    "example.com/v1, Matchmakers"
  })
  void knowsWhatIsMeantToBeOurs(String apiVersion, String kind) {
    assertThat(validate("apiVersion: " + apiVersion + "\nkind: " + kind + "\n").lines())
        .singleElement()
        .asString()
        .contains("no matches for kind \"" + kind + "\"");
  }

  @Test
  void readsListsOfOneKind() {
    // When
    var report =
        validate(
            """
            apiVersion: muster.dev/v1alpha1
            kind: MatchmakerList
            items:
              - metadata: {name: blue}
                spec: {replicas: -1}
            ---
            apiVersion: v1
            kind: List
            items:
            """);
    // Then
    assertThat(report.lines())
        .satisfiesExactly(
            line -> assertThat(line).startsWith("stdin:5:12: items[0].spec.replicas: Invalid"),
            line -> assertThat(line).isEqualTo("stdin:9:1: items: must be a list of objects"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "name: 5 | metadata.name: must be a text; write it in quotes",
        "name: [a] | metadata.name: must be a text",
        "name: a, namespace: Games | metadata.namespace: Invalid value: \"Games\"",
        "name: a, labels: {tier: 1} | metadata.labels.tier: must be a text; write",
        "name: a, annotations: [b] | metadata.annotations: must be a map of texts",
        "name: a, finalizers: b | metadata.finalizers: must be a list of texts",
        "generateName: a- | metadata.generateName: kubectl apply cannot use it",
        "name: Blue | metadata.name: Invalid value: \"object\": metadata.name must begin"
      })
  void saysWhatIsWrongWithMetadata(String metadata, String said) {
    // Given
    var lines = metadata.replace(", ", "\n  ");
    // When
    var report =
        validate(
            "apiVersion: muster.dev/v1alpha1\nkind: Matchmaker\nmetadata:\n  "
                + lines
                + "\nspec: {}\n");
    // Then
    assertThat(report.lines()).singleElement().asString().contains(said).matches("stdin:[45]:.*");
  }

  @Test
  void saysThatATextIsExpectedWhereAnotherValueStands() {
    assertThat(validate("apiVersion: 1\nkind: [Match]\nmetadata: a\n").lines())
        .containsExactly(
            "stdin:1:1: apiVersion: must be a text; write it in quotes",
            "stdin:2:1: kind: must be a text",
            "stdin:3:1: metadata: must be a map");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ticketExpirationPeriod: 300 | (a duration of at least 1ms: digits and one of ms, s, m, h",
        "queue: 5 | (at most 63 letters, digits",
        "backfillOnly: 'yes' | (true or false, without quotes)",
        "rules: {elo: {type: numberDifference, maxDifference: 50%}} | (a number, without quotes or"
            + " unit)",
        "rules: {s: {type: playerCount, maxTeamSize: '4'}} | (a whole number, without quotes or unit)"
      })
  void saysOfWhatFormAValueIsExpected(String field, String words) {
    // When
    var report =
        validate(
            """
            apiVersion: muster.dev/v1alpha1
            kind: MatchmakerProfile
            metadata: {name: a}
            spec:
              %s
            """
                .formatted(field));
    // Then
    assertThat(report.lines()).anyMatch(line -> line.contains(words));
  }

  @Test
  void warnsOfWordsAndNumbersThatYamlReadsOtherwise() {
    // When
    var report =
        validate(
            GOOD.formatted("words")
                .replace("maxTeamSize: 2}", "maxTeamSize: 010}\n    on: {type: stringEquality}"));
    // Then
    assertThat(report.lines())
        .containsExactly(
            "stdin:7:80: warning: spec.rules.match_size.maxTeamSize: is read as 8, for whole numbers"
                + " that begin with 0 are octal; leave the 0 out, or write the text in quotes",
            "stdin:8:5: warning: spec.rules: 'on' is read as true here; write \"on\" for the text");
  }

  @Test
  void pointsIntoARuleWhoseNameYamlReadsOtherwise() {
    // When
    var report =
        validate(
            GOOD.formatted("words")
                .replace("maxTeamSize: 2}", "maxTeamSize: 2}\n    on: {type: 5}"));
    // Then
    assertThat(report.lines())
        .anyMatch(line -> line.startsWith("stdin:8:10: spec.rules.true.type"));
  }

  @Test
  void guessesWhatWasMeantInThePodOfATemplate() {
    assertThat(
            validate(GOOD.formatted("words").replace("image: any", "image: any, comand: [x]"))
                .lines())
        .singleElement()
        .asString()
        .endsWith("unknown field \"spec.containers[0].comand\" (did you mean command?)");
  }

  @Test
  void saysThatATemplateIsYetToBeRendered() {
    assertThat(validate("kind: Matchmaker\nmetadata: {name: {{ .Release.Name }}}\n").lines())
        .anyMatch(line -> line.contains("{{ }}, that is yet to be rendered?"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          a: "b|~~c: d| 4:1: the text in quotes that begins in line 1 is not ended
          a: [1, 2|~b: 1| 2:2: the list in [ ] that begins in line 1 is not ended: ',' or ']' was expected
          a: {b: 1|~c| 3:1: the map in { } that begins in line 1 is not ended: ',' or '}' was expected
          a:|~  b: 1~ c: 2| 3:2: is not indented as the lines above it
          a:|~  b: 1~  - c| 3:3: is not indented as the lines above it
          a:|~  b: 1~   c: 2| 3:5: a colon cannot stand here
          a: b: c|| 1:5: a colon cannot stand here
          a:|~^b: 1| 2:1: lines are indented with spaces; this is a tab
          a: @x|| 1:4: a text that begins with @ needs quotes
          a: *x|| 1:4: there is no anchor &x above; a text that begins with * needs quotes
          """)
  void saysInItsOwnWordsWhatIsNoYaml(String first, String rest, String message) {
    var text = first + (rest == null ? "" : rest) + "~";
    assertThat(validate(text.replace('~', '\n').replace('^', '\t')).lines())
        .first()
        .asString()
        .startsWith("stdin:" + message);
  }

  @Test
  void warnsOfBytesThatAreNoText() {
    // Given
    var latin1 =
        ("# f\u00fcr alle\n" + GOOD.formatted("good")).getBytes(StandardCharsets.ISO_8859_1);
    var utf16 = GOOD.formatted("good").getBytes(StandardCharsets.UTF_16);
    // Then
    assertThat(validate(latin1).lines())
        .containsExactly(
            "stdin:1:4: warning: is no text in UTF-8 from here on; it reads as \uFFFD");
    assertThat(validate(utf16).lines()).isEmpty();
    assertThat(validate(utf16).counts().objects()).isEqualTo(1);
  }

  @Test
  void takesManyAliasesButNotABomb() {
    // Given
    var many = "    again%d: *one\n";
    var aliases = new StringBuilder("    first: &one {type: stringEquality}\n");
    for (int i = 0; i < 30; i++) {
      aliases.append(many.formatted(i));
    }
    var levels = new StringBuilder("l0: &l0 [x, x, x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 12; i++) {
      var below = "*l" + (i - 1);
      levels.append(
          "l%d: &l%d [%s]\n".formatted(i, i, String.join(", ", Collections.nCopies(10, below))));
    }
    // When
    var report =
        validate(GOOD.formatted("many").replace("  gameServer:", aliases + "  gameServer:"));
    var bomb = validate(levels.toString());
    // Then
    assertThat(report.lines()).isEmpty();
    assertThat(bomb.lines()).anyMatch(line -> line.contains("is too large: a document may have"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "env: {MODE: ranked} | env: is a map; a list was expected",
        "env: [{name: V, value: 1.10}] | env[0].value: is the number 1.1; a text was expected: write it in quotes",
        "command: ./server --port 7777 | command: is the text './server --port 7777'; a list was expected",
        "ports: [7777] | ports[0]: is the number 7777; a map was expected",
        "resources: {requests: {cpu: 100millis}} | resources.requests.cpu: is the text '100millis'; a quantity such as 250m or 512Mi was expected",
        "tty: 'yes' | tty: is the text 'yes'; true or false was expected",
        "env: [{name: V, value: y}] | env[0].value: is true; a text was expected: write it in quotes",
        "env: [{value: x}] | env[0].name: Required value"
      })
  void saysOfWhatTypeTheValuesOfThePodAre(String field, String said) {
    // When
    var report =
        validate(GOOD.formatted("pod").replace("{name: game,", "{name: game, " + field + ","));
    // Then
    assertThat(report.lines())
        .singleElement()
        .asString()
        .endsWith("spec.gameServer.template.spec.containers[0]." + said);
  }

  @Test
  void saysAllThatIsWrongWithATemplate() {
    // When
    var report =
        validate(
            GOOD.formatted("pod")
                .replace("{name: game,", "{name: game, args: 5, command: [1],")
                .replace(
                    "spec: {containers", "spec: {terminationGracePeriodSeconds: 30s, containers"));
    // Then
    assertThat(report.lines()).hasSize(3);
  }

  private static Report validate(String yaml) {
    return validate(yaml.getBytes(StandardCharsets.UTF_8));
  }

  private static Report validate(byte[] bytes) {
    var validation = new Validation(Crds.documents(), false);
    validation.add("-", new ByteArrayInputStream(bytes));
    return validation.report();
  }

  private static InputStream stream(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }
}
