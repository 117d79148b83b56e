package dev.muster.runtime.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.muster.runtime.TestRuntime;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What docs/events.md shows: its commands, as they are there. */
class EventsPageTest {
  private static final Path PAGE = Path.of("../docs/events.md");
  private static final String DUEL = "{\"profile\":\"duel\",\"attributes\":{}}";
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private TestServer server;
  private String ticket;
  private String group;

  @BeforeEach
  void start() {
    assumeTrue(
        Arrays.stream(System.getenv("PATH").split(":", -1))
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, "curl"))),
        "there is no curl");
    server = new TestServer();
    ticket = server.post("/tickets", DUEL).json().get("id").asText();
    group = server.post("/groups", DUEL).json().get("group_id").asText();
  }

  @AfterEach
  void stop() {
    if (server != null) {
      server.close();
    }
  }

  private static List<String> commands(String containing) throws IOException {
    return Files.readAllLines(PAGE).stream()
        .filter(line -> line.startsWith("curl ") && line.contains(containing))
        .toList();
  }

  /** A command of the page, with its variables; what it printed when it has ended. */
  private CompletableFuture<String> run(String command, String seen) throws IOException {
    var builder =
        new ProcessBuilder("sh", "-c", "exec " + command.replaceFirst("^curl ", "curl -sS "))
            .redirectErrorStream(true);
    var environment = builder.environment();
    environment.put("URL", "http://127.0.0.1:" + server.port);
    environment.put("TOKEN", TestServer.TOKEN);
    environment.put("TICKET", ticket);
    environment.put("GROUP", group);
    environment.put("SEEN", seen);
    var process = builder.start();
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
          } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
          }
        });
  }

  @Test
  void itsStreamsAreTold() throws IOException {
    // Given: one that is over
    var seen = SseClient.open(server, "/v1/tickets/" + ticket + "/events").next().id();
    await().atMost(PATIENCE).until(() -> server.runtime.changes.followed() == 1);

    // When: a ticket, a ticket again, and a group
    var commands = commands("/events\"");
    assertThat(commands).hasSize(3);
    var all = new CompletableFuture<?>[3];
    var texts = new String[3];
    for (int i = 0; i < 3; i++) {
      int index = i;
      all[i] = run(commands.get(i), seen).thenAccept(text -> texts[index] = text);
    }
    await().atMost(PATIENCE).until(() -> streams() == 4);
    server.delete("/tickets/" + ticket);
    server.delete("/groups/" + group);
    server.runtime.pass(60_000);

    // Then
    CompletableFuture.allOf(all).orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
    for (int i = 0; i < 3; i++) {
      boolean again = commands.get(i).contains("Last-Event-ID");
      assertThat(texts[i]).as(commands.get(i)).contains("retry: ", "event: gone");
      assertThat(texts[i].contains("SEARCHING") || texts[i].contains("INITIAL")).isEqualTo(!again);
    }
  }

  @Test
  void itsStatisticsAreToldAsItShowsThem() throws Exception {
    var mapper = new com.fasterxml.jackson.databind.ObjectMapper();
    var page = Files.readString(PAGE);
    var shown = mapper.readTree(page.replaceFirst("(?s).*```json\n(.*?)```.*", "$1"));
    server.runtime.queueForDuel();
    TestRuntime.await(
        server.runtime.loop.assigned(server.runtime.lastMatch().name(), TestRuntime.ASSIGNMENT));
    server.runtime.pass(1_000);

    var output = run(commands("/v1/stats").get(0), "").get(60, TimeUnit.SECONDS);

    var told = mapper.readTree(output.substring(output.indexOf('{')));
    assertThat(names(told)).isEqualTo(names(shown));
    var queue = told.at("/profiles/duel");
    var example = shown.at("/profiles/simple-example");
    assertThat(names(queue)).isEqualTo(names(example));
    assertThat(names(queue.get("waits"))).isEqualTo(names(example.get("waits")));
    assertThat(names(queue.at("/completions/0"))).isEqualTo(names(example.at("/completions/0")));
  }

  private static List<String> names(com.fasterxml.jackson.databind.JsonNode object) {
    var names = new java.util.ArrayList<String>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }

  private int streams() {
    return (int)
        Double.parseDouble(
            server
                .manage("/metrics")
                .text()
                .replaceFirst("(?s).*\nmuster_http_streams ([0-9.]+)\n.*", "$1"));
  }

  @Test
  void itsSubProtocolsAndLimitsAreOurs() throws IOException {
    assertThat(Files.readString(PAGE))
        .contains("\"" + WebSocketUpgrade.PROTOCOL + "\", \"" + WebSocketUpgrade.TOKEN + "\"")
        .contains(String.format(Locale.ROOT, "%,d streams", PublicApi.Streams.DEFAULT.most()))
        .contains("every " + PublicApi.Streams.DEFAULT.beatMillis() / 1_000 + " s");
  }
}
