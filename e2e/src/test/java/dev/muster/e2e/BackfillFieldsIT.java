package dev.muster.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.muster.api.v1alpha1.Backfill;
import dev.muster.api.v1alpha1.BackfillStatus;
import dev.muster.api.v1alpha1.Match;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every field of a Backfill: two Backfills that differ in this field alone, and a player who joins
 * the one and not the other.
 */
@ExtendWith(SharedMuster.class)
class BackfillFieldsIT {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final String QUEUE = "seats";
  private static final String RATED = "{id: a, groupId: g, attributes: {elo: 1000}}";

  /**
   * One field of a Backfill.
   *
   * @param apart its value where the player does not come; SERVER and MATCH stand for the server
   * @param meet its value where he does
   */
  record Seat(String field, String apart, String meet) {
    @Override
    public String toString() {
      return field;
    }
  }

  static Stream<Seat> seats() {
    return Stream.of(
        new Seat("matchmaker", "matchmaker: nobody", "matchmaker: default"),
        new Seat("queue", "queue: nobody", "queue: seats"),
        new Seat("server.podName", "server: {podName: nobody}", "server: {podName: SERVER}"),
        new Seat("server.match", "server: {match: nobody}", "server: {match: MATCH}"),
        new Seat("groupSizes", "groupSizes: [2]", "groupSizes: [2, 1]"),
        new Seat("tickets[].attributes", tickets(RATED.replace("1000", "2000")), tickets(RATED)),
        new Seat(
            "tickets[].groupId",
            tickets(rated("a", "g", 900) + ", " + rated("b", "h", 1100)),
            tickets(rated("a", "g", 900) + ", " + rated("b", "g", 1100))));
  }

  private static String tickets(String tickets) {
    return "tickets: [" + tickets + "]";
  }

