package dev.muster.api.client;

import dev.muster.api.json.TolerantJson;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;

/** Clients of the Kubernetes API that go on, whatever it answers or does not. */
public final class KubernetesClients {
  private KubernetesClients() {}

  /**
   * A client to be configured: one that reads with {@link TolerantJson}, and gives a watch up that
   * is not opened within the time that a request may take ({@code requestTimeout}, ten seconds
   * unless said otherwise).
   */
  public static KubernetesClientBuilder builder() {
    return new KubernetesClientBuilder()
        .withKubernetesSerialization(TolerantJson.serialization())
        .withHttpClientBuilderConsumer(
            http -> http.addOrReplaceInterceptor(WatchOpening.NAME, new WatchOpening()));
  }
}
