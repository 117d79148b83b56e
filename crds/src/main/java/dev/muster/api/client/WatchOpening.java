package dev.muster.api.client;

import io.fabric8.kubernetes.client.RequestConfig;
import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.Interceptor;
import io.fabric8.kubernetes.client.http.WebSocket;
import java.util.concurrent.TimeUnit;

/**
 * Bounds how long the handshake of a WebSocket may take. The client means to do that by itself, but
 * its first try comes before it knows the bound (WatchConnectionManager of kubernetes-client 7.5
 * starts in its parent's constructor): where the API server then never answers, nobody would ever
 * try again.
 */
final class WatchOpening implements Interceptor {
  static final String NAME = "muster-watch-opening";

  @Override
  public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
    if (builder instanceof WebSocket.Builder handshake) {
      handshake.connectTimeout(
          tags.getTag(RequestConfig.class).getRequestTimeout(), TimeUnit.MILLISECONDS);
    }
  }
}
