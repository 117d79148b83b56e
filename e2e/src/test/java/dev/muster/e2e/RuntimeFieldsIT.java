package dev.muster.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.muster.api.v1alpha1.ExpansionSpec;
import dev.muster.api.v1alpha1.Matchmaker;
import dev.muster.api.v1alpha1.MatchmakerProfileSpec;
import dev.muster.api.v1alpha1.RuleSpec;
import dev.muster.e2e.GameClient.Membership;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every field that the runtime answers for: two queues that differ in this field alone, and players
 * who fare differently in them. What the operator answers for is tested there.
 */
@ExtendWith(SharedMuster.class)
class RuntimeFieldsIT {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final String PAIR =
      "size: {type: playerCount, teamCount: 1, minTeamSize: 2, maxTeamSize: 2}";
  private static final String NOTHING = "{}";

  /**
   * Two players who meet in one queue and not in another.
   *
   * @param field the field in which the queues differ, by its path
   * @param meet the specs' rules and expansions where they meet
   * @param apart the same where they do not
   */
  record Meeting(String field, String meet, String apart, String first, String second) {
    @Override
    public String toString() {
      return field;
    }
  }

  static Stream<Meeting> meetings() {
    var near = "{beacons: {type: latencies, difference: 1000, maxLatency: 200}, " + PAIR + "}";
    var narrow = "{elo: {type: numberDifference, maxDifference: 50}, " + PAIR + "}";
    var twoMaps = "{maps: {type: intersection, overlap: 2}, " + PAIR + "}";
    var elo = List.of("{\"elo\": 1000}", "{\"elo\": 1200}");
    var maps = List.of("{\"maps\": [\"a\", \"b\"]}", "{\"maps\": [\"b\", \"c\"]}");
    var beacons =
        List.of("{\"beacons\": {\"A\": 10, \"B\": 190}}", "{\"beacons\": {\"A\": 150, \"B\": 20}}");
    return Stream.of(
        meeting("rules.*.teamCount", size(1, 2, 2), size(2, 2, 2), NOTHING, NOTHING),
        meeting("rules.*.maxTeamSize", size(1, 1, 2), size(1, 1, 3), NOTHING, NOTHING),
        new Meeting(
            "rules.*.minTeamSize",
            spec(size(1, 2, 3), "{after: 1s, rules: {}}"),
            spec(size(1, 3, 3), "{after: 1s, rules: {}}"),
            NOTHING,
            NOTHING),
        meeting(
            "rules.*.difference",
            near,
            near.replace("1000", "100"),
            beacons.get(0),
            beacons.get(1)),
        meeting(
            "rules.*.maxLatency",
            near,
            near.replace("maxLatency: 200", "maxLatency: 100"),
            beacons.get(0),
            beacons.get(1)),
        meeting(
            "rules.*.maxDifference", narrow.replace("50", "500"), narrow, elo.get(0), elo.get(1)),
        meeting(
            "rules.*.overlap",
            twoMaps.replace("overlap: 2", "overlap: 1"),
            twoMaps,
            maps.get(0),
            maps.get(1)),
        expansion(
            "teamCount", size(2, 1, 1), "{after: 1s, rules: {size: {teamCount: 1}}}", NOTHING, ""),
        expansion(
            "minTeamSize",
            size(1, 3, 3),
            "{after: 1s, rules: {size: {minTeamSize: 2}}}, {after: 2s, rules: {}}",
            NOTHING,
            NOTHING),
        expansion(
            "difference",
            near.replace("1000", "100"),
            "{after: 1s, rules: {beacons: {difference: 1000}}}",
            beacons.get(0),
            beacons.get(1)),
        expansion(
            "maxLatency",
            near.replace("maxLatency: 200", "maxLatency: 100"),
            "{after: 1s, rules: {beacons: {maxLatency: 200}}}",
            beacons.get(0),
            beacons.get(1)),
        expansion(
            "maxDifference",
            narrow,
            "{after: 1s, rules: {elo: {maxDifference: 500}}}",
            elo.get(0),
            elo.get(1)),
        expansion(
            "overlap",
            twoMaps,
            "{after: 1s, rules: {maps: {overlap: 1}}}",
            maps.get(0),
            maps.get(1)),
        new Meeting(
            "expansions[].after",
            spec(narrow, "{after: 1s, rules: {elo: {maxDifference: 500}}}"),
            spec(narrow, "{after: 10m, rules: {elo: {maxDifference: 500}}}"),
            elo.get(0),
            elo.get(1)),
        new Meeting(
            "backfillOnly",
            "backfillOnly: false\n  rules: {" + PAIR + "}",
            "backfillOnly: true\n  rules: {" + PAIR + "}",
            NOTHING,
            NOTHING));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("meetings")
  void playersMeetOrDoNot(Meeting meeting, MusterProcess muster) {
    // Given
    var name = "f-" + Integer.toHexString(meeting.hashCode() & 0xffff) + "-";
    serve(muster, name + "apart", meeting.apart());
    serve(muster, name + "meet", meeting.meet());
    var players = GameClient.of(muster);
    // When: one thread makes all matches in order, so those apart have had their chance first
    var apart = search(players, name + "apart", meeting);
    var meet = search(players, name + "meet", meeting);
    // Then
    for (var player : meet) {
      await().atMost(PATIENCE).until(() -> !player.status().equals("SEARCHING"));
      assertThat(player.status()).isIn("MATCH_FOUND", "HOST_ASSIGNED");
    }
    for (var player : apart) {
      assertThat(player.status()).isEqualTo("SEARCHING");
    }
  }

  private static List<Membership> search(GameClient players, String queue, Meeting meeting) {
    return Stream.of(meeting.first(), meeting.second())
        .filter(attributes -> !attributes.isEmpty())
        .map(attributes -> players.group(queue, attributes, true))
        .toList();
  }

  /** A ticket that one queue takes and another refuses. */
  record Door(String field, String takes, String refuses, String attributes) {
    @Override
    public String toString() {
      return field + " for " + attributes;
    }
  }

  static Stream<Door> doors() {
    return Stream.of(
        door(
            "type",
            "elo: {type: stringEquality}",
            "elo: {type: intersection, overlap: 1}",
            "{\"elo\": \"x\"}"),
        door(
            "source",
            "elo: {type: numberDifference, maxDifference: 1, source: Client}",
            "elo: {type: numberDifference, maxDifference: 1, source: Server}",
            "{\"elo\": 5}"),
        door(
            "default",
            "elo: {type: numberDifference, maxDifference: 1, default: 5}",
            "elo: {type: numberDifference, maxDifference: 1}",
            NOTHING),
        door(
            "default",
            "m: {type: stringEquality, default: x}",
            "m: {type: stringEquality}",
            NOTHING),
        door(
            "default",
            "m: {type: intersection, overlap: 1, default: [x]}",
            "m: {type: intersection, overlap: 1}",
            NOTHING),
        door(
            "default",
            "b: {type: latencies, difference: 1, maxLatency: 9, default: {A: 1}}",
            "b: {type: latencies, difference: 1, maxLatency: 9}",
            NOTHING));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("doors")
  void aTicketIsTakenOrNot(Door door, MusterProcess muster) {
    // Given
    var name = "d-" + Integer.toHexString(door.hashCode() & 0xffff) + "-";
    serve(muster, name + "takes", "rules: {" + door.takes() + ", " + PAIR + "}");
    serve(muster, name + "refuses", "rules: {" + door.refuses() + ", " + PAIR + "}");
    // When // Then
    assertThat(ticket(muster, name + "takes", door.attributes())).isEqualTo(201);
    assertThat(ticket(muster, name + "refuses", door.attributes())).isEqualTo(400);
  }

  @Test
  void aQueueIsCalledAsItsSpecSaysAndServedByItsMatchmaker(MusterProcess muster) {
    // Given
    serve(muster, "renamed", "queue: Called_So\n  rules: {" + PAIR + "}");
    new Profiles(muster.client())
        .apply(profile("elsewhere", "matchmaker: other\n  rules: {" + PAIR + "}"));
    // When // Then
    assertThat(ticket(muster, "Called_So", NOTHING)).isEqualTo(201);
    assertThat(ticket(muster, "renamed", NOTHING)).isEqualTo(400);
    assertThat(ticket(muster, "elsewhere", NOTHING)).isEqualTo(400);
  }

  @Test
  void ticketsAndGroupsEndAndGoWhenTheirPeriodsAreOver(MusterProcess muster) {
    // Given
    var rules = "\n  rules: {" + PAIR + "}";
    serve(muster, "lasting", "ticketExpirationPeriod: 5m" + rules);
    serve(muster, "expiring", "ticketExpirationPeriod: 1s" + rules);
    serve(muster, "vanishing", "ticketExpirationPeriod: 1s\n  ticketRemovalPeriod: 1s" + rules);
    serve(muster, "inactive", "groupInactivityRemovalPeriod: 1s" + rules);
    var players = GameClient.of(muster);
    // When
    var lasting = players.group("lasting", NOTHING, true);
    var patient = players.group("lasting", NOTHING, false);
    var expiring = players.group("expiring", NOTHING, true);
    var vanishing = players.group("vanishing", NOTHING, true);
    var inactive = players.group("inactive", NOTHING, false);
    // Then
    assertThat(expiring.await("CANCELLED").at("/cancellation/reason").textValue())
        .isEqualTo("Expired");
    await().atMost(PATIENCE).until(() -> isGone(players, vanishing));
    await()
        .atMost(PATIENCE)
        .until(() -> isGone(players, inactive) || inactive.status().equals("CANCELLED"));
    assertThat(expiring.status()).isEqualTo("CANCELLED");
    assertThat(lasting.status()).isEqualTo("SEARCHING");
    assertThat(patient.status()).isEqualTo("INITIAL");
  }

  @Test
  void aGroupMayBeAsLargeAsTheLargestTeamOfAnyStage(MusterProcess muster) {
    // Given
    serve(muster, "pairs-only", "rules: {" + PAIR + "}");
    serve(
        muster,
        "trios-later",
        spec("{" + PAIR + "}", "{after: 60s, rules: {size: {maxTeamSize: 3}}}"));
    // When // Then
    assertThat(joinOfTheThird(muster, "pairs-only")).isEqualTo(400);
    assertThat(joinOfTheThird(muster, "trios-later")).isEqualTo(201);
  }

  private static int joinOfTheThird(MusterProcess muster, String queue) {
    var players = GameClient.of(muster);
    var owner = players.group(queue, NOTHING, false);
    players.join(owner, queue, NOTHING, false);
    return players
        .send(
            "POST",
            "/groups/" + owner.groupId() + "/members",
            "{\"profile\":\"" + queue + "\",\"attributes\":{},\"is_ready\":false}")
        .status();
  }

  private static boolean isGone(GameClient players, Membership member) {
    return players.send("GET", member.path(), null).status() == 404;
  }

  @Test
  void beaconsAreListedAsTheMatchmakerHasThem(MusterProcess muster) {
    // Given
    var players = GameClient.of(muster);
    assertThat(players.send("GET", "/locations/beacons", null).body().path("count").asInt())
        .isZero();
    // When
    edit(
        muster,
        "{\"spec\":{\"beacons\":[{\"city\":\"Chicago\",\"host\":\"203.0.113.5\",\"tcpPort\":51123,\"udpPort\":51456,\"country\":\"USA\",\"continent\":\"North America\",\"administrativeDivision\":\"Illinois\",\"timezone\":\"America/Chicago\"}]}}");
    // Then
    var listed =
        await()
            .atMost(PATIENCE)
            .until(
                () -> players.send("GET", "/locations/beacons", null).body(),
                body -> body.path("count").asInt() == 1);
    assertThat(listed.at("/beacons/0").toString())
        .contains(
            "203.0.113.5",
            "51123",
            "51456",
            "Chicago",
            "USA",
            "North America",
            "Illinois",
            "America/Chicago");
    edit(muster, "{\"spec\":{\"beacons\":null}}");
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                players.send("GET", "/locations/beacons", null).body().path("count").asInt() == 0);
  }

  @Test
  void theManagementServiceGoesWhenTheFirstServiceHasItsPortAgain(MusterProcess muster) {
    // Given a Matchmaker that runs nothing
    var services = muster.client().services().inNamespace("default");
    var matchmakers = muster.client().resources(Matchmaker.class).inNamespace("default");
    muster
        .client()
        .resource(
            io.fabric8.kubernetes.client.utils.Serialization.unmarshal(
                """
                metadata: {name: reached, namespace: default}
                spec: {replicas: 0, service: {type: NodePort}}
                """,
                Matchmaker.class))
        .create();
    await().atMost(PATIENCE).until(() -> services.withName("reached-management").get() != null);
    // When
    matchmakers
        .withName("reached")
        .patch(
            io.fabric8.kubernetes.client.dsl.base.PatchContext.of(
                io.fabric8.kubernetes.client.dsl.base.PatchType.JSON_MERGE),
            "{\"spec\":{\"service\":{\"type\":\"ClusterIP\"}}}");
    // Then
    await().atMost(PATIENCE).until(() -> services.withName("reached-management").get() == null);
    assertThat(services.withName("reached").get().getSpec().getPorts()).hasSize(2);
    matchmakers.withName("reached").delete();
  }

  @Test
  void browsersOfAllowedOriginsMayCall(MusterProcess muster) throws Exception {
    // Given
    assertThat(allowedOrigin(muster)).isEmpty();
    // When
    edit(muster, "{\"spec\":{\"allowedCorsOrigins\":[\"https://*.game.example\"]}}");
    // Then
    await().atMost(PATIENCE).until(() -> allowedOrigin(muster).equals("https://play.game.example"));
    edit(muster, "{\"spec\":{\"allowedCorsOrigins\":null}}");
  }

  private static String allowedOrigin(MusterProcess muster)
      throws IOException, InterruptedException {
    var preflight =
        HttpRequest.newBuilder(URI.create(muster.http() + "/tickets"))
            .method("OPTIONS", HttpRequest.BodyPublishers.noBody())
            .header("Origin", "https://play.game.example")
            .header("Access-Control-Request-Method", "POST")
            .build();
    return HttpClient.newHttpClient()
        .send(preflight, HttpResponse.BodyHandlers.discarding())
        .headers()
        .firstValue("Access-Control-Allow-Origin")
        .orElse("");
  }

  @Test
  void noFieldIsForgotten() {
    // Given
    var answered = new TreeSet<String>();
    meetings().forEach(meeting -> answered.add(meeting.field()));
    doors().forEach(door -> answered.add(door.field()));
    answered.addAll(
        Set.of(
            "expansions[].rules.*.maxTeamSize",
            "queue",
            "matchmaker",
            "ticketExpirationPeriod",
            "ticketRemovalPeriod",
            "groupInactivityRemovalPeriod"));
    // When
    var fields = new TreeSet<String>();
    names(MatchmakerProfileSpec.class, "", fields);
    fields.removeAll(Set.of("rules", "expansions", "gameServer"));
    names(RuleSpec.class, "rules.*.", fields);
    names(ExpansionSpec.class, "expansions[].", fields);
    fields.remove("expansions[].rules");
    names(dev.muster.api.v1alpha1.ExpandedRuleSpec.class, "expansions[].rules.*.", fields);
    // Then
    assertThat(answered).isEqualTo(fields);
  }

  private static void names(Class<? extends Record> type, String prefix, Set<String> names) {
    names.addAll(
        Arrays.stream(type.getRecordComponents())
            .map(RuntimeFieldsIT::name)
            .map(name -> prefix + name)
            .collect(Collectors.toSet()));
  }

  private static String name(RecordComponent component) {
    var renamed = component.getAccessor().getAnnotation(JsonProperty.class);
    return renamed == null ? component.getName() : renamed.value();
  }

  private static Meeting meeting(
      String field, String meet, String apart, String first, String second) {
    return new Meeting(field, "rules: " + meet, "rules: " + apart, first, second);
  }

  /** Players who only meet when the expansion comes; without it they never do. */
  private static Meeting expansion(
      String attribute, String rules, String expansions, String first, String second) {
    return new Meeting(
        "expansions[].rules.*." + attribute,
        spec(rules, expansions),
        "rules: " + rules,
        first,
        second);
  }

  private static Door door(String attribute, String takes, String refuses, String attributes) {
    return new Door("rules.*." + attribute, takes, refuses, attributes);
  }

  private static String size(int teams, int min, int max) {
    return "{size: {type: playerCount, teamCount: %d, minTeamSize: %d, maxTeamSize: %d}}"
        .formatted(teams, min, max);
  }

  private static String spec(String rules, String expansions) {
    return "rules: " + rules + "\n  expansions: [" + expansions + "]";
  }

  private static int ticket(MusterProcess muster, String queue, String attributes) {
    return GameClient.of(muster)
        .send(
            "POST", "/tickets", "{\"profile\":\"" + queue + "\",\"attributes\":" + attributes + "}")
        .status();
  }

  private static void serve(MusterProcess muster, String name, String spec) {
    new Profiles(muster.client()).serve(profile(name, spec));
  }

  /** A queue whose servers are only simulated. */
  private static dev.muster.api.v1alpha1.MatchmakerProfile profile(String name, String spec) {
    return Profiles.parse(
        """
        apiVersion: muster.dev/v1alpha1
        kind: MatchmakerProfile
        metadata: {name: %s, namespace: default}
        spec:
          gameServer: {template: {spec: {containers: [{name: game, image: "muster.dev/test/simulated:1"}]}}}
          %s
        """
            .formatted(name, spec));
  }

  private static void edit(MusterProcess muster, String mergePatch) {
    muster
        .client()
        .resources(Matchmaker.class)
        .inNamespace("default")
        .withName("default")
        .patch(
            io.fabric8.kubernetes.client.dsl.base.PatchContext.of(
                io.fabric8.kubernetes.client.dsl.base.PatchType.JSON_MERGE),
            mergePatch);
  }
}
