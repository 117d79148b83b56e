package dev.muster.runtime.http;

import static dev.muster.runtime.TestRuntime.ASSIGNMENT;
import static dev.muster.runtime.TestRuntime.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.muster.runtime.TestRuntime;
import dev.muster.runtime.loop.QueueRevision;
import dev.muster.runtime.loop.Queues;
import dev.muster.runtime.settings.RateLimits;
import dev.muster.runtime.settings.Settings;
import dev.muster.runtime.settings.Tokens;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Following by server-sent events. */
class EventsApiTest {
  private static final String DUEL = "{\"profile\":\"duel\",\"attributes\":{}}";
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private TestServer server = new TestServer();
  private final List<SseClient> clients = new ArrayList<>();

  @AfterEach
  void stop() {
    clients.forEach(SseClient::close);
    server.close();
  }

  private void serverWith(PublicApi.Streams streams) {
    server.close();
    server = new TestServer(TestRuntime.started(), streams);
  }

  private SseClient follow(String path, Map<String, String> headers) {
    var client = SseClient.open(server, path, headers);
    clients.add(client);
    return client;
  }

  private SseClient follow(String path) {
    return follow(path, Map.of());
  }

  private String ticket() {
    var id = server.post("/tickets", DUEL).json().get("id").asText();
    server.runtime.settle();
    return id;
  }

  private static String events(String ticket) {
    return "/v1/tickets/" + ticket + "/events";
  }

  // What is told.

  @Test
  void tellsATicketAtOnceAndWheneverItGetsFurther() {
    // Given
    var ticket = ticket();
    var client = follow(events(ticket));

    // Then: each time what a poll gives
    assertThat(client.status()).isEqualTo(200);
    assertThat(client.header("Content-Type")).isEqualTo("text/event-stream");
    assertThat(client.header("Cache-Control")).isEqualTo("no-store");
    var first = client.next();
    assertThat(first.name()).isEqualTo("message");
    assertThat(first.status()).isEqualTo("SEARCHING");
    assertThat(first.data()).isEqualTo(server.get("/tickets/" + ticket).text());

    ticket();
    assertThat(client.next().data())
        .contains("MATCH_FOUND")
        .isEqualTo(server.get("/tickets/" + ticket).text());

    var match = server.runtime.lastMatch().name();
    await(server.runtime.loop.assigned(match, ASSIGNMENT));
    assertThat(client.next().data())
        .contains("HOST_ASSIGNED")
        .isEqualTo(server.get("/tickets/" + ticket).text());

    await(server.runtime.loop.ended(match));
    server.runtime.pass(60_000);
    var last = client.next();
    assertThat(last.name()).isEqualTo("gone");
    assertThat(last.data()).isEqualTo(server.get("/tickets/" + ticket).text());
    assertThat(client.next().name()).isEqualTo("end");
    assertThat(follow(events(ticket)).status()).isEqualTo(404);
  }

  @Test
  void tellsThatAMatchDidNotStartAndTheSearchGoesOn() {
    var client = follow(events(ticket()));
    var searching = client.next();
    ticket();
    var found = client.next();

    server.runtime.fail(server.runtime.lastMatch().name());

    assertThat(found.status()).isEqualTo("MATCH_FOUND");
    var next = client.next(); // they may have met again meanwhile
    assertThat(next.status()).isIn("SEARCHING", "MATCH_FOUND");
    assertThat(next.id()).isNotEqualTo(found.id());
    assertThat(searching.status()).isEqualTo("SEARCHING");
  }

  @Test
  void tellsWhyATicketWasCancelled() {
    var ticket = ticket();
    var client = follow(events(ticket));
    client.next();

    server.delete("/tickets/" + ticket);

    assertThat(client.next().json().at("/cancellation/reason").asText()).isEqualTo("Deleted");
    server.runtime.pass(60_000);
    assertThat(client.next().name()).isEqualTo("gone");
  }

  @Test
  void tellsAGroupFromItsFormingToItsEnd() {
    // Given
    var owner = server.post("/groups", DUEL).json();
    var group = owner.get("group_id").asText();
    var client = follow("/v1/groups/" + group + "/events");
    assertThat(client.next().data())
        .contains("INITIAL")
        .isEqualTo(server.get("/groups/" + group).text());

    // When
    server.patch(
        "/groups/" + group + "/members/" + owner.get("member_id").asText(), "{\"is_ready\":true}");

    // Then
    assertThat(client.next().data())
        .contains("SEARCHING")
        .isEqualTo(server.get("/groups/" + group).text());
    server.delete("/groups/" + group);
    assertThat(client.next().status()).isEqualTo("CANCELLED");
    server.runtime.pass(60_000);
    assertThat(client.next().data()).isEqualTo(server.get("/groups/" + group).text());
    assertThat(client.next().name()).isEqualTo("end");
  }

