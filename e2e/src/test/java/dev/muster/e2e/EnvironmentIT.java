package dev.muster.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.muster.api.v1alpha1.Match;
import dev.muster.api.v1alpha1.MatchStatus;
import dev.muster.e2e.GameClient.Membership;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The environment of a started process, as servers written for Edgegap read it. */
@ExtendWith(SharedMuster.class)
class EnvironmentIT {
  private static final String RULES =
      "{size: {type: playerCount, teamCount: 2, minTeamSize: 2, maxTeamSize: 2},"
          + " beacons: {type: latencies, difference: 100, maxLatency: 200},"
          + " elo: {type: numberDifference, maxDifference: 50},"
          + " mode: {type: stringEquality},"
          + " maps: {type: intersection, overlap: 1}}";
  private static final String TRICK = "$(ARBITRIUM_DELETE_TOKEN)";
  private static final String EXTRAS =
      "{\"skin\": \"" + TRICK + "\", \"loadout\": [1, {\"slot\": null}]}";

  @Test
  void aPairAndTwoSolosAreTwoTeamsAndTheirServerKnowsAllOfIt(MusterProcess muster)
      throws IOException {
    // Given
    new Profiles(muster.client()).serve(Profiles.printing("environment", RULES, ""));
    var players = GameClient.of(muster);
    // When
    var ana = players.group("environment", attributes("1000.50", "12.5"), false);
    var ben = players.join(ana, "environment", attributes("1010", "20"), EXTRAS, true);
    ana.ready();
    var cem = players.group("environment", attributes("1001", "30"), true);
    var dia = players.group("environment", attributes("1009", "40"), true);
    var members = List.of(ana, ben, cem, dia);
    var answers = members.stream().map(member -> member.await("HOST_ASSIGNED")).toList();
    // Then
    var match = matchOf(muster, answers.get(0));
    var environment = PodEnvironment.of(muster, match.getStatus().podName());
    assertTickets(environment, answers);
    var carried = json(environment, "MM_TICKET_" + ben.memberId()).path("extras");
    assertThat(carried).isEqualTo(GameClient.JSON.readTree(EXTRAS));
    assertThat(answers.get(1).path("extras")).isEqualTo(carried);
    assertThat(json(environment, "MM_TICKET_" + ana.memberId()).has("extras")).isFalse();
    assertTeams(environment, answers, members);
    assertMatch(environment, answers.get(0));
    assertDeployment(environment, match, answers.get(0));
    assertThat(environment).containsEntry("MUSTER_POD_IP", podIp(muster, match));
  }

  @Test
  void aServerAsksAboutItselfAndStopsItselfWithWhatItsEnvironmentHolds(MusterProcess muster)
      throws Exception {
    // Given
    var rules = "{size: {type: playerCount, teamCount: 1, minTeamSize: 1, maxTeamSize: 1}}";
    new Profiles(muster.client()).serve(Profiles.printing("self-stop", rules, ""));
    var answer = GameClient.of(muster).group("self-stop", "{}", true).await("HOST_ASSIGNED");
    var match = matchOf(muster, answer);
    var environment = PodEnvironment.of(muster, match.getStatus().podName());
    // When
    var context = ask("GET", environment, "CONTEXT");
    var stranger = new TreeMap<>(environment);
    stranger.put("ARBITRIUM_DELETE_TOKEN", "f".repeat(64));
    var refused = ask("DELETE", stranger, "DELETE");
    var accepted = ask("DELETE", environment, "DELETE");
    // Then
    assertThat(context.statusCode()).isEqualTo(200);
    var server = GameClient.JSON.readTree(context.body());
    assertThat(server.path("request_id").textValue()).isEqualTo(match.getStatus().requestId());
    assertThat(server.path("ports")).isEqualTo(answer.at("/assignment/ports"));
    assertThat(server.at("/tags/0").textValue()).isEqualTo(answer.path("ticket_id").textValue());
    assertThat(refused.statusCode()).isEqualTo(401);
    assertThat(accepted.statusCode()).isEqualTo(202);
    await("the match is over")
        .untilAsserted(
            () -> {
              var status = matchOf(muster, answer).getStatus();
              assertThat(status.phase()).isEqualTo(MatchStatus.Phase.Completed);
              assertThat(status.reason()).isEqualTo("Stopped");
            });
  }

