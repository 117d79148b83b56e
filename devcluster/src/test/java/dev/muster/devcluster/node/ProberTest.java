package dev.muster.devcluster.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProberTest {
  @TempDir Path directory;
  private final Vertx vertx = Vertx.vertx();
  private Prober prober;
  private HttpServer server;

  @BeforeEach
  void start() throws Exception {
    prober = new Prober(vertx, new Supervisor(directory));
    server =
        wait(
            vertx
                .createHttpServer()
                .requestHandler(
                    request -> {
                      if (request.path().equals("/header")) {
                        boolean there = "v".equals(request.getHeader("X-H"));
                        request.response().setStatusCode(there ? 204 : 400).end();
                      } else if (!request.path().equals("/silent")) {
                        int code = Integer.parseInt(request.path().substring(1));
                        request.response().setStatusCode(code).end();
                      }
                    })
                .listen(0, "127.0.0.1"));
  }

  @AfterEach
  void stop() throws Exception {
    wait(vertx.close());
  }

  private static <T> T wait(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
  }

  /** Asks with the probe, which waits long unless it says how long. */
  private Prober.Result probe(String text) throws Exception {
    var probe = NodeHarness.yaml(text);
    if (!probe.has("timeoutSeconds")) {
      probe.put("timeoutSeconds", 30);
    }
    var container =
        NodeHarness.yaml("ports: [{name: http, containerPort: " + server.actualPort() + "}]");
    var launch = new Launch(List.of("x"), Map.of("PATH", System.getenv("PATH")), directory);
    return wait(prober.probe(probe, container, "127.0.0.1", launch));
  }

  @Test
  void httpSucceedsFrom200To399() throws Exception {
    assertThat(probe("httpGet: {path: /200, port: http}").success()).isTrue();
    assertThat(probe("httpGet: {path: /399, port: " + server.actualPort() + "}").success())
        .isTrue();
    assertThat(probe("httpGet: {path: /503, port: http}"))
        .isEqualTo(new Prober.Result(false, "HTTP probe failed with statuscode: 503"));
  }

  @Test
  void httpSendsItsHeaders() throws Exception {
    var headers = "httpHeaders: [{name: X-H, value: v}]";

    assertThat(probe("httpGet: {path: /header, port: http, " + headers + "}").success()).isTrue();
    assertThat(probe("httpGet: {path: /header, port: http}").success()).isFalse();
  }

  @Test
  void httpFailsWhenNobodyAnswersInTime() throws Exception {
    var result = probe("{httpGet: {path: /silent, port: http}, timeoutSeconds: 1}");

    assertThat(result.success()).isFalse();
  }

  @Test
  void tcpSucceedsWhenSomebodyListens() throws Exception {
    assertThat(probe("tcpSocket: {port: http}").success()).isTrue();
    int port = server.actualPort();
    wait(server.close());

    var refused = probe("tcpSocket: {port: " + port + "}");

    assertThat(refused.success()).isFalse();
    var why = "dial tcp 127.0.0.1:" + port + ": connect: connection refused";
    assertThat(refused.message()).isEqualTo(why);
    assertThat(probe("httpGet: {path: /x, port: " + port + "}").message())
        .isEqualTo("Get \"http://127.0.0.1:" + port + "/x\": " + why);
  }

  @Test
  void aCommandTellsByItsExitCode() throws Exception {
    assertThat(probe("exec: {command: [sh, -c, exit 0]}").success()).isTrue();
    assertThat(probe("exec: {command: [sh, -c, echo why; exit 1]}"))
        .isEqualTo(new Prober.Result(false, "why"));
    assertThat(probe("{exec: {command: [sleep, '1000']}, timeoutSeconds: 1}").success()).isFalse();
  }

  @Test
  void whatIsNotOfferedFails() throws Exception {
    assertThat(probe("grpc: {port: 1}").message()).contains("not offered");
  }
}
