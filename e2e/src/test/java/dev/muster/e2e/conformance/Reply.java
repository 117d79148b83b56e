package dev.muster.e2e.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;

/** An answer. */
record Reply(HttpResponse<String> response) {
  int status() {
    return response.statusCode();
  }

  String body() {
    return response.body();
  }

  String header(String name) {
    return response.headers().firstValue(name).orElse("");
  }

  Reply expect(int status) {
    assertThat(status()).as(() -> response.request() + " " + body()).isEqualTo(status);
    return this;
  }

  /** Refused for good: known clients would try again whatever has a Retry-After. */
  Reply refused(int status) {
    expect(status);
    assertThat(header("Retry-After")).as("Retry-After of a " + status).isEmpty();
    assertThat(read(Refusal.class).message()).isNotBlank();
    return this;
  }

  /** As the client reads it. */
  <T> T read(Class<T> type) {
    assertThat(header("Content-Type")).startsWith("application/json");
    return StrictJson.read(body(), type);
  }

  /** What is said of every refusal. */
  record Refusal(String message) {}
}