  @Test
  void tellsThatAGroupIsGoneThatNeverSearched() {
    var group = server.post("/groups", DUEL).json().get("group_id").asText();
    var client = follow("/v1/groups/" + group + "/events");
    client.next();

    server.delete("/groups/" + group);

    assertThat(client.next().name()).isEqualTo("gone");
  }

  @Test
  void tellsTheNewNameOfAQueueAtOnce() {
    var group = server.post("/groups", DUEL).json().get("group_id").asText();
    var forming = follow("/v1/groups/" + group + "/events");
    var waiting = follow(events(ticket()));
    forming.next();
    waiting.next();

    await(
        server.runtime.loop.serve(
            new QueueRevision("duel", "duel-2", TestRuntime.profile("Duel2", 2, Map.of()))));

    assertThat(forming.next().json().get("profile").asText()).isEqualTo("Duel2");
    assertThat(waiting.next().json().get("profile").asText()).isEqualTo("Duel2");
  }

  @Test
  void doesNotWaitForTheLoop() throws Exception {
    // Given: a loop that does nothing for now
    var ticket = ticket();
    var go = new CountDownLatch(1);
    server.runtime.loop.ask((Queues queues) -> waitFor(go));

    // When
    var client = follow(events(ticket));

    // Then
    assertThat(client.next().status()).isEqualTo("SEARCHING");
    go.countDown();
  }

  private static Object waitFor(CountDownLatch latch) {
    try {
      assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
      return null;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  // Coming again.

  @Test
  void whoComesAgainIsToldWhatHeMissedAndNothingElse() {
    // Given
    var ticket = ticket();
    var seen = follow(events(ticket)).next().id();

    // When: nothing has happened meanwhile
    var same = follow(events(ticket), Map.of("Last-Event-ID", seen));
    ticket();

    // Then
    assertThat(same.next().status()).isEqualTo("MATCH_FOUND");

    // When: something has
    var late = follow(events(ticket), Map.of("Last-Event-ID", seen));

    // Then
    assertThat(late.next().status()).isEqualTo("MATCH_FOUND");
  }

  @Test
  void everybodyWhoFollowsIsTold() {
    var ticket = ticket();
    var all = List.of(follow(events(ticket)), follow(events(ticket)), follow(events(ticket)));
    all.forEach(SseClient::next);

    ticket();

    all.forEach(client -> assertThat(client.next().status()).isEqualTo("MATCH_FOUND"));
  }

  @Test
  void whoGoesAwayIsForgotten() {
    var client = follow(events(ticket()));
    client.next();
    assertThat(server.runtime.changes.followed()).isOne();
    assertThat(streams()).isEqualTo("1.0");

    client.close();

    await().atMost(PATIENCE).until(() -> server.runtime.changes.followed() == 0);
    await().atMost(PATIENCE).until(() -> streams().equals("0.0"));
  }

  /** As the metrics have it. */
  private String streams() {
    return server
        .manage("/metrics")
        .text()
        .lines()
        .filter(line -> line.startsWith("muster_http_streams "))
        .map(line -> line.substring(line.indexOf(' ') + 1))
        .findFirst()
        .orElseThrow();
  }

  // Who may.

  @Test
  void refusesAsPollingDoesBeforeAnythingIsTold() {
    var ticket = ticket();
    for (var path : List.of("/v1/tickets/nobody/events", "/v1/groups/nobody/events")) {
      var answer = server.get(path);
      assertThat(answer.status()).isEqualTo(404);
      assertThat(answer.header("Content-Type")).isEqualTo("application/json");
      assertThat(answer.message()).contains("no such");
    }
    assertThat(server.plain("GET", events(ticket), null, Map.of()).status()).isEqualTo(401);
    assertThat(
            server
                .plain("GET", events(ticket) + "?token=" + TestServer.TOKEN, null, Map.of())
                .status())
        .isEqualTo(401);
    assertThat(server.post(events(ticket), "{}").status()).isEqualTo(405);
  }

  @Test
  void pagesOfAllowedOriginsMayReadIt() {
    server.settings = new Settings(List.of("https://play.example"), List.of());
    var ticket = ticket();

    var allowed = follow(events(ticket), Map.of("Origin", "https://play.example"));
    var other = follow(events(ticket), Map.of("Origin", "https://evil.example"));

    assertThat(allowed.header("Access-Control-Allow-Origin")).isEqualTo("https://play.example");
    assertThat(other.header("Access-Control-Allow-Origin")).isNull();
    var preflight =
        server.plain(
            "OPTIONS",
            events(ticket),
            null,
            Map.of("Origin", "https://play.example", "Access-Control-Request-Method", "GET"));
    assertThat(preflight.header("Access-Control-Allow-Headers")).contains("Last-Event-ID");
  }

  @Test
  void aTokenThatIsTakenAwayEndsItsStreams() {
    serverWith(new PublicApi.Streams(10, 20));
    var client = follow(events(ticket()));
    client.next();

    server.tokens = new Tokens(Set.of(TestServer.OTHER_TOKEN), Set.of());

    assertThat(client.next().name()).isEqualTo("end");
  }

  // Limits.

  @Test
  void aStreamOnWhichNothingHappensIsKeptAlive() {
    serverWith(new PublicApi.Streams(10, 20));
    var client = follow(events(ticket()));
    client.next();

    assertThat(client.any().name()).isEqualTo("comment");
    assertThat(client.any().name()).isEqualTo("comment");
  }

  @Test
  void holdsAsManyAsItMay() {
    serverWith(new PublicApi.Streams(2, 60_000));
    var ticket = ticket();
    var first = follow(events(ticket));
    follow(events(ticket));

    var refused = server.get(events(ticket));

    assertThat(refused.status()).isEqualTo(503);
    assertThat(refused.header("Retry-After")).isEqualTo("1");
    assertThat(refused.message()).contains("(2)");
    first.close();
    await().atMost(PATIENCE).until(() -> follow(events(ticket)).status() == 200);
  }

  @ParameterizedTest
  @CsvSource({"1", "3"})
  void holdsAsManyOfOneClientAsItMay(int limit) {
    server.settings =
        new Settings(
            List.of(),
            List.of(),
            false,
            List.of(),
            new RateLimits(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(limit)));
    server.tokens = TestServer.WITH_SERVERS;
    var ticket = ticket();
    for (int i = 0; i < limit; i++) {
      assertThat(follow(events(ticket)).status()).isEqualTo(200);
    }

    var refused = server.get(events(ticket));

    assertThat(refused.status()).isEqualTo(429);
    assertThat(refused.header("Retry-After")).isEqualTo("1");
    assertThat(refused.message()).contains("openStreamsPerClient is " + limit);
    var ofServer = Map.of("Authorization", TestServer.SERVER_TOKEN);
    assertThat(SseClient.open(server, events(ticket), ofServer).status()).isEqualTo(200);
    clients.get(0).close();
    await().atMost(PATIENCE).until(() -> follow(events(ticket)).status() == 200);
  }

  /** Sockets take some MB that nobody reads; all the changes are three times as much. */
  @Test
  void whoDoesNotReadIsToldTheNewestStateLaterAndHoldsUpNobody() throws Exception {
    // Given
    var ticket = ticketWithExtras("x".repeat(3_500));
    try (var slow = new Socket()) {
      slow.setReceiveBufferSize(4_096);
      slow.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port));
      slow.setSoTimeout((int) PATIENCE.toMillis());
      var request =
          "GET %s HTTP/1.1\r\nHost: h\r\nAuthorization: %s\r\n\r\n"
              .formatted(events(ticket), TestServer.TOKEN);
      slow.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
      var reader = follow(events(ticket));
      reader.next();

      // When
      int changes = 3_000;
      for (int i = 1; i <= changes; i++) {
        rename("Duel" + i);
        assertThat(reader.next().json().get("profile").asText()).isEqualTo("Duel" + i);
      }

      // Then
      var told = statesUntil("Duel" + changes, slow);
      assertThat(told).hasSizeLessThan(changes / 2).isSubsetOf(names(changes));
    }
  }

