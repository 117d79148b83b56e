package dev.muster.e2e.realcluster;

import dev.muster.api.client.KubernetesClients;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.authentication.TokenRequest;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

/** The cluster that the environment names, and what a test has there until it is closed. */
final class RealCluster implements AutoCloseable {
  static final String KUBECONFIG = "MUSTER_TEST_KUBECONFIG";

  private final Config config = Config.fromKubeconfig(Path.of(System.getenv(KUBECONFIG)).toFile());
  private final Deque<Runnable> ends = new ArrayDeque<>();
  private final KubernetesClient admin = keep(client(config), KubernetesClient::close);

  /** Who may do everything. */
  KubernetesClient admin() {
    return admin;
  }

  /** Ends it with the others, the last first. */
  <T> T keep(T resource, Consumer<T> end) {
    ends.push(() -> end.accept(resource));
    return resource;
  }

  /** Makes a namespace. */
  void namespace(String name) {
    var namespace = new NamespaceBuilder().withNewMetadata().withName(name).endMetadata().build();
    keep(admin.resource(namespace).create(), made -> admin.resource(made).delete());
  }

  /** With the rights of a service account and no others. */
  KubernetesClient as(String namespace, String account) {
    return keep(client(configOf(namespace, account).build()), KubernetesClient::close);
  }

  /** With the token that a pod gets of its service account. */
  KubernetesClient as(Pod pod) {
    var who = pod.getMetadata();
    var request =
        new TokenRequestBuilder()
            .withNewSpec()
            .withNewBoundObjectRef("v1", "Pod", who.getName(), who.getUid())
            .endSpec()
            .build();
    var account = pod.getSpec().getServiceAccountName();
    return keep(
        client(configOf(who.getNamespace(), account, request).build()), KubernetesClient::close);
  }

  /** The same for who makes a client of his own. */
  ConfigBuilder configOf(String namespace, String account) {
    var unbound = new TokenRequestBuilder().withNewSpec().endSpec().build();
    return configOf(namespace, account, unbound);
  }

  private ConfigBuilder configOf(String namespace, String account, TokenRequest request) {
    var answer =
        admin.serviceAccounts().inNamespace(namespace).withName(account).tokenRequest(request);
    return new ConfigBuilder(Config.empty())
        .withMasterUrl(config.getMasterUrl())
        .withCaCertData(config.getCaCertData())
        .withCaCertFile(config.getCaCertFile())
        .withTrustCerts(config.isTrustCerts())
        .withOauthToken(answer.getStatus().getToken())
        .withNamespace(namespace);
  }

  private static KubernetesClient client(Config config) {
    return KubernetesClients.builder().withConfig(config).build();
  }

  @Override
  public void close() {
    while (!ends.isEmpty()) {
      ends.pop().run();
    }
  }
}
