package dev.muster.devcluster.node;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.NetClient;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

/** Asks containers how they are: over HTTP, by connecting, or by a command. Never blocks. */
final class Prober {
  private static final int OUTPUT_BYTES = 10 << 10;

  private final Vertx vertx;
  private final Supervisor supervisor;
  private final HttpClient http;
  private final NetClient tcp;

  /** What a probe found; the message tells why it failed. */
  record Result(boolean success, String message) {}

  /** As Java says it. */
  private static final Pattern REFUSED = Pattern.compile("Connection refused: [^/]*/(.*)");

  Prober(Vertx vertx, Supervisor supervisor) {
    this.vertx = vertx;
    this.supervisor = supervisor;
    this.http =
        vertx.createHttpClient(
            new HttpClientOptions().setKeepAlive(false).setTrustAll(true).setVerifyHost(false));
    this.tcp = vertx.createNetClient();
  }

  /**
   * Asks once.
   *
   * @param container the container, for the names of its ports
   * @param launch how its commands are started
   */
  Future<Result> probe(JsonNode probe, JsonNode container, String podIp, Launch launch) {
    long seconds = probe.path("timeoutSeconds").asLong(1);
    var result = ask(probe, container, podIp, launch, seconds);
    return result
        .timeout(seconds, TimeUnit.SECONDS)
        .recover(
            failure ->
                Future.succeededFuture(
                    new Result(false, asked(probe, container, podIp) + reason(failure))));
  }

  /** What a kubelet says first of a request that got no answer. */
  private static String asked(JsonNode probe, JsonNode container, String podIp) {
    var get = probe.path("httpGet");
    return get.isObject()
        ? "Get \"%s://%s:%d%s\": "
            .formatted(
                get.path("scheme").asText("HTTP").toLowerCase(Locale.ROOT),
                get.path("host").asText(podIp),
                port(get.path("port"), container),
                get.path("path").asText("/"))
        : "";
  }

  private static String reason(Throwable failure) {
    if (failure instanceof TimeoutException) {
      return "context deadline exceeded";
    }
    var message = String.valueOf(failure.getMessage());
    var refused = REFUSED.matcher(message);
    return refused.matches()
        ? "dial tcp " + refused.group(1) + ": connect: connection refused"
        : message;
  }

  private Future<Result> ask(
      JsonNode probe, JsonNode container, String podIp, Launch launch, long seconds) {
    if (probe.path("httpGet").isObject()) {
      return get(probe.path("httpGet"), container, podIp, seconds);
    }
    if (probe.path("tcpSocket").isObject()) {
      var socket = probe.path("tcpSocket");
      var host = socket.path("host").asText(podIp);
      return tcp.connect(port(socket.path("port"), container), host)
          .compose(connection -> connection.close())
          .map(new Result(true, ""));
    }
    if (probe.path("exec").isObject()) {
      return run(probe.path("exec"), launch, seconds);
    }
    return Future.failedFuture("this kind of probe is not offered by the embedded cluster");
  }

  private Future<Result> get(JsonNode get, JsonNode container, String podIp, long seconds) {
    var options =
        new RequestOptions()
            .setMethod(HttpMethod.GET)
            .setHost(get.path("host").asText(podIp))
            .setPort(port(get.path("port"), container))
            .setSsl(get.path("scheme").asText("HTTP").equals("HTTPS"))
            .setURI(get.path("path").asText("/"))
            .setConnectTimeout(seconds * 1000)
            .setIdleTimeout(seconds * 1000)
            .putHeader("User-Agent", "kube-probe/1.32");
    get.path("httpHeaders")
        .forEach(
            header ->
                options.putHeader(header.path("name").asText(), header.path("value").asText()));
    return http.request(options)
        .compose(request -> request.send())
        .map(
            response ->
                new Result(
                    response.statusCode() >= 200 && response.statusCode() < 400,
                    "HTTP probe failed with statuscode: " + response.statusCode()));
  }

  static int port(JsonNode port, JsonNode container) {
    if (port.isNumber()) {
      return port.asInt();
    }
    for (var candidate : container.path("ports")) {
      if (candidate.path("name").asText().equals(port.asText())) {
        return candidate.path("containerPort").asInt();
      }
    }
    return port.asText().matches("[0-9]{1,5}") ? Integer.parseInt(port.asText()) : 0;
  }

  private Future<Result> run(JsonNode exec, Launch launch, long seconds) {
    var command =
        StreamSupport.stream(exec.path("command").spliterator(), false)
            .map(JsonNode::asText)
            .toList();
    var result = Promise.<Result>promise();
    try {
      var process =
          supervisor.start(
              new Launch(command, launch.environment(), launch.directory()), new Output(result));
      long timer = vertx.setTimer(seconds * 1000, id -> process.kill());
      result.future().onComplete(done -> vertx.cancelTimer(timer));
    } catch (IOException e) {
      result.fail(e);
    }
    return result.future();
  }

  private static final class Output implements ContainerProcess.Listener {
    private final Promise<Result> result;
    private final ByteArrayOutputStream text = new ByteArrayOutputStream();

    Output(Promise<Result> result) {
      this.result = result;
    }

    @Override
    public synchronized void output(byte[] bytes, int length) {
      text.write(bytes, 0, Math.min(length, OUTPUT_BYTES - text.size()));
    }

    @Override
    public synchronized void ended(int exitCode) {
      result.tryComplete(new Result(exitCode == 0, text.toString(StandardCharsets.UTF_8).strip()));
    }
  }
}