  private String ticketWithExtras(String extras) {
    var body = "{\"profile\":\"duel\",\"attributes\":{},\"extras\":{\"note\":\"%s\"}}";
    var id = server.post("/tickets", body.formatted(extras)).json().get("id").asText();
    server.runtime.settle();
    return id;
  }

  private void rename(String queue) {
    await(
        server.runtime.loop.serve(
            new QueueRevision(
                "duel", "revision-of-" + queue, TestRuntime.profile(queue, 2, Map.of()))));
  }

  private static List<String> names(int changes) {
    return IntStream.rangeClosed(0, changes).mapToObj(i -> i == 0 ? "duel" : "Duel" + i).toList();
  }

  /** The queue's name in each state that a socket has for its reader. */
  private static List<String> statesUntil(String last, Socket socket) throws IOException {
    var names = new ArrayList<String>();
    var profile = Pattern.compile("\"profile\":\"([^\"]+)\"");
    var lines =
        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    while (names.isEmpty() || !names.get(names.size() - 1).equals(last)) {
      var found = profile.matcher(lines.readLine());
      if (found.find()) {
        names.add(found.group(1));
      }
    }
    return names;
  }

  @Test
  void endsWhenTheProcessStopsAndDoesNotHoldItUp() {
    var client = follow(events(ticket()));
    client.next();

    server.server.stop(600_000).await();

    assertThat(client.next().name()).isEqualTo("end");
  }
}
