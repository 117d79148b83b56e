package dev.muster.api.ticket;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.muster.api.mapping.ProfileMapping;
import dev.muster.api.v1alpha1.MatchmakerProfileSpec;
import dev.muster.engine.profile.Problem;
import dev.muster.engine.profile.Profile;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RosterTest {
  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {elo: 5, beacons: {A: 3}}          | ''
          {elo: 5, beacons: {A: 3}, old: x}  | ''
          {elo: 5}                           | tickets.p1.attributes.beacons: is missing; an object of latencies by beacon was expected
          {elo: 5, beacon: {A: 3}}           | tickets.p1.attributes.beacons: is missing; an object of latencies by beacon was expected
          {elo: 5, beacons: {}}              | tickets.p1.attributes.beacons: is empty; the latency to at least one beacon was expected
          {elo: high, beacons: {A: 3}}       | tickets.p1.attributes.elo: is a string; a number was expected
          {elo: true, beacons: {A: 3}}       | tickets.p1.attributes.elo: is a boolean, a number, a string, a list of strings or an object of latencies was expected
          """)
  void saysWhatTheRulesHaveAgainstAPlayer(String attributes, String problem) throws Exception {
    // When
    var problems = Roster.problems(profile(), "p1", YAML.readTree(attributes), true);
    // Then
    assertThat(problems.stream().map(Problem::toString))
        .isEqualTo(problem.isEmpty() ? List.of() : List.of(problem));
  }

  @Test
  void aTicketWithoutAttributesLacksThemAll() throws Exception {
    // When
    var problems = Roster.problems(profile(), "p1", null, true);
    // Then
    assertThat(problems.stream().map(Problem::field))
        .containsExactly("tickets.p1.attributes.beacons", "tickets.p1.attributes.elo");
  }

  private static Profile profile() throws JsonProcessingException {
    var spec =
        """
        rules:
          size: {type: playerCount, teamCount: 1, minTeamSize: 2, maxTeamSize: 2}
          elo: {type: numberDifference, maxDifference: 5}
          beacons: {type: latencies, difference: 100, maxLatency: 100}
        gameServer: {template: {}}
        """;
    return ProfileMapping.profile("duel", YAML.readValue(spec, MatchmakerProfileSpec.class));
  }
}
