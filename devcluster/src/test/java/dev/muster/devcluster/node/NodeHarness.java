package dev.muster.devcluster.node;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.muster.devcluster.fake.FakeStore;
import dev.muster.devcluster.network.Network;
import dev.muster.devcluster.store.DeleteOptions;
import dev.muster.devcluster.store.Resource;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;

/** A node on a store without rules, with what tests ask of it. */
final class NodeHarness implements AutoCloseable {
  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

  final FakeStore store = new FakeStore();
  final Vertx vertx = Vertx.vertx();
  final Network network = new Network(ThreadLocalRandom.current().nextInt(130, 250));
  final Loop loop;
  final Node node;

  NodeHarness(Loop loop, NodeConfig.Pods pods, Map<String, List<String>> images, Path directory) {
    this.loop = loop;
    this.node =
        Node.start(
            "node",
            loop,
            vertx,
            store,
            network,
            new ApiAccess(
                "https://" + network.nodeAddress() + ":6443",
                "CERTIFICATE",
                (namespace, account, validity) -> "token-of-" + namespace + "-" + account,
                (namespace, token) -> "kubeconfig " + namespace + " " + token),
            new NodeConfig(pods, images, directory));
  }

  static ObjectNode yaml(String text) {
    try {
      return (ObjectNode) YAML.readTree(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  ObjectNode create(Resource resource, String yaml) {
    var object = yaml(yaml);
    object.withObject("/metadata").put("namespace", "default");
    return store.create(resource, object);
  }

  ObjectNode createPod(String name, String spec) {
    return create(
        Resource.PODS,
        "metadata: {name: " + name + "}\nspec:\n  restartPolicy: Never\n" + spec.indent(2));
  }

  JsonNode pod(String name) {
    return store
        .get(Resource.PODS, "default", name)
        .map(JsonNode.class::cast)
        .orElseGet(com.fasterxml.jackson.databind.node.MissingNode::getInstance);
  }

  String phase(String name) {
    return pod(name).at("/status/phase").asText();
  }

  JsonNode state(String name) {
    return pod(name).at("/status/containerStatuses/0/state");
  }

  boolean isReady(String name) {
    return ServicePorts.ready(pod(name));
  }

  void delete(String name) {
    store.delete(Resource.PODS, "default", name, DeleteOptions.DEFAULT);
  }

  /** What happened to the pod, condensed: each phase, with the containers' state. */
  List<String> story(String name) {
    return store.history(Resource.PODS, name).stream()
        .map(change -> change.type() + " " + summary(change.object()))
        .distinct()
        .toList();
  }

  private static String summary(JsonNode pod) {
    var state = pod.at("/status/containerStatuses/0/state");
    var names = state.isObject() ? state.fieldNames().next() : "-";
    var reason = state.path(names).path("reason").asText();
    return pod.at("/status/phase").asText("-")
        + " "
        + names
        + (reason.isEmpty() ? "" : "/" + reason)
        + (ServicePorts.ready(pod) ? " ready" : "");
  }

  /** The Events about the pod as {@code reason: message}. */
  List<String> events(String name) {
    return store.list(Resource.EVENTS, "default").stream()
        .filter(event -> event.at("/involvedObject/name").asText().equals(name))
        .map(event -> event.path("reason").asText() + ": " + event.path("message").asText())
        .toList();
  }

  String log(String name) {
    return log(request(name, false, false));
  }

  String log(dev.muster.devcluster.api.PodLogs.Request request) {
    try (var stream = node.logs().open(request).orElseThrow()) {
      return new String(stream.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static dev.muster.devcluster.api.PodLogs.Request request(
      String name, boolean follow, boolean previous) {
    return new dev.muster.devcluster.api.PodLogs.Request(
        "default",
        name,
        null,
        follow,
        previous,
        false,
        java.util.OptionalLong.empty(),
        java.util.OptionalLong.empty(),
        null);
  }

  static List<String> texts(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false).map(JsonNode::asText).toList();
  }

  @Override
  public void close() {
    node.close();
    try {
      vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
