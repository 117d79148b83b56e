package dev.muster.e2e.crash;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * A player who asks for a ticket and polls it, and asks for another when the runtime has lost it:
 * waiting tickets live and die with the runtime.
 */
final class Player {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final long ANSWER_MAY_TAKE_MILLIS = 30_000;

  private final Supplier<URI> runtime;
  private final String token;
  private String ticket;
  private int lost;

  private record Answer(int status, JsonNode body) {}

  Player(Supplier<URI> runtime, String token) {
    this.runtime = runtime;
    this.token = token;
  }

  /** The ticket that it had last. */
  String ticket() {
    return ticket;
  }

  /** How many of its tickets the runtime did not know any more. */
  int lost() {
    return lost;
  }

  /** Polls once; says whether its ticket has that status. */
  boolean is(String status) {
    return look().path("status").asText().equals(status);
  }

  /** Polls until its ticket has one of these statuses, and gives the answer. */
  JsonNode await(String... statuses) {
    var wanted = Set.of(statuses);
    return Patience.until("status " + wanted)
        .until(this::look, answer -> wanted.contains(answer.path("status").asText()));
  }

  /** Waits until its ticket is cancelled, or was lost. */
  void awaitEnd() {
    Patience.until("the end of a ticket")
        .until(
            () ->
                send("GET", "/tickets/" + ticket, null)
                    .filter(
                        answer ->
                            answer.status() == 404
                                || answer.body().path("status").asText().equals("CANCELLED"))
                    .isPresent());
  }

  private JsonNode look() {
    if (ticket == null) {
      send("POST", "/tickets", "{\"profile\": \"duel\", \"attributes\": {}}")
          .filter(answer -> answer.status() == 201)
          .ifPresent(answer -> ticket = answer.body().path("id").asText());
      return JSON.missingNode();
    }
    var answer = send("GET", "/tickets/" + ticket, null);
    if (answer.filter(found -> found.status() == 404).isPresent()) {
      lost++;
      ticket = null;
    }
    return answer.map(Answer::body).orElseGet(JSON::missingNode);
  }

  private Optional<Answer> send(String method, String path, String body) {
    var request =
        HttpRequest.newBuilder(URI.create(runtime.get() + path))
            .timeout(Duration.ofMillis(ANSWER_MAY_TAKE_MILLIS))
            .header("Authorization", token)
            .method(
                method,
                body == null
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body))
            .build();
    CompletableFuture<HttpResponse<String>> sent =
        HTTP.sendAsync(request, HttpResponse.BodyHandlers.ofString());
    try {
      var response = sent.get(2 * ANSWER_MAY_TAKE_MILLIS, TimeUnit.MILLISECONDS);
      return Optional.of(new Answer(response.statusCode(), JSON.readTree(response.body())));
    } catch (ExecutionException | TimeoutException | IOException e) {
      return Optional.empty(); // the runtime is away
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
