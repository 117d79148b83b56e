package dev.muster.runtime.http;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;

/**
 * Server-sent events, as the HTML standard has them: a state is an event without a name, so that
 * browsers' {@code onmessage} hears it; the last one is named {@code gone}.
 */
final class SseOutlet implements Outlet {
  static final String MEDIA_TYPE = "text/event-stream";

  private final HttpServerResponse response;

  private SseOutlet(HttpServerResponse response) {
    this.response = response;
  }

  /**
   * Begins the answer.
   *
   * @param retryMillis after what time the client is to come again when it is cut off
   */
  static SseOutlet begin(HttpServerResponse response, int retryMillis) {
    response
        .putHeader(HttpHeaders.CONTENT_TYPE, MEDIA_TYPE)
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
        .putHeader("X-Accel-Buffering", "no") // nginx would collect it
        .setChunked(true)
        .setWriteQueueMaxSize(EventStreams.MOST_UNREAD_BYTES);
    var outlet = new SseOutlet(response);
    outlet.write("retry: " + retryMillis + "\n\n");
    return outlet;
  }

  @Override
  public void state(String id, String json) {
    write("id: " + id + "\ndata: " + json + "\n\n");
  }

  @Override
  public void gone(String json) {
    end("event: gone\ndata: " + json + "\n\n");
  }

  @Override
  public void beat() {
    write(":\n\n");
  }

  @Override
  public void restart() {
    end("");
  }

  @Override
  public boolean isFull() {
    return response.writeQueueFull();
  }

  /** A client that has gone away is noticed by the end of the request. */
  private void write(String text) {
    var unused = response.write(text);
  }

  private void end(String text) {
    var unused = text.isEmpty() ? response.end() : response.end(text);
  }
}
