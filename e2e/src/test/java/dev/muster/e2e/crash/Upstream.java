package dev.muster.e2e.crash;

import dev.muster.devcluster.DevCluster;
import io.fabric8.kubernetes.client.Config;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import java.net.URI;

/** The API server behind the doors, and how they reach it. */
record Upstream(Vertx vertx, HttpClient http, WebSocketClient webSockets, String token) {
  private static final int LARGEST_FRAME = 4 << 20;

  static Upstream of(Vertx vertx, DevCluster cluster) {
    var server = URI.create(cluster.url());
    var http =
        new HttpClientOptions()
            .setDefaultHost(server.getHost())
            .setDefaultPort(server.getPort())
            .setSsl(true)
            .setTrustAll(true)
            .setVerifyHost(false);
    var webSockets =
        new WebSocketClientOptions()
            .setDefaultHost(server.getHost())
            .setDefaultPort(server.getPort())
            .setSsl(true)
            .setTrustAll(true)
            .setVerifyHost(false)
            .setMaxConnections(1_000)
            .setMaxFrameSize(LARGEST_FRAME)
            .setMaxMessageSize(LARGEST_FRAME);
    return new Upstream(
        vertx,
        vertx.createHttpClient(http, new PoolOptions().setHttp1MaxSize(64)),
        vertx.createWebSocketClient(webSockets),
        Config.fromKubeconfig(cluster.kubeconfig()).getAutoOAuthToken());
  }
}
