package dev.muster.runtime.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import dev.muster.engine.profile.Fallback;
import dev.muster.engine.profile.RuleAttributes;
import dev.muster.engine.profile.RuleDefinition;
import dev.muster.engine.profile.RuleType;
import dev.muster.runtime.TestRuntime;
import dev.muster.runtime.loop.QueueRevision;
import dev.muster.runtime.server.GameServer;
import dev.muster.runtime.server.GameServers.Stopping;
import dev.muster.runtime.server.PlayerTicket;
import dev.muster.runtime.settings.Beacon;
import dev.muster.runtime.settings.RateLimits;
import dev.muster.runtime.settings.Settings;
import dev.muster.runtime.ticket.Assignment.Location;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import java.math.BigDecimal;
import java.net.http.HttpHeaders;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The document that is served, against what is served: every operation, every status. */
class ApiDocumentTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String SERVER = "23c01225b99d";
  private static final String TICKET = "{\"profile\":\"duel\",\"attributes\":{}}";
  private static final String CARRYING = TICKET.replace("}}", "},\"extras\":{\"skin\":[1,null]}}");
  private static final String LARGE = " ".repeat(PublicRouter.BODY_LIMIT + 1);

  private TestServer server;
  private JsonNode document;

  /** The answers by method, path of the document, and status. */
  private final Map<String, List<TestServer.Answer>> answers = new LinkedHashMap<>();

  @BeforeEach
  void start() {
    server = new TestServer(TestRuntime.started(), new PublicApi.Streams(1, 60_000));
    server.settings = everythingAllowed(RateLimits.NONE);
    server.gameServers.put(
        SERVER,
        new GameServer(
            SERVER,
            "m1",
            "m1-1",
            GameServer.State.READY,
            Optional.of(TestRuntime.ASSIGNMENT),
            List.of("t1")));
    server.runtime.settle();
    document = document();
  }

  static Settings everythingAllowed(RateLimits limits) {
    return new Settings(
        List.of(),
        List.of(new Beacon("203.0.113.5", 1, 2, new Location("Chicago", "", "", "", ""))),
        true,
        List.of(),
        limits,
        true);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private JsonNode document() {
    var answer = server.plain("GET", "/swagger/v1/swagger.json", null, Map.of());
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("Content-Type")).isEqualTo("application/json");
    return answer.json();
  }

  @Test
  void everyPathIsDocumentedWithItsMethodsAndNoOther() {
    var documented = new TreeSet<String>();
    document.path("paths").fieldNames().forEachRemaining(documented::add);
    var served =
        router().getRoutes().stream()
            .map(Route::getPath)
            .filter(Objects::nonNull)
            .map(path -> path.replaceAll(":([a-z]+)", "{$1}"))
            .filter(path -> !path.equals("/") && !path.startsWith("/swagger/"))
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(documented).isEqualTo(served);

    for (var path : documented) {
      var methods = new TreeSet<String>();
      document.path("paths").path(path).fieldNames().forEachRemaining(methods::add);
      var answer = ask("PUT", path.replaceAll("\\{[a-z]+}", SERVER), null, tokenFor(path));
      assertThat(answer.status()).as(path).isEqualTo(405);
      assertThat(List.of(answer.header("Allow").toLowerCase(Locale.ROOT).split(", ")))
          .as(path)
          .containsExactlyInAnyOrderElementsOf(methods);
    }
  }

  private Router router() {
    return PublicRouter.of(server.vertx, server.api, Shared.of(server.api, System::nanoTime));
  }

  private static String tokenFor(String path) {
    return path.startsWith("/v1/servers/") ? TestServer.tokenOf(SERVER) : TestServer.TOKEN;
  }

  private TestServer.Answer ask(String method, String path, String body, String token) {
    return server.plain(
        method, path, body, token == null ? Map.of() : Map.of("Authorization", token));
  }

  private TestServer.Answer play(String method, String documented, String path, String body) {
    var answer = ask(method, path, body, tokenFor(path));
    return note(method, documented, answer);
  }

  private TestServer.Answer note(String method, String documented, TestServer.Answer answer) {
    var key = method + " " + documented + " " + answer.status();
    answers.computeIfAbsent(key, same -> new ArrayList<>()).add(answer);
    return answer;
  }

  private String id(TestServer.Answer answer, String name) {
    assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    return answer.json().path(name).asText();
  }

  @Test
  void everyStatusThatIsDocumentedCanBeHadAndLooksAsDocumented() {
    play("GET", "/monitor", "/monitor", null);
    play("GET", "/locations/beacons", "/locations/beacons", null);
    tickets();
    groups();
    play("GET", "/v1/stats", "/v1/stats", null);
    events();
    server.runtime.pass(1_000);
    play("GET", "/v1/stats", "/v1/stats", null);
    backfills();
    servers();
    for (var what : List.of("/inspect/tickets", "/inspect/matches")) {
      play("GET", what, what, null);
      play("GET", what, what + "?page=1&limit=2", null);
      play("GET", what, what + "?page=0", null);
    }
    server.settings = Settings.NONE;
    play("GET", "/inspect/tickets", "/inspect/tickets", null);
    play("GET", "/inspect/matches", "/inspect/matches", null);
    everythingWithoutTokenAndWithTooMuch();
    whileItIsStarted();
    whileTheLoopIsStopped();
    beyondTheLimit();

    var documented = new TreeSet<String>();
    for (var operation : DocumentedOperation.all(document)) {
      for (var status : operation.statuses()) {
        documented.add(operation.method() + " " + operation.path() + " " + status);
      }
    }
    assertThat(new TreeSet<>(answers.keySet())).isEqualTo(documented);
    answers.forEach((key, all) -> all.forEach(answer -> checkShape(key, answer)));
  }

  private void tickets() {
    var path = "/tickets/{ticket}";
    var waiting = id(play("POST", "/tickets", "/tickets", TICKET), "id");
    play("POST", "/tickets", "/tickets", "{}");
    play("GET", path, "/tickets/" + waiting, null);
    explain(waiting);
    play("GET", path, "/tickets/nobody", null);
    play("DELETE", path, "/tickets/" + waiting, null);
    play("GET", path, "/tickets/" + waiting, null);
    play("DELETE", path, "/tickets/nobody", null);
    var pair = "{\"player_tickets\":[" + TICKET + "," + CARRYING + "]}";
    var both = play("POST", "/group-tickets", "/group-tickets", pair);
    play("POST", "/group-tickets", "/group-tickets", "{}");
    server.runtime.settle();
    var matched = both.json().at("/player_tickets/0/id").asText();
    play("DELETE", path, "/tickets/" + matched, null);
    play("GET", path, "/tickets/" + matched, null);
    play("GET", "/inspect/matches", "/inspect/matches", null);
    TestRuntime.await(
        server.runtime.loop.assigned(server.runtime.lastMatch().name(), TestRuntime.ASSIGNMENT));
    play("GET", path, "/tickets/" + matched, null);
  }

  private void explain(String ticket) {
    var path = "/v1/tickets/{ticket}/explain";
    play("GET", path, "/v1/tickets/" + ticket + "/explain", null);
    play("GET", path, "/v1/tickets/nobody/explain", null);
  }

  private void groups() {
    var groupPath = "/groups/{group}";
    var membersPath = groupPath + "/members";
    var memberPath = membersPath + "/{member}";
    var owner = play("POST", "/groups", "/groups", TICKET).json();
    play("POST", "/groups", "/groups", "{}");
    var group = "/groups/" + owner.get("group_id").asText();
    var members = group + "/members";
    var member = members + "/" + owner.get("member_id").asText();
    play("GET", groupPath, group, null);
    play("GET", groupPath, "/groups/nobody", null);
    play("GET", memberPath, member, null);
    play("GET", memberPath, members + "/nobody", null);
    play("PATCH", memberPath, member, "{\"is_ready\":false}");
    play("PATCH", memberPath, member, "{}");
    play("PATCH", memberPath, members + "/nobody", "{\"is_ready\":true}");
    var friend = play("POST", membersPath, members, TICKET).json().get("member_id").asText();
    play("POST", membersPath, members, "{}");
    play("POST", membersPath, "/groups/nobody/members", TICKET);
    play("DELETE", memberPath, members + "/" + friend, null);
    play("DELETE", memberPath, members + "/" + friend, null);
    play("POST", membersPath, members, CARRYING.replace("}}", "},\"is_ready\":true}"));
    play("PATCH", memberPath, member, "{\"is_ready\":true}");
    server.runtime.settle();
    play("PATCH", memberPath, member, "{\"is_ready\":false}");
    play("POST", membersPath, members, TICKET);
    play("DELETE", memberPath, member, null);
    play("DELETE", groupPath, group, null);
    play("GET", memberPath, member, null);
    play("GET", groupPath, group, null);
    var other = play("POST", "/groups", "/groups", TICKET).json().get("group_id").asText();
    play("DELETE", groupPath, "/groups/" + other, null);
    play("DELETE", groupPath, "/groups/" + other, null);
  }

  private void events() {
    var ticket = id(server.post("/tickets", TICKET), "id");
    events("/v1/tickets/{ticket}/events", "/v1/tickets/", ticket, "/tickets/" + ticket);
    var group = server.post("/groups", TICKET).json().get("group_id").asText();
    events("/v1/groups/{group}/events", "/v1/groups/", group, "/groups/" + group);
  }

  private void events(String path, String prefix, String id, String subject) {
    play("GET", path, prefix + "nobody/events", null);
    var events = prefix + id + "/events";
    note("GET", path, upgrade(events, "Sec-WebSocket-Version", "7"));
    note("GET", path, upgrade(events, "Origin", "https://evil.example"));
    var whole = CompletableFuture.supplyAsync(() -> ask("GET", events, null, TestServer.TOKEN));
    await().atMost(Duration.ofSeconds(60)).until(() -> server.runtime.changes.followed() == 1);
    play("GET", path, events, null);
    server.delete(subject);
    server.runtime.pass(60_000);
    note("GET", path, whole.orTimeout(60, TimeUnit.SECONDS).join());
    await().atMost(Duration.ofSeconds(60)).until(() -> server.runtime.changes.followed() == 0);
  }

  /** Asks for a WebSocket, rightly but for one header. */
  private TestServer.Answer upgrade(String path, String header, String value) {
    var client = server.vertx.createHttpClient();
    var answer =
        client
            .request(HttpMethod.GET, server.port, "127.0.0.1", path)
            .compose(
                request ->
                    request
                        .putHeader("Authorization", TestServer.TOKEN)
                        .putHeader("Connection", "Upgrade")
                        .putHeader("Upgrade", "websocket")
                        .putHeader("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==")
                        .putHeader("Sec-WebSocket-Version", "13")
                        .putHeader(header, value)
                        .send())
            .compose(
                response ->
                    response
                        .body()
                        .map(
                            body ->
                                new TestServer.Answer(
                                    response.statusCode(),
                                    body.toString(),
                                    HttpHeaders.of(Map.of(), (name, same) -> true))))
            .await();
    client.close().await();
    return answer;
  }

  private void backfills() {
    var path = "/backfills/{backfill}";
    var wish = BackfillsApiTest.UNITY;
    var backfill = id(play("POST", "/backfills", "/backfills", wish), "id");
    play("POST", "/backfills", "/backfills", "{}");
    play("GET", path, "/backfills/" + backfill, null);
    var time = "2026-11-20T15:04:05Z";
    server.seats.assign(
        backfill,
        new PlayerTicket(
            "t9",
            time,
            Optional.empty(),
            Optional.empty(),
            Optional.of("team"),
            "{\"a\":1}",
            Optional.of("7")));
    play("GET", path, "/backfills/" + backfill, null);
    server.seats.away = true;
    play("DELETE", path, "/backfills/" + backfill, null);
    server.seats.away = false;
    play("DELETE", path, "/backfills/" + backfill, null);
    play("DELETE", path, "/backfills/" + backfill, null);
    play("GET", path, "/backfills/" + backfill, null);
  }

  private void servers() {
    var path = "/v1/servers/{request}";
    var gone = "ba9876543210";
    play("GET", path, "/v1/servers/" + SERVER, null);
    note("GET", path, ask("GET", "/v1/servers/" + gone, null, TestServer.tokenOf(gone)));
    for (var stopping : Stopping.values()) {
      server.stopping = stopping;
      play("DELETE", path, "/v1/servers/" + SERVER, null);
    }
  }

  private void everythingWithoutTokenAndWithTooMuch() {
    for (var operation : DocumentedOperation.all(document)) {
      var url = operation.pathOf(SERVER);
      if (!operation.path().equals("/monitor")) {
        note(operation.method(), operation.path(), ask(operation.method(), url, null, null));
      }
      if (operation.takesBody()) {
        play(operation.method(), operation.path(), url, LARGE);
      }
    }
  }

  private void whileItIsStarted() {
    server.begun = false;
    for (var operation : DocumentedOperation.all(document)) {
      if (!operation.path().equals("/monitor")) {
        var answer = play(operation.method(), operation.path(), operation.pathOf(SERVER), null);
        assertThat(answer.status()).as(operation.path()).isEqualTo(503);
      }
    }
    server.begun = true;
  }

  private void whileTheLoopIsStopped() {
    var ticket = "{\"player_tickets\":[" + TICKET + "]}";
    var waiting = "/tickets/" + id(server.post("/tickets", TICKET), "id");
    server.settings = everythingAllowed(RateLimits.NONE);
    TestRuntime.await(server.runtime.loop.stop());
    play("POST", "/tickets", "/tickets", TICKET);
    play("DELETE", "/tickets/{ticket}", waiting, null);
    play("GET", "/v1/tickets/{ticket}/explain", "/v1" + waiting + "/explain", null);
    play("POST", "/group-tickets", "/group-tickets", ticket);
    play("POST", "/groups", "/groups", TICKET);
    play("DELETE", "/groups/{group}", "/groups/g", null);
    play("POST", "/groups/{group}/members", "/groups/g/members", TICKET);
    play("PATCH", "/groups/{group}/members/{member}", "/groups/g/members/m", "{\"is_ready\":true}");
    play("DELETE", "/groups/{group}/members/{member}", "/groups/g/members/m", null);
    play("POST", "/backfills", "/backfills", BackfillsApiTest.UNITY);
    server.inspection.close();
    play("GET", "/inspect/tickets", "/inspect/tickets", null);
    play("GET", "/inspect/matches", "/inspect/matches", null);
  }

  private void beyondTheLimit() {
    var one = Optional.of(1);
    var none = Optional.<Integer>empty();
    server.settings = everythingAllowed(new RateLimits(one, none, none, none, none));
    for (var operation : DocumentedOperation.all(document)) {
      note(operation.method(), operation.path(), refused(operation));
    }
  }

  /** The answer to the first request that is one too many. */
  private TestServer.Answer refused(DocumentedOperation operation) {
    var url = operation.pathOf(SERVER);
    return Stream.generate(() -> ask(operation.method(), url, null, tokenFor(url)))
        .limit(100)
        .filter(answer -> answer.status() == 429)
        .findFirst()
        .orElseThrow();
  }

  private void checkShape(String key, TestServer.Answer answer) {
    var parts = key.split(" ", -1);
    var response =
        document
            .path("paths")
            .path(parts[1])
            .path(parts[0].toLowerCase(Locale.ROOT))
            .path("responses")
            .path(parts[2]);
    assertThat(response.path("description").asText()).as(key).isNotBlank();
    var schema = response.at("/content/application~1json/schema");
    if (response.at("/content").has("text/event-stream")) {
      assertThat(answer.header("Content-Type")).isEqualTo("text/event-stream");
      assertThat(answer.text()).startsWith("retry: ").contains("event: gone\ndata: {");
    } else if (schema.isMissingNode()) {
      assertThat(answer.text()).as(key).isEmpty();
    } else {
      assertThat(schema(schema).validate(answer.json())).as(key + " " + answer.text()).isEmpty();
    }
    assertThat(answer.header("Retry-After") != null)
        .as(key)
        .isEqualTo(answer.status() == 503 || answer.status() == 429);
  }

  /** A part of the document as a schema, together with what it refers to. */
  private JsonSchema schema(JsonNode part) {
    ObjectNode whole = JSON.createObjectNode();
    whole.putArray("allOf").add(part);
    whole.set("components", document.path("components"));
    return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V4).getSchema(whole);
  }

  private JsonSchema request(String kind) {
    return schema(JSON.createObjectNode().put("$ref", "#/components/schemas/" + kind));
  }

  @Test
  void theExampleOfEachProfileIsAcceptedAndWithoutWhatIsRequiredItIsNot() {
    var urls =
        Map.of(
            "TicketRequest", "/tickets",
            "MemberRequest", "/groups",
            "BackfillRequest", "/backfills");
    for (var kind : urls.keySet()) {
      for (var queue : List.of("duel", "Ranked_5v5")) {
        var schema = document.at("/components/schemas/" + kind + "-" + queue);
        assertThat(schema.path("title").asText()).isEqualTo(kind + " (" + queue + ")");
        var example = schema.path("example");
        check(kind, urls.get(kind), example, true);
        for (var required : schema.path("required")) {
          var without = (ObjectNode) example.deepCopy();
          without.remove(required.asText());
          check(kind, urls.get(kind), without, false);
        }
      }
    }
    for (var attribute : List.of("elo", "mode", "maps", "beacons")) {
      var example =
          (ObjectNode) document.at("/components/schemas/TicketRequest-Ranked_5v5/example");
      var without = example.deepCopy();
      ((ObjectNode) without.path("attributes")).remove(attribute);
      check("TicketRequest", "/tickets", without, false);
      ((ObjectNode) without.path("attributes")).put(attribute, true);
      check("TicketRequest", "/tickets", without, false);
      var more = example.deepCopy();
      ((ObjectNode) more.path("attributes")).put("colour", "red");
      check("TicketRequest", "/tickets", more, false);
    }
  }

  @Test
  void theExampleOfSeveralProfilesIsAccepted() {
    for (var kind : List.of("TicketRequest", "MemberRequest")) {
      var url = kind.equals("TicketRequest") ? "/tickets" : "/groups";
      var body = document.at("/paths/" + url.replace("/", "~1") + "/post/requestBody");
      assertThat(body.at("/content/application~1json/schema/anyOf/1/$ref").asText())
          .endsWith("/" + kind + "OfSeveral");
      var example = (ObjectNode) document.at("/components/schemas/" + kind + "OfSeveral/example");
      assertThat(example.path("profiles")).hasSize(2);
      check(kind + "OfSeveral", url, example, true);
      note("POST", url, server.post(url, example.toString()));
      var elsewhere = example.deepCopy();
      elsewhere.withArray("profiles").add("nowhere");
      check(kind + "OfSeveral", url, elsewhere, false);
      var without = example.deepCopy();
      without.remove("profiles");
      check(kind + "OfSeveral", url, without, false);
    }
    var member = answers.get("POST /groups 201").get(0).json();
    var group = "/groups/" + member.path("group_id").asText();
    TestRuntime.await(server.runtime.loop.close("duel", "the test is over"));
    play("GET", "/groups/{group}", group, null);
    play(
        "GET",
        "/groups/{group}/members/{member}",
        group + "/members/" + member.path("member_id").asText(),
        null);
    assertThat(answers.get("GET /groups/{group} 200").get(0).text()).contains("cancellations");
    answers.forEach((key, all) -> all.forEach(answer -> checkShape(key, answer)));
  }

  private void check(String kind, String url, JsonNode body, boolean accepted) {
    assertThat(request(kind).validate(body).isEmpty()).as(kind + " " + body).isEqualTo(accepted);
    check(url, body, TestServer.TOKEN, accepted);
  }

  private void check(String url, JsonNode body, String token, boolean accepted) {
    assertThat(ask("POST", url, body.toString(), token).status())
        .as(url + " " + body)
        .isEqualTo(accepted ? 201 : 400);
  }

  /** With and without a default, by their queue. */
  private void serveWithRatingsOfServersOnly() {
    server.tokens = TestServer.WITH_SERVERS;
    var fifty = new RuleAttributes(null, null, null, null, null, BigDecimal.valueOf(50), null);
    Map.of(
            "guessed", Optional.<Fallback>of(new Fallback.OfNumber(BigDecimal.TEN)),
            "known", Optional.<Fallback>empty())
        .forEach(
            (queue, fallback) ->
                TestRuntime.await(
                    server.runtime.loop.serve(
                        new QueueRevision(
                            queue,
                            queue + "-1",
                            TestRuntime.profile(
                                queue,
                                2,
                                Map.of(
                                    "rating",
                                    new RuleDefinition(
                                        RuleType.NUMBER_DIFFERENCE, fifty, fallback))),
                            Set.of("rating")))));
    server.runtime.settle();
    document = document();
  }

  @Test
  void theExampleOfAProfileWithAttributesOfServersIsAcceptedOfWhoeverCanMakeATicket() {
    serveWithRatingsOfServersOnly();

    for (var kind : Map.of("TicketRequest", "/tickets", "MemberRequest", "/groups").entrySet()) {
      var guessed = document.at("/components/schemas/" + kind.getKey() + "-guessed");
      check(kind.getKey(), kind.getValue(), guessed.path("example"), true);
      assertThat(guessed.at("/properties/attributes/properties/rating/description").asText())
          .isEqualTo("server tokens only");
      var rated = guessed.path("example").deepCopy();
      ((ObjectNode) rated.path("attributes")).put("rating", 7);
      assertThat(request(kind.getKey()).validate(rated)).isEmpty();
      check(kind.getValue(), rated, TestServer.TOKEN, false);
      check(kind.getValue(), rated, TestServer.SERVER_TOKEN, true);

      var known = document.at("/components/schemas/" + kind.getKey() + "-known/example");
      check(kind.getValue(), known, TestServer.SERVER_TOKEN, true);
      check(kind.getValue(), known, TestServer.TOKEN, false);
      var without = known.deepCopy();
      ((ObjectNode) without.path("attributes")).remove("rating");
      assertThat(request(kind.getKey()).validate(without)).isNotEmpty();
      check(kind.getValue(), without, TestServer.TOKEN, false);
      check(kind.getValue(), without, TestServer.SERVER_TOKEN, false);
    }
    var backfill = document.at("/components/schemas/BackfillRequest-guessed/example");
    assertThat(backfill.findValue("rating")).isNotNull();
    check("/backfills", backfill, TestServer.SERVER_TOKEN, true);
  }

  @Test
  void followsTheProfilesThatAreServed() {
    server.runtime.serve(TestRuntime.profile("trio", 3, Map.of()));
    server.runtime.settle();
    assertThat(document().at("/components/schemas/TicketRequest-trio/title").asText())
        .isEqualTo("TicketRequest (trio)");
    assertThat(document().at("/components/schemas/TicketRequest/oneOf")).hasSize(3);

    TestRuntime.await(server.runtime.loop.close("trio", "the test is over"));
    assertThat(document().at("/components/schemas/TicketRequest/oneOf")).hasSize(2);
    assertThat(document().at("/components/schemas/TicketRequest-trio").isMissingNode()).isTrue();
  }

  @Test
  void whoeverAsksForItKeepsTheLoopFromNothing() {
    TestRuntime.await(server.runtime.loop.stop());

    assertThat(document()).isEqualTo(document);
  }

  @Test
  void sendsAFileOfThePageOnceToABrowserThatKeepsIt() {
    var path = "/swagger/ui/swagger-ui-bundle.js";
    var first = server.plain("GET", path, null, Map.of());
    var tag = first.header("ETag");

    var again = server.plain("GET", path, null, Map.of("If-None-Match", tag));
    var other = server.plain("GET", "/", null, Map.of("If-None-Match", tag));

    assertThat(again.status()).isEqualTo(304);
    assertThat(again.text()).isEmpty();
    assertThat(again.header("ETag")).isEqualTo(tag);
    assertThat(other.status()).isEqualTo(200);
    assertThat(server.plain("GET", path, null, Map.of()).text()).isEqualTo(first.text());
  }

  @Test
  void showsItInAPageThatNeedsNobodyElse() {
    var page = server.plain("GET", "/", null, Map.of());

    assertThat(page.status()).isEqualTo(200);
    assertThat(page.header("Content-Type")).startsWith("text/html");
    assertThat(page.text()).doesNotContain("://");
    var linked = java.util.regex.Pattern.compile("(?:src|href)=\"([^\"]+)\"").matcher(page.text());
    var files = linked.results().map(found -> found.group(1)).toList();
    assertThat(files).hasSizeGreaterThan(3);
    for (var file : files) {
      assertThat(server.plain("GET", file, null, Map.of()).status()).as(file).isEqualTo(200);
    }
    assertThat(server.plain("GET", "/swagger/ui/start.js", null, Map.of()).text())
        .contains("/swagger/v1/swagger.json")
        .doesNotContain("://");
    assertThat(server.plain("GET", "/swagger/ui/index.html", null, Map.of()).status())
        .isEqualTo(404);
    assertThat(server.plain("GET", "/swagger/ui/..%2f..%2fApi.class", null, Map.of()).status())
        .isEqualTo(404);
  }

  @Test
  void inspectionTellsEverythingPageByPage() {
    for (int i = 0; i < 5; i++) {
      server.runtime.pass(1);
      id(server.post("/tickets", TICKET), "id");
    }
    server.runtime.settle();

    var first = server.get("/inspect/tickets?limit=2").json();
    var last = server.get("/inspect/tickets?limit=2&page=3").json();
    var matches = server.get("/inspect/matches").json();

    assertThat(first.get("count").asInt()).isEqualTo(5);
    assertThat(first.get("data")).hasSize(2);
    assertThat(first.get("pagination")).hasToString("{\"page\":1,\"limit\":2,\"pages\":3}");
    assertThat(first.at("/data/0/status").asText()).isEqualTo("SEARCHING");
    assertThat(last.get("data")).hasSize(1);
    assertThat(matches.get("count").asInt()).isEqualTo(2);
    assertThat(matches.at("/data/0/match_id").asText())
        .isEqualTo(server.runtime.lastMatch().matchId());
    assertThat(server.get("/inspect/matches?page=9").json().get("data")).isEmpty();
  }
}
