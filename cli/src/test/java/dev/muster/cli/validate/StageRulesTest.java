package dev.muster.cli.validate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.muster.api.v1alpha1.MatchmakerProfile;
import dev.muster.cli.local.Crds;
import dev.muster.devcluster.offline.OfflineApi;
import dev.muster.operator.profile.ProfileChecks;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The schema's rules about sizes over time say what the engine says. */
class StageRulesTest {
  private static final long SEED = 20261120;
  private static final int PROFILES = 400;
  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

  private final Random random = new Random(SEED);
  private final OfflineApi api = new OfflineApi(Crds.documents(), Clock.systemUTC());

  @Test
  void refuseExactlyWhatTheEngineRefuses() throws IOException {
    int refused = 0;
    for (int i = 0; i < PROFILES; i++) {
      // Given
      var yaml = profile();
      var object = (ObjectNode) YAML.readTree(yaml);
      // When
      var bySchema = api.dryRun(object).causes();
      var byEngine = ProfileChecks.problems(YAML.treeToValue(object, MatchmakerProfile.class));
      // Then
      assertThat(bySchema.isEmpty())
          .as("profile %d of seed %d%n%s%n%s%n%s", i, SEED, yaml, bySchema, byEngine)
          .isEqualTo(byEngine.isEmpty());
      refused += byEngine.isEmpty() ? 0 : 1;
    }
    assertThat(refused).isBetween(PROFILES / 5, PROFILES * 4 / 5);
  }

  private String profile() {
    var yaml =
        new StringBuilder(
            """
            apiVersion: muster.dev/v1alpha1
            kind: MatchmakerProfile
            metadata: {name: any}
            spec:
              gameServer: {template: {spec: {containers: [{name: game, image: any}]}}}
              rules: {size: {type: playerCount, teamCount: 4, minTeamSize: 2, maxTeamSize: 4}}
              expansions:
            """);
    var times = new ArrayList<Integer>();
    int count = 1 + random.nextInt(4);
    for (int i = 1; i <= count; i++) {
      times.add(i * 30);
    }
    Collections.shuffle(times, random);
    times.forEach(time -> yaml.append(expansion(time)));
    return yaml.toString();
  }

  private String expansion(int seconds) {
    var changes = new ArrayList<String>();
    if (random.nextInt(3) == 0) {
      changes.add("minTeamSize: " + (1 + random.nextInt(5)));
    }
    if (random.nextInt(3) == 0) {
      changes.add("maxTeamSize: " + (random.nextInt(4) == 0 ? 80 : 1 + random.nextInt(6)));
    }
    if (random.nextInt(4) == 0) {
      changes.add("teamCount: " + (1 + random.nextInt(60)));
    }
    var after = seconds % 60 == 0 ? seconds / 60 + "m" : seconds + "s";
    return "    - {after: " + after + ", rules: {size: {" + String.join(", ", changes) + "}}}\n";
  }
}
