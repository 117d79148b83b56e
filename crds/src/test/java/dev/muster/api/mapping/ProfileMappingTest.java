package dev.muster.api.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.muster.api.v1alpha1.MatchmakerProfileSpec;
import dev.muster.engine.profile.InvalidProfile;
import dev.muster.engine.profile.Millionths;
import dev.muster.engine.profile.Stage;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProfileMappingTest {
  private static final String COUNT =
      "match_size: {type: playerCount, teamCount: 1, minTeamSize: 2, maxTeamSize: 4}";

  @Test
  void warnsOfExpansionsThatMakeARuleStricterThanItWasBefore() {
    // Given the later one written first, and one that changes nothing
    var spec =
        spec(
            COUNT
                + ", elo: {type: numberDifference, maxDifference: 50}"
                + ", beacons: {type: latencies, difference: 100, maxLatency: 100}"
                + ", maps: {type: intersection, overlap: 2}",
            "[{after: 2m, rules: {elo: {maxDifference: 100}, match_size: {minTeamSize: 3,"
                + " maxTeamSize: 3}}},"
                + " {after: 30s, rules: {elo: {maxDifference: 150}, maps: {overlap: 2}}},"
                + " {after: 3m, rules: {maps: {overlap: 3}, beacons: {difference: 90.5,"
                + " maxLatency: 99}, match_size: {minTeamSize: 1}}}]");
    // When
    var warnings = ProfileMapping.warnings(spec);
    // Then
    assertThat(warnings)
        .extracting(Object::toString)
        .extracting(text -> text.replaceFirst(", which is stricter than the", " after"))
        .extracting(text -> text.replaceFirst(" before: who has .*", ""))
        .containsExactlyInAnyOrder(
            "spec.expansions[0].rules.elo.maxDifference: is 100 after 150",
            "spec.expansions[0].rules.match_size.minTeamSize: is 3 after 2",
            "spec.expansions[0].rules.match_size.maxTeamSize: is 3 after 4",
            "spec.expansions[2].rules.maps.overlap: is 3 after 2",
            "spec.expansions[2].rules.beacons.difference: is 90.5 after 100",
            "spec.expansions[2].rules.beacons.maxLatency: is 99 after 100");
  }

  @Test
  void laysOutStagesThatAddUp() {
    // Given
    var spec =
        spec(
            COUNT + ", elo: {type: numberDifference, maxDifference: 50.5, default: 1000}",
            "[{after: 2m, rules: {match_size: {minTeamSize: 1}}},"
                + " {after: 30s, rules: {elo: {maxDifference: 150}}}]");
    // When
    var profile = ProfileMapping.profile("ranked", spec);
    // Then
    assertThat(profile.queue()).isEqualTo("ranked");
    assertThat(profile.stages()).extracting(Stage::name).containsExactly("initial", "30", "120");
    var last = profile.stages().get(2).rules();
    assertThat(last.playerCount().minTeamSize()).isEqualTo(1);
    assertThat(last.numbers().get(0).maxDifference()).isEqualTo(150 * Millionths.ONE);
    assertThat(last.numbers().get(0).fallback()).isEqualTo(Optional.of(1000 * Millionths.ONE));
    assertThat(profile.initial().numbers().get(0).maxDifference()).isEqualTo(50_500_000);
  }

  @Test
  void theQueueMayHaveANameOfItsOwn() {
    // Given
    var spec = yaml("{queue: Ranked_5v5, rules: {" + COUNT + "}}");
    // When
    var profile = ProfileMapping.profile("ranked", spec);
    // Then
    assertThat(profile.queue()).isEqualTo("Ranked_5v5");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "no rules | {} | [] | spec.rules: needs a rule of type playerCount, exactly one",
        "min above max in a later stage | {match_size: {type: playerCount, teamCount: 1, minTeamSize: 2, maxTeamSize: 4}}"
            + " | [{after: 30s, rules: {match_size: {minTeamSize: 6}}}]"
            + " | spec.expansions[0].rules.match_size.minTeamSize: is 6, above maxTeamSize 4 from 30s on",
        "max below an earlier min | {match_size: {type: playerCount, teamCount: 1, minTeamSize: 2, maxTeamSize: 4}}"
            + " | [{after: 60s, rules: {match_size: {maxTeamSize: 2}}}, {after: 30s, rules: {match_size: {minTeamSize: 3}}}]"
            + " | spec.expansions[0].rules.match_size.minTeamSize: is 3, above maxTeamSize 2 from 60s on",
        "too many players later | {match_size: {type: playerCount, teamCount: 4, minTeamSize: 2, maxTeamSize: 64}}"
            + " | [{after: 30s, rules: {match_size: {teamCount: 5}}}]"
            + " | spec.expansions[0].rules.match_size.maxTeamSize: is 64 in 5 teams from 30s on, more than 256 players in a match",
        "one time twice | {match_size: {type: playerCount, teamCount: 1, minTeamSize: 2, maxTeamSize: 4}}"
            + " | [{after: 60s, rules: {}}, {after: 1m, rules: {}}]"
            + " | spec.expansions[1].after: is 60s, as another expansion's; each needs its own time",
        "a rule nobody knows | {match_size: {type: playerCount, teamCount: 1, minTeamSize: 2, maxTeamSize: 4}}"
            + " | [{after: 60s, rules: {elo: {maxDifference: 1}}}]"
            + " | spec.expansions[0].rules.elo: names no rule of this profile; known are [match_size]",
        "a default of another form | {match_size: {type: playerCount, teamCount: 1, minTeamSize: 2, maxTeamSize: 4}, mode: {type: stringEquality, default: 5}}"
            + " | [] | spec.rules.mode.default: must be a string",
        "a name with a space | {match_size: {type: playerCount, teamCount: 1, minTeamSize: 2, maxTeamSize: 4}, 'a b': {type: stringEquality}}"
            + " | [] | spec.rules.a b: is no name for a rule: 1 to 63 letters, digits, '_', '-' and '.' are expected",
      })
  void saysWhatIsWrongAndWhere(String what, String rules, String expansions, String message) {
    // Given
    var spec = yaml("{rules: " + rules + ", expansions: " + expansions + "}");
    // When
    var refused =
        catchThrowableOfType(InvalidProfile.class, () -> ProfileMapping.profile("ranked", spec));
    // Then
    assertThat(refused).hasMessage(message);
  }

  private static MatchmakerProfileSpec spec(String rules, String expansions) {
    return yaml("{rules: {" + rules + "}, expansions: " + expansions + "}");
  }

  private static MatchmakerProfileSpec yaml(String flow) {
    return Serialization.unmarshal("---\n" + flow, MatchmakerProfileSpec.class);
  }
}