  private static String rated(String id, String group, int elo) {
    return "{id: %s, groupId: %s, attributes: {elo: %d}}".formatted(id, group, elo);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("seats")
  void aPlayerComesOrDoesNot(Seat seat, MusterProcess muster) {
    // Given
    var server = server(muster);
    var name = "seat-" + Integer.toHexString(seat.hashCode() & 0xffff) + "-";
    var apart = create(muster, name + "apart", seat.apart(), server);
    var player = GameClient.of(muster).group(QUEUE, "{\"elo\": 1000}", true);
    assertThat(player.status()).isEqualTo("SEARCHING");
    // When: of two Backfills the older is asked first
    var meet = create(muster, name + "meet", seat.meet(), server);
    // Then
    var matchId = player.await("HOST_ASSIGNED").path("match_id").textValue();
    assertThat(match(muster, matchId).getSpec().backfill()).isEqualTo(meet);
    await().atMost(PATIENCE).until(() -> phase(muster, meet) == BackfillStatus.Phase.Assigned);
    assertThat(phase(muster, apart)).isNotEqualTo(BackfillStatus.Phase.Assigned);
    muster.client().resources(Backfill.class).inNamespace("default").withName(apart).delete();
  }

  @Test
  void searchesForAsLongAsItSays(MusterProcess muster) {
    // Given
    var server = server(muster);
    var lasting = create(muster, "seat-lasting", "expiresAfter: 5m", server);
    // When
    var brief = create(muster, "seat-brief", "expiresAfter: 1s", server);
    // Then
    await().atMost(PATIENCE).until(() -> phase(muster, brief) == BackfillStatus.Phase.Expired);
    assertThat(phase(muster, lasting)).isEqualTo(BackfillStatus.Phase.Searching);
    muster.client().resources(Backfill.class).inNamespace("default").withName(lasting).delete();
  }

  @Test
  void oneWithoutWhatTheRulesLookAtDoesNotSearchAndSaysWhy(MusterProcess muster) {
    // Given
    var server = server(muster);
    // When
    var refused = create(muster, "seat-unfit", "tickets: [{id: X, attributes: {ello: 1}}]", server);
    // Then
    assertThat(phase(muster, refused)).isEqualTo(BackfillStatus.Phase.Cancelled);
    assertThat(get(muster, refused).getStatus().conditions())
        .filteredOn(condition -> condition.getType().equals("Accepted"))
        .singleElement()
        .satisfies(
            accepted -> {
              assertThat(accepted.getStatus()).isEqualTo("False");
              assertThat(accepted.getMessage())
                  .isEqualTo("tickets.X.attributes.elo: is missing; a number was expected");
            });
    muster.client().resources(Backfill.class).inNamespace("default").withName(refused).delete();
  }

  @Test
  void oneThatOtherRulesLeaveWithoutWhatTheyLookAtSearchesNoMore(MusterProcess muster) {
    // Given
    var server = server(muster);
    var seat = create(muster, "seat-outdated", "groupSizes: [1]", server);
    await("it searches")
        .atMost(PATIENCE)
        .until(() -> phase(muster, seat), BackfillStatus.Phase.Searching::equals);
    // When
    new Profiles(muster.client())
        .serve(
            profile(
                QUEUE,
                "{elo: {type: numberDifference, maxDifference: 50}, mode: {type: stringEquality},"
                    + " size: {type: playerCount, teamCount: 1, minTeamSize: 4, maxTeamSize: 4}}",
                "backfillOnly: true"));
    // Then
    await("it is cancelled")
        .atMost(PATIENCE)
        .until(() -> phase(muster, seat), BackfillStatus.Phase.Cancelled::equals);
    assertThat(get(muster, seat).getStatus().conditions())
        .anyMatch(
            condition -> condition.getMessage().contains("attributes.mode: is missing; a string"));
    muster.client().resources(Backfill.class).inNamespace("default").withName(seat).delete();
  }

  /** A match of one player, whose server has room. */
  private static Match server(MusterProcess muster) {
    var profiles = new Profiles(muster.client());
    profiles.serve(
        profile(
            "servers",
            "{size: {type: playerCount, teamCount: 1, minTeamSize: 1, maxTeamSize: 1}}",
            ""));
    profiles.serve(
        profile(
            QUEUE,
            "{elo: {type: numberDifference, maxDifference: 50},"
                + " size: {type: playerCount, teamCount: 1, minTeamSize: 4, maxTeamSize: 4}}",
            "backfillOnly: true"));
    var owner = GameClient.of(muster).group("servers", "{}", true).await("HOST_ASSIGNED");
    return match(muster, owner.path("match_id").textValue());
  }

  /** Makes a Backfill and waits until the operator has looked at it. */
  private static String create(MusterProcess muster, String name, String field, Match server) {
    var standard =
        "matchmaker: default\nqueue: seats\nserver: {podName: SERVER}\nexpiresAfter: 5m\n"
            + tickets(RATED);
    var key = field.substring(0, field.indexOf(':') + 1);
    var spec =
        Stream.concat(standard.lines().filter(line -> !line.startsWith(key)), Stream.of(field))
            .map(line -> "  " + line + "\n")
            .reduce("", String::concat);
    var yaml =
        "metadata: {name: %s, namespace: default}\nspec:\n%s"
            .formatted(name, spec)
            .replace("SERVER", server.getStatus().podName())
            .replace("MATCH", server.getMetadata().getName());
    var backfill = Serialization.unmarshal(yaml, Backfill.class);
    muster.client().resource(backfill).create();
    await("the operator has looked at Backfill " + name)
        .atMost(PATIENCE)
        .until(() -> get(muster, name).getStatus(), Objects::nonNull);
    return name;
  }

  private static Backfill get(MusterProcess muster, String name) {
    return muster.client().resources(Backfill.class).inNamespace("default").withName(name).get();
  }

  private static BackfillStatus.Phase phase(MusterProcess muster, String name) {
    return get(muster, name).getStatus().phase();
  }

  private static Match match(MusterProcess muster, String matchId) {
    return muster.client().resources(Match.class).inNamespace("default").list().getItems().stream()
        .filter(match -> match.getSpec().matchId().equals(matchId))
        .findFirst()
        .orElseThrow();
  }

  /** A queue whose servers are only simulated. */
  private static dev.muster.api.v1alpha1.MatchmakerProfile profile(
      String name, String rules, String more) {
    return Profiles.parse(
        """
        apiVersion: muster.dev/v1alpha1
        kind: MatchmakerProfile
        metadata: {name: %s, namespace: default}
        spec:
          rules: %s
          gameServer:
            template: {spec: {containers: [{name: game, image: "muster.dev/test/simulated:1"}]}}
            ports: [{name: gameport, containerPort: 7777}]
          %s
        """
            .formatted(name, rules, more));
  }
}
