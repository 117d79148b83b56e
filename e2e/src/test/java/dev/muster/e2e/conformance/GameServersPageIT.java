package dev.muster.e2e.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.muster.e2e.MusterProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What the page about game servers tells a server to run, with what a server has. */
@Plays(Kit.UNITY_SERVER)
class GameServersPageIT {
  private static final Pattern CURL =
      Pattern.compile("^ {4}curl .*?(?=\\n\\n)", Pattern.DOTALL | Pattern.MULTILINE);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String FRIEND =
      """
      {"profile": "%s", "attributes": {"beacons": {"Chicago": 31}, "backfill_group_size": ["2"]}}
      """;

  @Test
  void theCurlOfThePageGetsAServerTwoFriends(Line line, MusterProcess muster) throws Exception {
    // Given
    var queue = Queues.of(muster).ofTheStory();
    var server = RunningServer.start(line, muster, queue);
    var environment =
        Map.of(
            "MM_BASE_URL",
            server.variable("MM_BASE_URL"),
            "MM_AUTH_TOKEN",
            server.variable("MM_AUTH_TOKEN"),
            "ARBITRIUM_REQUEST_ID",
            server.variable("ARBITRIUM_REQUEST_ID"),
            "TICKET",
            server.players().get(0).id());
    // When
    var backfill = JSON.readTree(run(command(), environment));
    var friend = FRIEND.formatted(queue);
    var friends =
        line
            .post("/group-tickets", "{\"player_tickets\": [" + friend + "," + friend + "]}")
            .expect(201)
            .read(Unity.GroupTickets.class)
            .playerTickets()
            .stream()
            .map(Unity.Ticket::id)
            .toList();
    // Then
    var path = "/backfills/" + backfill.path("id").textValue();
    var assigned =
        await("the backfill is ASSIGNED")
            .pollInterval(Kit.UNITY_SERVER.interval())
            .until(
                () -> JSON.readTree(server.line(line).get(path).expect(200).body()),
                answer -> answer.path("status").asText().equals("ASSIGNED"));
    assertThat(texts(assigned.path("assigned_tickets"), "id"))
        .containsExactlyInAnyOrderElementsOf(friends);
    await("the server's tags name who came")
        .untilAsserted(() -> assertThat(tags(server, line)).containsAll(friends));
    server.stop(line);
  }

  private static String command() throws IOException {
    var page = Files.readString(MusterProcess.HOME.resolve("docs/game-servers.md"));
    var found = CURL.matcher(page);
    assertThat(found.find()).as("the page has a curl").isTrue();
    return found.group();
  }

  private static String run(String command, Map<String, String> environment)
      throws IOException, InterruptedException {
    var builder = new ProcessBuilder("bash", "-euo", "pipefail", "-c", command);
    builder.environment().putAll(environment);
    builder.redirectError(ProcessBuilder.Redirect.DISCARD);
    var process = builder.start();
    var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(command + "\n" + output).isZero();
    return output;
  }

  private static List<String> tags(RunningServer server, Line line) throws IOException {
    var context = JSON.readTree(server.context(line).expect(200).body());
    return IntStream.range(0, context.path("tags").size())
        .mapToObj(i -> context.path("tags").get(i).textValue())
        .toList();
  }

  private static List<String> texts(JsonNode list, String field) {
    var texts = new ArrayList<String>();
    list.forEach(one -> texts.add(one.path(field).textValue()));
    return texts;
  }
}
