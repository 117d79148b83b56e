package dev.muster.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.muster.cli.local.CannotContinue;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** The matchmaking API as a game client uses it: one URL and one token. */
final class MatchmakingApi {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(3)).build();
  private final URI url;
  private final String token;

  MatchmakingApi(URI url, String token) {
    this.url = url;
    this.token = token;
  }

  /** POST; gives the answer's JSON, or fails when the answer is not a success. */
  JsonNode post(String path, ObjectNode body) {
    return send(
        path, request(path).POST(HttpRequest.BodyPublishers.ofString(body.toString())).build());
  }

  /** PATCH. */
  JsonNode patch(String path, ObjectNode body) {
    return send(
        path,
        request(path)
            .method("PATCH", HttpRequest.BodyPublishers.ofString(body.toString()))
            .build());
  }

  /** GET. */
  JsonNode get(String path) {
    return send(path, request(path).GET().build());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(url.resolve(path))
        .timeout(Duration.ofSeconds(3))
        .header("Authorization", token)
        .header("Content-Type", "application/json");
  }

  private JsonNode send(String path, HttpRequest request) {
    try {
      var answer = http.send(request, HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() / 100 != 2) {
        throw new CannotContinue(
            request.method()
                + " "
                + path
                + " was answered "
                + answer.statusCode()
                + ": "
                + answer.body());
      }
      return JSON.readTree(answer.body());
    } catch (IOException e) {
      throw new CannotContinue(request.method() + " " + path + " failed: " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CannotContinue("interrupted", e);
    }
  }
}
