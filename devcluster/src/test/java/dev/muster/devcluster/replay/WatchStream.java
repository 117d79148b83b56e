package dev.muster.devcluster.replay;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.muster.devcluster.json.Json;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** An open watch, read in the background. */
final class WatchStream implements AutoCloseable {
  private final BlockingQueue<JsonNode> events = new LinkedBlockingQueue<>();
  private final CompletableFuture<HttpResponse<Stream<String>>> response;
  private volatile Stream<String> lines;

  WatchStream(HttpClient client, HttpRequest request) {
    this.response = client.sendAsync(request, HttpResponse.BodyHandlers.ofLines());
    var reader = new Thread(this::read, "watch");
    reader.setDaemon(true);
    reader.start();
  }

  private void read() {
    try {
      lines = response.join().body();
      lines.forEach(this::add);
    } catch (RuntimeException e) {
      // The stream was closed.
    }
  }

  private void add(String line) {
    try {
      events.add(Json.parse(line));
    } catch (JsonProcessingException e) {
      events.add(Json.object().put("type", "garbage: " + line));
    }
  }

  /** The next event, or null when none comes in time. */
  JsonNode next(Duration within) {
    try {
      return events.poll(within.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return null;
    }
  }

  @Override
  public void close() {
    if (lines != null) {
      lines.close();
    }
    response.cancel(true);
  }
}
