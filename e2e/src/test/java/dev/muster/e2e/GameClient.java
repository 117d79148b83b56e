package dev.muster.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** A game client: one URL and one token. */
public record GameClient(URI url, String token) {
  static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  static GameClient of(MusterProcess muster) {
    return new GameClient(muster.http(), muster.token());
  }

  /** An answer: status and JSON body (missing when there is none). */
  record Answer(int status, JsonNode body) {}

  Answer send(String method, String path, String body) {
    var request =
        HttpRequest.newBuilder(URI.create(url + path))
            .timeout(Duration.ofSeconds(10))
            .header("Authorization", token)
            .header("Content-Type", "application/json")
            .method(
                method,
                body == null
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body))
            .build();
    try {
      var response = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
      return new Answer(response.statusCode(), JSON.readTree(response.body()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Makes a group and gives its membership. */
  public Membership group(String queue, String attributes, boolean ready) {
    return membership(send("POST", "/groups", request(queue, attributes, "null", ready)));
  }

  /** Joins a group. */
  Membership join(Membership friend, String queue, String attributes, boolean ready) {
    return join(friend, queue, attributes, "null", ready);
  }

  /** Joins a group and has something carried along. */
  Membership join(
      Membership friend, String queue, String attributes, String extras, boolean ready) {
    return membership(
        send(
            "POST",
            "/groups/" + friend.groupId() + "/members",
            request(queue, attributes, extras, ready)));
  }

  private Membership membership(Answer answer) {
    assertThat(answer.status()).as(() -> answer.body().toString()).isEqualTo(201);
    return new Membership(
        this,
        answer.body().path("group_id").textValue(),
        answer.body().path("member_id").textValue());
  }

  private static String request(String queue, String attributes, String extras, boolean ready) {
    try {
      ObjectNode request =
          JSON.createObjectNode().put("profile", queue).put("is_ready", ready).putNull("player_ip");
      request.set("attributes", JSON.readTree(attributes));
      request.set("extras", JSON.readTree(extras));
      return request.toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A place in a group. */
  public record Membership(GameClient client, String groupId, String memberId) {
    String path() {
      return "/groups/" + groupId + "/members/" + memberId;
    }

    JsonNode get() {
      return client.send("GET", path(), null).body();
    }

    String status() {
      return get().path("status").asText();
    }

    JsonNode ready() {
      return client.send("PATCH", path(), "{\"is_ready\": true}").body();
    }

    /** Polls until the status is the wanted one, and gives that answer. */
    public JsonNode await(String status) {
      return org.awaitility.Awaitility.await("status " + status)
          .atMost(PATIENCE)
          .pollInterval(Duration.ofMillis(50))
          .until(this::get, member -> member.path("status").asText().equals(status));
    }
  }
}
