package dev.muster.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.function.Function;

/** Many tickets of one Matchmaker, made and read with some requests at a time. */
final class Population {
  private static final int AT_ONCE = 32;
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private final GameClient client;
  private final Map<String, JsonNode> asMade = new LinkedHashMap<>();

  Population(GameClient client) {
    this.client = client;
  }

  /** How many there are. */
  int size() {
    return asMade.size();
  }

  /** Every ticket as it was made, by id. */
  Map<String, JsonNode> asMade() {
    return asMade;
  }

  /** Makes one ticket for each of these attributes; gives their ids in the same order. */
  List<String> tickets(String queue, List<String> attributes) {
    var answers = all(attributes, own -> post("/tickets", ticket(queue, own)));
    answers.forEach(answer -> asMade.put(answer.path("id").textValue(), answer));
    return answers.stream().map(answer -> answer.path("id").textValue()).toList();
  }

  /** Makes one group of tickets; gives their ids in the same order. */
  List<String> group(String queue, List<String> attributes) {
    var body = GameClient.JSON.createObjectNode().put("profile", queue);
    var players = body.putArray("player_tickets");
    attributes.forEach(own -> players.add(ticket(queue, own)));
    var ids = new ArrayList<String>();
    all(List.of(body), group -> post("/group-tickets", group))
        .get(0)
        .path("player_tickets")
        .forEach(
            made -> {
              asMade.put(made.path("id").textValue(), made);
              ids.add(made.path("id").textValue());
            });
    return ids;
  }

  /** Every ticket as it reads now, by id. */
  Map<String, JsonNode> now() {
    var ids = List.copyOf(asMade.keySet());
    var answers = all(ids, id -> request("/tickets/" + id).GET().build());
    var now = new LinkedHashMap<String, JsonNode>();
    for (int i = 0; i < ids.size(); i++) {
      now.put(ids.get(i), answers.get(i));
    }
    return now;
  }

  private static ObjectNode ticket(String queue, String attributes) {
    try {
      var ticket = GameClient.JSON.createObjectNode().put("profile", queue);
      ticket.set("attributes", GameClient.JSON.readTree(attributes));
      return ticket;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private HttpRequest post(String path, JsonNode body) {
    return request(path).POST(HttpRequest.BodyPublishers.ofString(body.toString())).build();
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(client.url() + path))
        .timeout(PATIENCE)
        .header("Authorization", client.token());
  }

  private static <T> List<JsonNode> all(List<T> things, Function<T, HttpRequest> request) {
    var places = new Semaphore(AT_ONCE);
    var answers = new ArrayList<CompletableFuture<JsonNode>>();
    for (var thing : things) {
      places.acquireUninterruptibly();
      var answer =
          HTTP.sendAsync(request.apply(thing), HttpResponse.BodyHandlers.ofString())
              .thenApply(Population::read);
      answers.add(answer.whenComplete((done, failed) -> places.release()));
    }
    return answers.stream().map(CompletableFuture::join).toList();
  }

  private static JsonNode read(HttpResponse<String> response) {
    assertThat(response.statusCode())
        .as(() -> response.request() + ": " + response.body())
        .isBetween(200, 201);
    try {
      return GameClient.JSON.readTree(response.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