  /** As published server SDKs do it. */
  private static HttpResponse<String> ask(
      String method, Map<String, String> environment, String what) throws Exception {
    var request =
        HttpRequest.newBuilder(URI.create(environment.get("ARBITRIUM_" + what + "_URL")))
            .header("Authorization", environment.get("ARBITRIUM_" + what + "_TOKEN"))
            .method(method, HttpRequest.BodyPublishers.noBody())
            .build();
    return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
  }

  private static void assertTickets(Map<String, String> environment, List<JsonNode> answers)
      throws IOException {
    var ids = json(environment, "MM_TICKET_IDS");
    assertThat(ids).hasSize(4);
    for (var answer : answers) {
      var id = answer.path("ticket_id").textValue();
      assertThat(ids).anyMatch(node -> node.textValue().equals(id));
      var ticket = json(environment, "MM_TICKET_" + id);
      assertThat(ticket.path("id").textValue()).isEqualTo(id);
      assertThat(ticket.path("group_id")).isEqualTo(answer.path("group_id"));
      assertThat(ticket.path("team_id")).isEqualTo(answer.path("team_id"));
      assertThat(ticket.path("player_ip").textValue()).isNotBlank();
      assertThat(ticket.path("created_at").textValue())
          .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{7}Z");
      assertThat(ticket.at("/attributes/mode").textValue()).isEqualTo(TRICK);
      assertThat(ticket.at("/attributes/maps")).hasSize(2);
      assertThat(ticket.at("/attributes/beacons/Chicago").isNumber()).isTrue();
      assertThat(ticket.at("/attributes/elo").doubleValue()).isBetween(1000.0, 1010.0);
      assertThat(ticket.has("profile")).isFalse();
      assertThat(ticket.has("status")).isFalse();
    }
  }

  private static void assertTeams(
      Map<String, String> environment, List<JsonNode> answers, List<Membership> members)
      throws IOException {
    var groups = json(environment, "MM_GROUPS");
    assertThat(json(environment, "MM_GROUP_MAPPING")).isEqualTo(groups);
    assertThat(groups).hasSize(3);
    assertThat(groups.path(members.get(0).groupId())).hasSize(2);
    var teams = json(environment, "MM_TEAMS");
    assertThat(teams).hasSize(2);
    var pair = answers.get(0).path("team_id").textValue();
    assertThat(answers.get(1).path("team_id").textValue()).isEqualTo(pair);
    assertThat(teams.path(pair)).hasSize(1);
    var solos = answers.get(2).path("team_id").textValue();
    assertThat(answers.get(3).path("team_id").textValue()).isEqualTo(solos).isNotEqualTo(pair);
    assertThat(teams.path(solos)).hasSize(2);
  }

  private static void assertMatch(Map<String, String> environment, JsonNode answer)
      throws IOException {
    assertThat(environment)
        .containsEntry("MM_MATCH_PROFILE", "environment")
        .containsEntry("MM_EXPANSION", "initial")
        .containsEntry("MM_EXPANSION_STAGE", "initial")
        .containsEntry("MM_MATCH_ID", answer.path("match_id").textValue());
    assertThat(environment.get("MM_MATCH_ID")).startsWith("environment_initial-");
    assertThat(json(environment, "MM_EQUALITY").path("mode").textValue()).isEqualTo(TRICK);
    assertThat(json(environment, "MM_INTERSECTION").path("maps"))
        .extracting(JsonNode::textValue)
        .containsExactly("Airport");
  }

