package dev.muster.operator;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.function.BooleanSupplier;

/** Answers the kubelet: 200 when well, 503 when not. */
final class HealthServer implements AutoCloseable {
  private final HttpServer server;

  private HealthServer(HttpServer server) {
    this.server = server;
  }

  static HealthServer start(int port, BooleanSupplier live, BooleanSupplier ready) {
    try {
      var server = HttpServer.create(new InetSocketAddress(port), 16);
      server.createContext("/health/live", exchange -> answer(exchange, live.getAsBoolean()));
      server.createContext("/health/ready", exchange -> answer(exchange, ready.getAsBoolean()));
      server.start();
      return new HealthServer(server);
    } catch (IOException e) {
      throw new UncheckedIOException("The health port " + port + " cannot be opened", e);
    }
  }

  /** The port that it listens on. */
  int port() {
    return server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private static void answer(HttpExchange exchange, boolean well) throws IOException {
    try (exchange) {
      var body =
          ("{\"status\":\"" + (well ? "UP" : "DOWN") + "\"}").getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(well ? 200 : 503, body.length);
      exchange.getResponseBody().write(body);
    }
  }
}
