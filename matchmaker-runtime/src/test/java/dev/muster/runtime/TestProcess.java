package dev.muster.runtime;

import dev.muster.api.client.KubernetesClients;
import dev.muster.runtime.cluster.StubApiServer;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/**
 * The whole process on an API server's stub, where the queue Duel for two is served; and a client
 * that has a token.
 */
final class TestProcess implements AutoCloseable {
  static final String TOKEN = "secret";

  final StubApiServer server = new StubApiServer();
  private final Path tokens;
  private final HttpClient http = HttpClient.newHttpClient();
  private RuntimeProcess process;

  /**
   * One that is not started yet, on any free ports.
   *
   * @param tokens an empty folder
   */
  TestProcess(Path tokens) throws IOException {
    this.tokens = tokens;
    Files.writeString(tokens.resolve("client"), TOKEN + "\n");
    server.put("matchmakers", "default", "{\"metadata\":{},\"spec\":{}}");
    server.put(
        "controllerrevisions",
        "duel-1",
        """
        {"metadata":{},"data":{"queue":"Duel","rules":
          {"match_size":{"type":"playerCount","teamCount":1,"minTeamSize":2,"maxTeamSize":2}}}}""");
    server.put(
        "matchmakerprofiles", "duel", "{\"metadata\":{},\"status\":{\"revision\":\"duel-1\"}}");
    process = process(0);
  }

  private RuntimeProcess process(int httpPort) {
    var client =
        KubernetesClients.builder()
            .withConfig(new ConfigBuilder(Config.empty()).withMasterUrl(server.url()).build())
            .build();
    var config = new RuntimeConfig("games", "default", "127.0.0.1", httpPort, 0, tokens, tokens);
    return new RuntimeProcess(config, Vertx.vertx(), client);
  }

  /** Starts the process; completes when it serves. */
  CompletionStage<Void> begin() {
    return process.start();
  }

  /** Starts the process and waits until it serves. */
  void start() throws Exception {
    begin().toCompletableFuture().get(60, TimeUnit.SECONDS);
  }

  /** Puts another process in its place, which is not started yet. */
  void replace(int httpPort) {
    process.stop();
    process = process(httpPort);
  }

  void stop() {
    process.stop();
  }

  HttpResponse<String> get(String path) throws Exception {
    return send(request(ports().http(), path));
  }

  HttpResponse<String> getManagement(String path) throws Exception {
    return send(request(ports().management(), path));
  }

  /** A request of the client, to be filled in further. */
  HttpRequest.Builder request(String path) throws Exception {
    return request(ports().http(), path);
  }

  private static HttpRequest.Builder request(int port, String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
        .header("Authorization", TOKEN);
  }

  HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  /** Sends it, and leaves the body of the answer to be read as it comes. */
  HttpResponse<InputStream> open(HttpRequest.Builder request) throws Exception {
    return http.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
  }

  private RuntimeProcess.Ports ports() throws Exception {
    return process.ports().toCompletableFuture().get(60, TimeUnit.SECONDS);
  }

  @Override
  public void close() {
    process.stop();
    server.close();
  }
}
