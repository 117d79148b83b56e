package dev.muster.cli.explain;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.muster.api.v1alpha1.Api;
import dev.muster.api.v1alpha1.Matchmaker;
import dev.muster.cli.local.CannotContinue;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Asks a runtime's management port, wherever that is. */
public final class ManagementPort {
  private static final int PORT = 8081;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private ManagementPort() {}

  /**
   * What it answers.
   *
   * @param status HTTP's
   */
  public record Answer(int status, String body) {}

  /** Asks at a URL. */
  public static Answer ask(URI url, String path) {
    var address = URI.create(url.toString().replaceFirst("/+$", "") + path);
    try {
      var response =
          HttpClient.newBuilder()
              .connectTimeout(PATIENCE)
              .build()
              .send(
                  HttpRequest.newBuilder(address).timeout(PATIENCE).build(),
                  HttpResponse.BodyHandlers.ofString());
      return new Answer(response.statusCode(), response.body());
    } catch (IOException e) {
      throw new CannotContinue("cannot ask " + address + ": " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CannotContinue("interrupted while asking " + address, e);
    }
  }

  /**
   * Asks the runtime of a Matchmaker: directly where its pod is on this machine, otherwise through
   * the API server.
   *
   * @param kubeconfig empty: as kubectl finds it
   * @param namespace empty: the kubeconfig's
   */
  public static Answer ask(
      Optional<Path> kubeconfig, Optional<String> namespace, String matchmaker, String path) {
    var config =
        kubeconfig
            .map(file -> Config.fromKubeconfig(file.toFile()))
            .orElseGet(() -> Config.autoConfigure(null));
    if (kubeconfig.isEmpty() && isOfNowhere(config)) {
      throw new CannotContinue(
          "no kubeconfig: set KUBECONFIG to the kubeconfig= of the ready line of ./muster dev, or use"
              + " --kubeconfig or --url");
    }
    config.setRequestRetryBackoffLimit(0);
    try (var client = new KubernetesClientBuilder().withConfig(config).build()) {
      var where =
          namespace.orElse(
              Optional.ofNullable(client.getConfiguration().getNamespace()).orElse("default"));
      var pod = pod(client, where, matchmaker);
      var address = pod.getStatus().getPodIP();
      return address.startsWith("127.")
          ? ask(URI.create("http://" + address + ":" + PORT), path)
          : throughApiServer(client, pod, path);
    } catch (KubernetesClientException e) {
      throw new CannotContinue(
          "cannot ask the cluster at " + config.getMasterUrl() + ": " + e.getMessage(), e);
    }
  }

  /** Whether neither a file, nor the environment, nor a pod's own account has told of a cluster. */
  private static boolean isOfNowhere(Config config) {
    return config.getCurrentContext() == null
        && config.getMasterUrl().startsWith(Config.DEFAULT_MASTER_URL);
  }

  private static Pod pod(KubernetesClient client, String namespace, String matchmaker) {
    var pods =
        client
            .pods()
            .inNamespace(namespace)
            .withLabel(Api.MATCHMAKER_LABEL, matchmaker)
            .withLabel("app.kubernetes.io/component", "matchmaker-runtime")
            .list()
            .getItems();
    return pods.stream()
        .filter(pod -> pod.getStatus() != null && pod.getStatus().getPodIP() != null)
        .filter(pod -> "Running".equals(pod.getStatus().getPhase()))
        .findFirst()
        .orElseThrow(() -> noRuntime(client, namespace, matchmaker));
  }

  private static CannotContinue noRuntime(
      KubernetesClient client, String namespace, String matchmaker) {
    boolean exists =
        client.resources(Matchmaker.class).inNamespace(namespace).withName(matchmaker).get()
            != null;
    return new CannotContinue(
        exists
            ? "no runtime of Matchmaker "
                + matchmaker
                + " runs in namespace "
                + namespace
                + "; if it runs elsewhere, give --url"
            : "there is no Matchmaker " + matchmaker + " in namespace " + namespace);
  }

  private static Answer throughApiServer(KubernetesClient client, Pod pod, String path) {
    var proxy =
        "/api/v1/namespaces/"
            + pod.getMetadata().getNamespace()
            + "/pods/"
            + pod.getMetadata().getName()
            + ":"
            + PORT
            + "/proxy";
    var http = client.getHttpClient();
    var address = client.getMasterUrl().toString().replaceFirst("/+$", "") + proxy + path;
    var request =
        http.newHttpRequestBuilder()
            .uri(address)
            .timeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
            .build();
    try {
      var response =
          http.sendAsync(request, String.class).get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      requireOfRuntime(response.body());
      return new Answer(response.code(), response.body());
    } catch (ExecutionException | TimeoutException e) {
      throw new CannotContinue("cannot ask " + address + ": " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CannotContinue("interrupted while asking " + address, e);
    }
  }

  /** What the API server itself refuses is a Status; the runtime never answers one. */
  private static void requireOfRuntime(String body) {
    try {
      var answer = new ObjectMapper().readTree(body);
      if (answer.path("kind").asText().equals("Status")) {
        throw new KubernetesClientException(answer.path("message").asText());
      }
    } catch (JsonProcessingException e) {
      // No JSON, so no Status.
    }
  }
}
