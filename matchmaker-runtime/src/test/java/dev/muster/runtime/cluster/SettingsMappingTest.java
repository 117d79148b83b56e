package dev.muster.runtime.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.api.v1alpha1.BeaconSpec;
import dev.muster.api.v1alpha1.Matchmaker;
import dev.muster.api.v1alpha1.MatchmakerSpec;
import dev.muster.runtime.settings.Beacon;
import dev.muster.runtime.settings.Settings;
import dev.muster.runtime.ticket.Assignment.Location;
import java.util.List;
import org.junit.jupiter.api.Test;

class SettingsMappingTest {
  @Test
  void saysNothingForAMatchmakerThatSaysNothing() {
    assertThat(SettingsMapping.of(matchmaker(MatchmakerSpec.defaults()))).isEqualTo(Settings.NONE);
    assertThat(SettingsMapping.of(new Matchmaker())).isEqualTo(Settings.NONE);
  }

  @Test
  void readsOriginsAndBeacons() {
    var settings =
        settings(
            List.of("https://*.game.example"),
            new BeaconSpec(
                "Chicago", "203.0.113.5", 51123, 51456, "USA", "North America", "Illinois", "CST"));

    assertThat(settings.allowedCorsOrigins()).containsExactly("https://*.game.example");
    assertThat(settings.beacons())
        .containsExactly(
            new Beacon(
                "203.0.113.5",
                51123,
                51456,
                new Location("Chicago", "USA", "North America", "Illinois", "CST")));
  }

  @Test
  void leavesOutBeaconsThatAreNotCompleteAndCitiesThatRepeat() {
    var settings =
        settings(
            List.of(),
            new BeaconSpec("Chicago", "203.0.113.5", 1, 2, null, null, null, null),
            new BeaconSpec("Chicago", "203.0.113.6", 1, 2, null, null, null, null),
            new BeaconSpec("Paris", null, 1, 2, null, null, null, null));

    assertThat(settings.beacons()).extracting(Beacon::host).containsExactly("203.0.113.5");
  }

  @Test
  void playersMayAskWhyTheyWaitWhereTheMatchmakerSaysSo() {
    assertThat(explain(true).explain()).isTrue();
    assertThat(explain(false).explain()).isFalse();
    assertThat(explain(null).explain()).isFalse();
  }

  private static Settings explain(Boolean explain) {
    return SettingsMapping.of(
        matchmaker(
            new MatchmakerSpec(
                null, null, null, null, null, null, null, null, explain, null, null, null, null,
                null)));
  }

  @Test
  void everythingCanBeReadWhereTheMatchmakerSaysSo() {
    assertThat(inspect(true).inspect()).isTrue();
    assertThat(inspect(false).inspect()).isFalse();
    assertThat(inspect(null).inspect()).isFalse();
  }

  private static Settings inspect(Boolean inspect) {
    return SettingsMapping.of(
        matchmaker(
            new MatchmakerSpec(
                null, null, null, null, null, null, null, null, null, null, null, inspect, null,
                null)));
  }

  private static Settings settings(List<String> origins, BeaconSpec... beacons) {
    return SettingsMapping.of(
        matchmaker(
            new MatchmakerSpec(
                null,
                null,
                null,
                null,
                null,
                origins,
                null,
                List.of(beacons),
                null,
                null,
                null,
                null,
                null,
                null)));
  }

  private static Matchmaker matchmaker(MatchmakerSpec spec) {
    var matchmaker = new Matchmaker();
    matchmaker.setSpec(spec);
    return matchmaker;
  }
}
