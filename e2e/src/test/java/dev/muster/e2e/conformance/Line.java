package dev.muster.e2e.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.muster.e2e.MusterProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** One kit's connection: its headers, its time-out, its pace, and the raw token. */
final class Line {
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final Kit kit;
  private final URI url;
  private final String token;
  private final Set<String> sent;

  private Line(Kit kit, URI url, String token, Set<String> sent) {
    this.kit = kit;
    this.url = url;
    this.token = token;
    this.sent = sent;
  }

  /**
   * To a started Muster.
   *
   * @param sent gets the requests that are sent, such as {@code GET /tickets/{id}}
   */
  static Line of(Kit kit, MusterProcess muster, Set<String> sent) {
    return new Line(kit, muster.http(), muster.token(), sent);
  }

  /** The same, with another token or none. */
  Line withToken(String other) {
    return new Line(kit, url, other, sent);
  }

  /** The same to another address, such as the one that a server finds in its environment. */
  Line at(String base) {
    return new Line(kit, URI.create(base), token, sent);
  }

  Reply get(String path) {
    return send("GET", path, "", Map.of());
  }

  Reply post(String path, String body) {
    return send("POST", path, body, Map.of());
  }

  Reply patch(String path, String body) {
    return send("PATCH", path, body, Map.of());
  }

  Reply delete(String path) {
    return send("DELETE", path, "", Map.of());
  }

  /**
   * One request.
   *
   * @param body empty: the request has none
   * @param more headers beside those of the kit
   */
  Reply send(String method, String path, String body, Map<String, String> more) {
    var request =
        HttpRequest.newBuilder(URI.create(url + path))
            .timeout(kit.timeout())
            .method(
                method,
                body.isEmpty()
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body));
    kit.headers().forEach(request::setHeader);
    if (!body.isEmpty()) {
      request.setHeader("Content-Type", "application/json");
    }
    if (!token.isEmpty()) {
      request.setHeader("Authorization", token);
    }
    more.forEach(request::setHeader);
    sent.add(method + " " + template(path));
    try {
      return new Reply(HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString()));
    } catch (IOException e) {
      throw new UncheckedIOException(kit.title() + " got no answer to " + method + " " + path, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static String template(String path) {
    return path.replaceAll("//+", "/")
        .replaceAll("/(tickets|groups|members|backfills|servers)/[^/]+", "/$1/{id}");
  }

  /**
   * Polls at the kit's pace until the status is one after which it asks no more, and gives every
   * answer. There must be no assignment in any but a {@code HOST_ASSIGNED} one.
   */
  <T extends Followed> List<T> follow(String path, Class<T> type) {
    return poll(path, type, answer -> isLast(answer.status()));
  }

  /** Polls at the kit's pace until an answer has that status, and gives it. */
  <T extends Followed> T followTo(String status, String path, Class<T> type) {
    var answers =
        poll(path, type, answer -> answer.status().equals(status) || isLast(answer.status()));
    var last = answers.get(answers.size() - 1);
    assertThat(last.status()).as(path).isEqualTo(status);
    return last;
  }

  private static boolean isLast(String status) {
    return status.equals("HOST_ASSIGNED") || status.equals("CANCELLED");
  }

  private <T extends Followed> List<T> poll(String path, Class<T> type, Predicate<T> isOver) {
    var answers = new ArrayList<T>();
    await(kit.title() + " polls " + path)
        .atMost(PATIENCE)
        .pollDelay(kit.interval())
        .pollInterval(kit.interval())
        .until(
            () -> {
              var answer = get(path).expect(200).read(type);
              assertThat(answer.isAssigned())
                  .as("an assignment at " + answer.status())
                  .isEqualTo(answer.status().equals("HOST_ASSIGNED"));
              answers.add(answer);
              return isOver.test(answer);
            });
    return answers;
  }
}
