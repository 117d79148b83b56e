package dev.muster.bench.http;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;

/** Sends requests over up to so many connections, which stay open. */
final class Client implements AutoCloseable {
  private final HttpClient http;
  private final String url;
  private final String token;

  Client(Vertx vertx, String url, String token, int connections) {
    var options = new HttpClientOptions().setKeepAliveTimeout(600).setDecompressionSupported(false);
    this.http = vertx.createHttpClient(options, new PoolOptions().setHttp1MaxSize(connections));
    this.url = url;
    this.token = token;
  }

  /** The body of the answer; fails on a status that is not 2xx. */
  Future<Buffer> send(HttpMethod method, String path, Buffer body) {
    var options =
        new RequestOptions()
            .setMethod(method)
            .setAbsoluteURI(url + path)
            .putHeader("Authorization", token)
            .putHeader("Content-Type", "application/json");
    return http.request(options)
        .compose(request -> body == null ? request.send() : request.send(body))
        .compose(
            response ->
                response.statusCode() / 100 == 2
                    ? response.body()
                    : response
                        .body()
                        .compose(
                            text ->
                                Future.failedFuture(
                                    method
                                        + " "
                                        + path
                                        + ": "
                                        + response.statusCode()
                                        + " "
                                        + text)));
  }

  @Override
  public void close() {
    http.close().await();
  }
}