  private static void assertDeployment(
      Map<String, String> environment, Match match, JsonNode answer) throws IOException {
    var requestId = match.getStatus().requestId();
    assertThat(environment).containsEntry("ARBITRIUM_REQUEST_ID", requestId);
    assertThat(requestId).matches("[0-9a-f]{12}");
    var port = json(environment, "ARBITRIUM_PORTS_MAPPING").at("/ports/gameport");
    var assigned = answer.at("/assignment/ports/gameport");
    assertThat(port.path("internal")).isEqualTo(assigned.path("internal"));
    assertThat(port.path("external")).isEqualTo(assigned.path("external"));
    assertThat(port.path("protocol")).isEqualTo(assigned.path("protocol"));
    assertThat(port.path("name").textValue()).isEqualTo("gameport");
    assertThat(environment)
        .containsEntry("ARBITRIUM_PORT_GAMEPORT_INTERNAL", port.path("internal").asText())
        .containsEntry("ARBITRIUM_PORT_GAMEPORT_EXTERNAL", port.path("external").asText())
        .containsEntry("ARBITRIUM_PORT_GAMEPORT_PROTOCOL", "UDP")
        .containsEntry("ARBITRIUM_PUBLIC_IP", answer.at("/assignment/public_ip").textValue())
        .containsEntry("ARBITRIUM_BEACON_ENABLED", "false")
        .containsEntry("ARBITRIUM_HOST_BEACON_ENABLED", "false")
        .containsEntry("ARBITRIUM_HOST_IN_PRIVATE_FLEET", "false")
        .containsEntry("ARBITRIUM_PRIVATE_FLEET_ID", "PUBLIC_CLOUD")
        .containsKeys(
            "ARBITRIUM_HOST_ID",
            "ARBITRIUM_DEPLOYMENT_TAGS",
            "ARBITRIUM_HOST_BASE_CLOCK_FREQUENCY",
            "ARBITRIUM_DEPLOYMENT_VCPU_UNITS",
            "ARBITRIUM_DEPLOYMENT_MEMORY_MB",
            "ARBITRIUM_DELETE_TOKEN",
            "ARBITRIUM_CONTEXT_TOKEN",
            "ARBITRIUM_HOST_BEACON_PUBLIC_IP",
            "ARBITRIUM_HOST_BEACON_PORT_UDP_EXTERNAL",
            "ARBITRIUM_HOST_BEACON_PORT_TCP_EXTERNAL");
    assertThat(environment.get("ARBITRIUM_DELETE_URL")).endsWith("/v1/servers/" + requestId);
    assertThat(environment.get("ARBITRIUM_CONTEXT_URL")).endsWith("/v1/servers/" + requestId);
    var location = json(environment, "ARBITRIUM_DEPLOYMENT_LOCATION");
    for (var part :
        List.of("city", "country", "continent", "administrative_division", "timezone")) {
      assertThat(location.path(part).isTextual()).as(part).isTrue();
    }
    assertThat(location.path("city").textValue()).isEqualTo("Chicago");
  }

  private static String attributes(String elo, String chicago) {
    return """
        {"beacons": {"Chicago": %s, "Tokyo": 150}, "elo": %s, "mode": "%s",
         "maps": ["Airport", "Only%s"]}
        """
        .formatted(chicago, elo, TRICK, chicago);
  }

  private static Match matchOf(MusterProcess muster, JsonNode answer) {
    return muster.client().resources(Match.class).inNamespace("default").list().getItems().stream()
        .filter(match -> match.getSpec().matchId().equals(answer.path("match_id").textValue()))
        .findFirst()
        .orElseThrow();
  }

  private static String podIp(MusterProcess muster, Match match) {
    return muster
        .client()
        .pods()
        .inNamespace("default")
        .withName(match.getStatus().podName())
        .get()
        .getStatus()
        .getPodIP();
  }

  private static JsonNode json(Map<String, String> environment, String name) throws IOException {
    assertThat(environment).containsKey(name);
    return GameClient.JSON.readTree(environment.get(name));
  }
}
