package dev.muster.runtime.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A client that follows by server-sent events, and reads them as the HTML standard says. */
final class SseClient implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String TEXT = "text";

  /**
   * What came.
   *
   * @param name {@code end} when the stream has ended, {@code comment} for a comment
   */
  record Event(String name, String id, String data) {
    JsonNode json() {
      try {
        return JSON.readTree(data);
      } catch (IOException e) {
        throw new UncheckedIOException(data, e);
      }
    }

    String status() {
      return json().path("status").asText();
    }
  }

  private final HttpResponse<InputStream> response;
  private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();

  private SseClient(HttpResponse<InputStream> response) {
    this.response = response;
    var reader = new Thread(this::read, "events");
    reader.setDaemon(true);
    reader.start();
  }

  static SseClient open(TestServer server, String path, Map<String, String> more) {
    var headers = new LinkedHashMap<String, String>();
    headers.put("Authorization", TestServer.TOKEN);
    headers.putAll(more);
    var request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port + path)).GET();
    headers.forEach(request::header);
    try {
      return new SseClient(server.client.send(request.build(), BodyHandlers.ofInputStream()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  static SseClient open(TestServer server, String path) {
    return open(server, path, Map.of());
  }

  private void read() {
    try (var lines =
        new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
      var fields = new LinkedHashMap<String, String>();
      for (var line = lines.readLine(); line != null; line = lines.readLine()) {
        take(line, fields);
      }
    } catch (IOException e) {
      // The end follows.
    } finally {
      events.add(new Event("end", null, null));
    }
  }

  private void take(String line, Map<String, String> fields) {
    if (line.isEmpty()) {
      if (fields.containsKey("data")) {
        events.add(
            new Event(
                fields.getOrDefault("event", "message"), fields.get("id"), fields.get("data")));
      }
      fields.clear();
    } else if (line.startsWith(":")) {
      events.add(new Event("comment", null, line));
    } else {
      int colon = line.indexOf(": ");
      fields.put(
          colon < 0 ? TEXT : line.substring(0, colon),
          colon < 0 ? line : line.substring(colon + 2));
    }
  }

  int status() {
    return response.statusCode();
  }

  String header(String name) {
    return response.headers().firstValue(name).orElse(null);
  }

  /** The next event that is no comment. */
  Event next() {
    Event event = any();
    while (event.name().equals("comment")) {
      event = any();
    }
    return event;
  }

  /** The next event or comment. */
  Event any() {
    try {
      var event = events.poll(60, TimeUnit.SECONDS);
      if (event == null) {
        throw new AssertionError("nothing came");
      }
      return event;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    try {
      response.body().close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
