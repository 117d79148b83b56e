package dev.muster.bench.http;

import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The least that a server of JSON does, in a process of its own: it reads the JSON that comes and
 * writes it, and answers a GET with the last that came. What Muster's speed is told beside.
 */
final class Echo implements AutoCloseable {
  private static final String HOST = "127.0.0.1";

  private final Process process;
  private final String url;

  private Echo(Process process, String url) {
    this.process = process;
    this.url = url;
  }

  /** Starts one with the options that the runtime has. */
  static Echo start() throws IOException {
    var command = new ArrayList<>(StartedMuster.JVM);
    command.addAll(List.of(System.getProperty("java.class.path"), Echo.class.getName()));
    var process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    var out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    var port = out.readLine();
    if (port == null) {
      throw new IOException("the echo did not start");
    }
    return new Echo(process, "http://" + HOST + ":" + port);
  }

  String url() {
    return url;
  }

  @Override
  public void close() {
    process.destroy();
  }

  /** Serves until its input ends; its first line is its port. */
  public static void main(String[] arguments) throws IOException {
    var vertx = Vertx.vertx();
    var port = new AtomicInteger();
    var instances = Runtime.getRuntime().availableProcessors();
    vertx
        .deployVerticle(() -> new Listener(port), new DeploymentOptions().setInstances(instances))
        .await();
    System.out.println(port.get());
    System.in.transferTo(OutputStream.nullOutputStream());
    System.exit(0);
  }

  /** One event loop's part of the server, as Muster's has one on each. */
  private static final class Listener extends VerticleBase {
    // A negative port is a free one that all instances share.
    private static final int SHARED = -1;

    private final AtomicInteger port;
    private JsonObject last = new JsonObject();

    Listener(AtomicInteger port) {
      this.port = port;
    }

    @Override
    public Future<?> start() {
      return vertx
          .createHttpServer(new HttpServerOptions().setHost(HOST).setPort(SHARED))
          .requestHandler(this::answer)
          .listen()
          .onSuccess(server -> port.set(server.actualPort()));
    }

    private void answer(HttpServerRequest request) {
      if (request.method().equals(HttpMethod.POST)) {
        request
            .body()
            .onSuccess(
                body -> {
                  last = body.toJsonObject();
                  send(request);
                });
      } else {
        send(request);
      }
    }

    private void send(HttpServerRequest request) {
      request.response().putHeader("content-type", "application/json").end(last.toBuffer());
    }
  }
}
