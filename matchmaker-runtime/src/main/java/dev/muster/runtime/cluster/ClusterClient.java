package dev.muster.runtime.cluster;

import dev.muster.api.client.KubernetesClients;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;

/** Opens the connection to the Kubernetes API that everything here uses. */
public final class ClusterClient {
  /** Doubles up to 32 times as much between two attempts to list. */
  private static final int LIST_AGAIN_MILLIS = 250;

  private ClusterClient() {}

  /** To the cluster of the kubeconfig, or of the service account of the pod. */
  public static KubernetesClient open(String namespace) {
    return open(new ConfigBuilder(), namespace);
  }

  /** To an API server without credentials. */
  static KubernetesClient open(String url, String namespace) {
    return open(new ConfigBuilder(Config.empty()).withMasterUrl(url), namespace);
  }

  /** To the API server of a configuration. */
  public static KubernetesClient open(ConfigBuilder config, String namespace) {
    return KubernetesClients.builder()
        .withConfig(
            config
                .withNamespace(namespace)
                // Informers list again by themselves; retries below them would only add to it.
                .withRequestRetryBackoffLimit(0)
                .withWatchReconnectInterval(LIST_AGAIN_MILLIS)
                .build())
        .build();
  }
}
