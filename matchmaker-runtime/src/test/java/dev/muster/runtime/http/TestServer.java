package dev.muster.runtime.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.muster.runtime.TestRuntime;
import dev.muster.runtime.group.Backfills;
import dev.muster.runtime.group.Inspection;
import dev.muster.runtime.server.GameServer;
import dev.muster.runtime.server.GameServers;
import dev.muster.runtime.server.ServerAddress;
import dev.muster.runtime.settings.Settings;
import dev.muster.runtime.settings.Tokens;
import dev.muster.runtime.ticket.SecureIds;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** The real servers on free ports, and a client that speaks to them as games do. */
final class TestServer implements AutoCloseable {
  static final String TOKEN = "6d9b1c9e-6a54-4d5c-9a53-0f5a0c6a7f11";
  static final String OTHER_TOKEN = "another token";
  static final String SERVER_TOKEN = "a server's token";

  /** With one that only game servers have. */
  static final Tokens WITH_SERVERS =
      new Tokens(Set.of(TOKEN, OTHER_TOKEN, SERVER_TOKEN), Set.of(SERVER_TOKEN));

  private static final ObjectMapper JSON = new ObjectMapper();

  final TestRuntime runtime;
  final Vertx vertx = Vertx.vertx();
  final PublicServer server;
  final PublicApi api;
  final Inspection inspection;
  final ManagementServer management;
  final Health health;
  final int port;
  final int managementPort;
  final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  volatile Settings settings = Settings.NONE;
  volatile Tokens tokens = new Tokens(Set.of(TOKEN, OTHER_TOKEN), Set.of());
  volatile boolean clusterWorks = true;
  volatile boolean begun = true;

  /** The clock of the limits, ns; the machine's own when empty. */
  volatile OptionalLong nanos = OptionalLong.empty();

  final Map<String, GameServer> gameServers = new ConcurrentHashMap<>();
  final FakeSeats seats = new FakeSeats();
  final List<ServerAddress> asked = new CopyOnWriteArrayList<>();
  final List<String> askedOn = new CopyOnWriteArrayList<>();
  final List<String> stopped = new CopyOnWriteArrayList<>();
  volatile GameServers.Stopping stopping = GameServers.Stopping.ACCEPTED;

  TestServer() {
    this(TestRuntime.started());
  }

  TestServer(TestRuntime runtime) {
    this(runtime, PublicApi.Streams.DEFAULT);
  }

  TestServer(TestRuntime runtime, PublicApi.Streams streams) {
    this.runtime = runtime;
    var components = new LinkedHashMap<String, java.util.function.BooleanSupplier>();
    components.put("loop", runtime.loop::isRunning);
    components.put("cluster", () -> clusterWorks);
    this.health = new Health(() -> begun, components);
    this.inspection = new Inspection(runtime.store);
    this.api =
        new PublicApi(
            runtime.tickets,
            runtime.groups,
            runtime.explanations,
            new Backfills(runtime.loop, new Servers(), seats, new SecureIds()),
            inspection,
            runtime.loop,
            () -> settings,
            () -> tokens,
            new Servers(),
            (id, presented) -> tokenOf(id).equals(presented),
            health,
            runtime.metrics.http(),
            runtime.changes,
            runtime.statistics,
            runtime.held(),
            streams);
    this.server = new PublicServer(vertx, api, () -> nanos.orElseGet(System::nanoTime));
    this.management =
        new ManagementServer(
            vertx,
            health,
            runtime.loop::isRunning,
            runtime.metrics::scrape,
            runtime.explanations,
            () -> settings);
    this.port = server.listen("127.0.0.1", 0).await();
    this.managementPort = management.listen("127.0.0.1", 0).await();
  }

  /** The own token of the server with that request id. */
  static String tokenOf(String requestId) {
    return "token of " + requestId;
  }

  private final class Servers implements GameServers {
    @Override
    public Optional<GameServer> find(ServerAddress address) {
      asked.add(address);
      askedOn.add(Thread.currentThread().getName());
      return address.requestId().map(gameServers::get);
    }

    @Override
    public Optional<GameServer> withRequestId(String requestId) {
      return Optional.ofNullable(gameServers.get(requestId));
    }

    @Override
    public CompletionStage<Stopping> stop(String requestId) {
      stopped.add(requestId);
      return CompletableFuture.completedStage(stopping);
    }
  }

  /** What came back. */
  record Answer(int status, String text, HttpHeaders headers) {
    JsonNode json() {
      try {
        return JSON.readTree(text);
      } catch (IOException e) {
        throw new UncheckedIOException(text, e);
      }
    }

    String message() {
      return json().path("message").asText();
    }

    String header(String name) {
      return headers.firstValue(name).orElse(null);
    }
  }

  Answer get(String path) {
    return send("GET", path, null, Map.of());
  }

  Answer post(String path, String body) {
    return send("POST", path, body, Map.of());
  }

  Answer patch(String path, String body) {
    return send("PATCH", path, body, Map.of());
  }

  Answer delete(String path) {
    return send("DELETE", path, null, Map.of());
  }

  /** As games send it: the token and a content type, always. */
  Answer send(String method, String path, String body, Map<String, String> headers) {
    var all = new LinkedHashMap<String, String>();
    all.put("Authorization", TOKEN);
    all.put("Content-Type", "application/json");
    all.putAll(headers);
    return plain(method, path, body, all);
  }

  Answer plain(String method, String path, String body, Map<String, String> headers) {
    var publisher = body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body);
    return send(port, method, path, publisher, headers);
  }

  Answer manage(String path) {
    return send(managementPort, "GET", path, BodyPublishers.noBody(), Map.of());
  }

  private Answer send(
      int to,
      String method,
      String path,
      HttpRequest.BodyPublisher body,
      Map<String, String> headers) {
    var request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + to + path))
            .timeout(Duration.ofSeconds(30))
            .method(method, body);
    headers.forEach(request::header);
    try {
      var response = client.send(request.build(), BodyHandlers.ofString());
      return new Answer(response.statusCode(), response.body(), response.headers());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    vertx.close().await();
    inspection.close();
    runtime.close();
  }
}
