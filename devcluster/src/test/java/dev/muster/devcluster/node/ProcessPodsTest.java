package dev.muster.devcluster.node;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.muster.devcluster.DevCluster;
import dev.muster.devcluster.DevClusterConfig;
import dev.muster.devcluster.api.PodLogs;
import dev.muster.devcluster.json.Json;
import dev.muster.devcluster.store.DeleteOptions;
import dev.muster.devcluster.store.ObjectStore;
import dev.muster.devcluster.store.Resource;
import dev.muster.devcluster.store.StatusException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pods that are processes, on a whole cluster. */
class ProcessPodsTest {
  @TempDir static Path directory;
  private static DevCluster cluster;

  @BeforeAll
  static void start() {
    Awaitility.setDefaultTimeout(Duration.ofSeconds(30));
    var images =
        Map.of(
            "shell", List.of("sh"),
            "script", List.of("sh", "-c"),
            "absent", List.of("/no/such/program"),
            "echo",
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-cp",
                    System.getProperty("java.class.path"),
                    EchoServer.class.getName()));
    cluster =
        DevCluster.start(
            DevClusterConfig.defaults()
                .withNode(
                    new NodeConfig(NodeConfig.Pods.PROCESS, images, directory.resolve("pods"))));
  }

  @AfterAll
  static void stop() {
    cluster.close();
    assertThat(directory.resolve("pods")).doesNotExist();
  }

  private static ObjectStore store() {
    return cluster.store();
  }

  private static ObjectNode create(Resource resource, String yaml) {
    var object = NodeHarness.yaml(yaml);
    object.withObject("/metadata").put("namespace", "default");
    return store().create(resource, object);
  }

  /** Changes an object whatever its version: controllers write its status meanwhile. */
  private static void edit(Resource resource, String name, Consumer<ObjectNode> change) {
    var object = store().get(resource, "default", name).orElseThrow();
    change.accept(object);
    object.withObject("/metadata").remove("resourceVersion");
    store().update(resource, object);
  }

  /** A pod with one container that runs the script, labelled with its own name. */
  private static void run(String name, String script, String spec, String container) {
    run(name, name, script, spec, container);
  }

  private static void run(String name, String label, String script, String spec, String container) {
    var pod = Json.object();
    pod.putObject("metadata").put("name", name).put("namespace", "default");
    pod.withObject("/metadata").putObject("labels").put("app", label);
    var own = pod.putObject("spec").put("restartPolicy", "Never");
    own.put("terminationGracePeriodSeconds", 5);
    if (!spec.isEmpty()) {
      own.setAll(NodeHarness.yaml(spec));
    }
    var main = own.putArray("containers").addObject().put("name", "main").put("image", "script");
    main.putArray("args").add(script);
    if (!container.isEmpty()) {
      main.setAll(NodeHarness.yaml(container));
    }
    store().create(Resource.PODS, pod);
  }

  private static JsonNode pod(String name) {
    return store()
        .get(Resource.PODS, "default", name)
        .map(JsonNode.class::cast)
        .orElseGet(Json::object);
  }

  private static String phase(String name) {
    return pod(name).at("/status/phase").asText();
  }

  private static JsonNode status(String name) {
    return pod(name).at("/status/containerStatuses/0");
  }

  private static void awaitEnd(String name) {
    await().until(() -> PodStatus.isTerminal(phase(name)));
  }

  private static void awaitReady(String name) {
    await().until(() -> ServicePorts.ready(pod(name)));
  }

  /** A log cannot be read before its container has started. */
  private static void awaitLog(String name, Predicate<String> expected) {
    await().ignoreExceptionsInstanceOf(StatusException.class).until(() -> log(name), expected);
  }

  private static String log(String name) {
    return log(name, false, OptionalLong.empty());
  }

  private static String log(String name, boolean previous, OptionalLong tail) {
    var request =
        new PodLogs.Request(
            "default", name, null, false, previous, false, tail, OptionalLong.empty(), null);
    try (var stream =
        cluster.node().orElseThrow().logs().open(request).orElse(InputStream.nullInputStream())) {
      return new String(stream.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(String name) {
    store().delete(Resource.PODS, "default", name, DeleteOptions.DEFAULT);
  }

  private static List<String> events(String name) {
    return store().list(Resource.EVENTS, "default").stream()
        .filter(event -> event.at("/involvedObject/name").asText().equals(name))
        .map(event -> event.path("reason").asText() + ": " + event.path("message").asText())
        .toList();
  }

  private static Path root(String name) throws IOException {
    var uid = pod(name).at("/metadata/uid").asText();
    try (var pods = Files.list(directory.resolve("pods"))) {
      return pods.filter(path -> path.toString().endsWith(uid))
          .findFirst()
          .orElseThrow()
          .resolve("root");
    }
  }

  @Test
  void aProcessRunsAndItsOutputAndExitCodeAreKept() {
    run("exit3", "echo hello; echo oops >&2; exit 3", "", "");
    awaitEnd("exit3");

    assertThat(phase("exit3")).isEqualTo("Failed");
    assertThat(status("exit3").at("/state/terminated/exitCode").asInt()).isEqualTo(3);
    assertThat(log("exit3")).isEqualTo("hello\noops\n");
    assertThat(log("exit3", false, OptionalLong.of(1))).isEqualTo("oops\n");
  }

  @Test
  void anImageThatIsNotMappedSaysThatNobodyListens() {
    run("unmapped", "", "", "image: typo:1");
    awaitReady("unmapped");

    var text =
        "Image \"typo:1\" is not mapped to a command: the container is simulated,"
            + " and nobody listens at its address";
    assertThat(events("unmapped")).contains("Simulated: " + text);
    assertThat(log("unmapped")).isEqualTo(text + "\n");
    delete("unmapped");
  }

  @Test
  void theEnvironmentIsTheContainersAndNothingElse() {
    run(
        "environment",
        "env",
        "",
        """
        command: [env]
        args: []
        env:
        - {name: MUSTER_POD_IP, valueFrom: {fieldRef: {fieldPath: status.podIP}}}
        - {name: HOST_IP, valueFrom: {fieldRef: {fieldPath: status.hostIP}}}
        - {name: ODD, value: "a=b 'q' ü $$(X) $(HOST_IP)"}
        """);
    awaitEnd("environment");

    var lines = log("environment").lines().toList();
    var ip = pod("environment").at("/status/podIP").asText();
    var host = cluster.network().nodeAddress();
    assertThat(lines)
        .contains("MUSTER_POD_IP=" + ip, "HOST_IP=" + host, "HOSTNAME=environment")
        .contains("ODD=a=b 'q' ü $(X) " + host, "KUBERNETES_SERVICE_HOST=" + host)
        .contains("PATH=" + System.getenv("PATH"));
    assertThat(lines.stream().map(line -> line.substring(0, line.indexOf('='))))
        .isSubsetOf(
            "MUSTER_POD_IP",
            "HOST_IP",
            "HOSTNAME",
            "ODD",
            "KUBERNETES_SERVICE_HOST",
            "PATH",
            "KUBERNETES_SERVICE_PORT",
            "HOME",
            "LANG",
            "JAVA_HOME",
            "MUSTER_POD_ROOT",
            "KUBECONFIG");
    assertThat(cluster.network().pods().contains(ip)).isTrue();
  }

  @Test
  void volumesAppearBelowThePodRootAndFollowTheirSecretAtOnce() throws IOException {
    create(Resource.SECRETS, "metadata: {name: keys}\ndata: {a: b25l, b: Yg==}");
    create(Resource.CONFIG_MAPS, "metadata: {name: settings}\ndata: {x.conf: 'x=1'}");
    run(
        "volumes",
        "cat $MUSTER_POD_ROOT/etc/keys/a; cat $MUSTER_POD_ROOT/etc/settings/y; "
            + "cat $MUSTER_POD_ROOT/etc/pod/labels; touch $MUSTER_POD_ROOT/data/f; echo; sleep 1000",
        """
        volumes:
        - {name: keys, secret: {secretName: keys}}
        - {name: settings, configMap: {name: settings, items: [{key: x.conf, path: y}]}}
        - {name: data, emptyDir: {}}
        - name: pod
          downwardAPI: {items: [{path: labels, fieldRef: {fieldPath: metadata.labels}}]}
        """,
        """
        volumeMounts:
        - {name: keys, mountPath: /etc/keys}
        - {name: settings, mountPath: /etc/settings}
        - {name: pod, mountPath: /etc/pod}
        - {name: data, mountPath: /data}
        """);
    awaitReady("volumes");
    awaitLog("volumes", "onex=1app=\"volumes\"\n"::equals);
    var keys = root("volumes").resolve("etc/keys");
    assertThat(Files.isSymbolicLink(keys.resolve("..data"))).isTrue();

    edit(Resource.SECRETS, "keys", secret -> secret.putObject("data").put("a", "dHdv"));

    await().until(() -> Files.readString(keys.resolve("a")).equals("two"));
    assertThat(keys.resolve("b")).doesNotExist();
    delete("volumes");
  }

  @Test
  void aPodFindsItsTokenAndAKubeconfig() throws IOException {
    run("access", "echo $KUBECONFIG; sleep 1000", "", "");
    awaitReady("access");
    var place = root("access").resolve("var/run/secrets/kubernetes.io/serviceaccount");

    assertThat(Files.readString(place.resolve("namespace"))).isEqualTo("default");
    assertThat(Files.readString(place.resolve("ca.crt"))).isEqualTo(cluster.caCertificate());
    var kubeconfig = Files.readString(root("access").resolve("kubeconfig"));
    assertThat(kubeconfig).contains(Files.readString(place.resolve("token")), cluster.url());
    awaitLog("access", log -> log.strip().endsWith("/kubeconfig"));
    delete("access");
  }

  @Test
  void aPodThatWantsNoTokenGetsNone() {
    run("noaccess", "env", "automountServiceAccountToken: false", "");
    awaitEnd("noaccess");

    assertThat(log("noaccess")).doesNotContain("KUBECONFIG");
  }

  @Test
  void aProgramThatIsNotThereIsAStartError() {
    run("nostart", "", "", "image: absent");
    awaitEnd("nostart");

    assertThat(status("nostart").at("/state/terminated/reason").asText()).isEqualTo("StartError");
    assertThat(status("nostart").at("/state/terminated/exitCode").asInt()).isEqualTo(128);
    assertThat(status("nostart").at("/state/terminated/message").asText())
        .endsWith("exec: \"/no/such/program\": stat /no/such/program: no such file or directory");
  }

  @Test
  void deletionAsksTheProcessToEndAndTheObjectGoesWithIt() {
    run("term", "trap 'echo asked; exit 0' TERM; echo up; while :; do sleep 0.1; done", "", "");
    awaitLog("term", "up\n"::equals);
    awaitReady("term");

    delete("term");

    await().until(() -> pod("term").isEmpty());
    assertThat(events("term")).contains("Killing: Stopping container main");
  }

  @Test
  void whoDoesNotEndIsKilledAfterTheGrace() {
    run(
        "stubborn",
        "trap '' TERM; echo up; while :; do sleep 0.1; done",
        "terminationGracePeriodSeconds: 1",
        "");
    awaitLog("stubborn", "up\n"::equals);

    delete("stubborn");

    await().until(() -> pod("stubborn").isEmpty());
  }

  @Test
  void initContainersRunOneAfterTheOtherBeforeTheOthers() {
    run(
        "init",
        "cat $MUSTER_POD_ROOT/data/f",
        """
        volumes: [{name: data, emptyDir: {}}]
        initContainers:
        - {name: one, image: script, args: ["echo 1 >> $MUSTER_POD_ROOT/data/f"],
           volumeMounts: [{name: data, mountPath: /data}]}
        - {name: two, image: script, args: ["echo 2 >> $MUSTER_POD_ROOT/data/f"],
           volumeMounts: [{name: data, mountPath: /data}]}
        - {name: simulated, image: unknown}
        """,
        "volumeMounts: [{name: data, mountPath: /data}]");
    awaitEnd("init");

    assertThat(phase("init")).isEqualTo("Succeeded");
    assertThat(containerLog("init", "main")).isEqualTo("1\n2\n");
    assertThatThrownBy(() -> log("init"))
        .hasMessageContaining("a container name must be specified for pod init, choose one of:");
  }

  private static String containerLog(String pod, String container) {
    var request =
        new PodLogs.Request(
            "default",
            pod,
            container,
            false,
            false,
            false,
            OptionalLong.empty(),
            OptionalLong.empty(),
            null);
    try (var stream =
        cluster.node().orElseThrow().logs().open(request).orElse(InputStream.nullInputStream())) {
      return new String(stream.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void aFailedInitContainerFailsThePod() {
    run("badinit", "echo never", "initContainers: [{name: i, image: script, args: [exit 4]}]", "");
    awaitEnd("badinit");

    assertThat(phase("badinit")).isEqualTo("Failed");
    assertThat(status("badinit").at("/state/waiting/reason").asText()).isEqualTo("PodInitializing");
  }

  @Test
  void aRestartKeepsTheLogOfTheRunBefore() {
    run(
        "again",
        "test -e $MUSTER_POD_ROOT/s/f && { echo second; sleep 1000; }; "
            + "touch $MUSTER_POD_ROOT/s/f; echo first; exit 1",
        "{restartPolicy: OnFailure, volumes: [{name: s, emptyDir: {}}]}",
        "volumeMounts: [{name: s, mountPath: /s}]");
    awaitReady("again");

    awaitLog("again", "second\n"::equals);
    assertThat(log("again", true, OptionalLong.empty())).isEqualTo("first\n");
    assertThat(status("again").path("restartCount").asInt()).isEqualTo(1);
    assertThat(status("again").at("/lastState/terminated/exitCode").asInt()).isEqualTo(1);
    delete("again");
  }

  @Test
  void readinessFollowsACommand() {
    run(
        "ready",
        "echo up; sleep 1; touch $MUSTER_POD_ROOT/ok; sleep 1000",
        "",
        "readinessProbe: {exec: {command: [sh, -c, test -e $MUSTER_POD_ROOT/ok]},"
            + " periodSeconds: 1}");
    await().until(() -> phase("ready").equals("Running"));

    awaitReady("ready");

    assertThat(events("ready")).anyMatch(event -> event.startsWith("Unhealthy: Readiness probe"));
    delete("ready");
  }

  @Test
  void aContainerThatIsNotLiveIsRestarted() {
    run(
        "live",
        "sleep 1000",
        "{restartPolicy: Always, terminationGracePeriodSeconds: 1}",
        "livenessProbe: {tcpSocket: {port: 9}, periodSeconds: 1, failureThreshold: 1}");

    await().until(() -> status("live").path("restartCount").asInt() > 0);

    assertThat(events("live"))
        .contains("Killing: Container main failed liveness probe, will be restarted")
        .anyMatch(event -> event.startsWith("Unhealthy: Liveness probe failed: "));
    delete("live");
  }

  private static void runEcho(String name, String label, int hostPort) {
    run(
        name,
        label,
        "",
        "",
        """
        image: echo
        args: [tcp]
        env:
        - {name: IP, valueFrom: {fieldRef: {fieldPath: status.podIP}}}
        ports: [{name: game, containerPort: 7777%s}]
        readinessProbe: {tcpSocket: {port: game}, periodSeconds: 1}
        """
            .formatted(hostPort == 0 ? "" : ", hostPort: " + hostPort));
  }

  private static String greeting(String host, int port) throws IOException {
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress(host, port), 5000);
      socket.setSoTimeout(5000);
      return new String(socket.getInputStream().readAllBytes(), UTF_8).strip();
    }
  }

  @Test
  void aHostPortLeadsToThePod() throws IOException {
    runEcho("hostport", "hostport", 7400);
    awaitReady("hostport");

    assertThat(greeting(cluster.network().nodeAddress(), 7400)).isEqualTo("hostport");

    delete("hostport");
    await().until(() -> pod("hostport").isEmpty());
    assertThatThrownBy(() -> greeting(cluster.network().nodeAddress(), 7400))
        .isInstanceOf(IOException.class);
  }

  @Test
  void aServiceSharesOutAmongItsReadyPodsAndAForwardOutlivesThem() throws Exception {
    create(
        Resource.SERVICES,
        """
        metadata: {name: echo}
        spec: {type: LoadBalancer, selector: {app: echo}, ports: [{port: 7500, targetPort: game}]}
        """);
    runEcho("echo1", "echo", 0);
    runEcho("echo2", "echo", 0);
    awaitReady("echo1");
    awaitReady("echo2");
    try (var forward =
        cluster.node().orElseThrow().forward("127.0.0.1", 17_555, "default", "echo", 7500)) {
      assertThat(forward).isNotNull();
      await().until(() -> balancerAddress("echo").equals(cluster.network().nodeAddress()));
      for (var place :
          List.of(
              new Forward.Place("127.0.0.1", 17_555),
              new Forward.Place(cluster.network().nodeAddress(), 7500),
              new Forward.Place(clusterIp("echo"), 7500),
              new Forward.Place(cluster.network().nodeAddress(), nodePort("echo")))) {
        assertThat(
                List.of(greeting(place.host(), place.port()), greeting(place.host(), place.port())))
            .as(place.toString())
            .containsExactlyInAnyOrder("echo1", "echo2");
      }

      delete("echo1");
      delete("echo2");
      await().until(() -> pod("echo1").isEmpty() && pod("echo2").isEmpty());
      await().untilAsserted(() -> assertThat(greeting("127.0.0.1", 17_555)).isEmpty());
      runEcho("echo3", "echo", 0);
      awaitReady("echo3");

      await().untilAsserted(() -> assertThat(greeting("127.0.0.1", 17_555)).isEqualTo("echo3"));
    }
    delete("echo3");
  }

  @Test
  void aLoadBalancerWhosePortIsTakenStaysPendingUntilItIsFree() {
    var text =
        """
        metadata: {name: %s}
        spec: {type: LoadBalancer, selector: {app: none}, ports: [{port: 7600}]}
        """;
    create(Resource.SERVICES, text.formatted("balancer1"));
    await().until(() -> !balancerAddress("balancer1").isEmpty());
    create(Resource.SERVICES, text.formatted("balancer2"));
    await().until(() -> events("balancer2").stream().anyMatch(e -> e.startsWith("PortNotOpened")));
    assertThat(balancerAddress("balancer2")).isEmpty();

    store().delete(Resource.SERVICES, "default", "balancer1", DeleteOptions.DEFAULT);

    await().until(() -> !balancerAddress("balancer2").isEmpty());
  }

  private static JsonNode service(String name) {
    return store().get(Resource.SERVICES, "default", name).orElseThrow();
  }

  private static String balancerAddress(String name) {
    return service(name).at("/status/loadBalancer/ingress/0/ip").asText();
  }

  private static String clusterIp(String name) {
    return service(name).at("/spec/clusterIP").asText();
  }

  private static int nodePort(String name) {
    return service(name).at("/spec/ports/0/nodePort").asInt();
  }

  @Test
  void aDeploymentOfProcessesRollsOver() {
    var text =
        """
        metadata: {name: rolling}
        spec:
          replicas: 2
          selector: {matchLabels: {app: rolling}}
          template:
            metadata: {labels: {app: rolling}}
            spec:
              terminationGracePeriodSeconds: 1
              containers: [{name: c, image: script, args: ["sleep 1000"]}]
        """;
    create(Resource.DEPLOYMENTS, text);
    await().until(() -> available("rolling") == 2);
    edit(
        Resource.DEPLOYMENTS,
        "rolling",
        deployment ->
            ((ObjectNode) deployment.at("/spec/template/spec/containers/0"))
                .putArray("args")
                .add("sleep 2000"));

    await()
        .untilAsserted(
            () -> {
              var pods =
                  store().list(Resource.PODS, "default").stream()
                      .filter(pod -> pod.at("/metadata/labels/app").asText().equals("rolling"))
                      .map(pod -> pod.at("/spec/containers/0/args/0").asText())
                      .toList();
              assertThat(pods).containsExactly("sleep 2000", "sleep 2000");
              assertThat(available("rolling")).isEqualTo(2);
            });
    store().delete(Resource.DEPLOYMENTS, "default", "rolling", DeleteOptions.DEFAULT);
    await()
        .until(
            () ->
                store().list(Resource.PODS, "default").stream()
                    .noneMatch(pod -> pod.at("/metadata/labels/app").asText().equals("rolling")));
  }

  private static int available(String name) {
    return store()
        .get(Resource.DEPLOYMENTS, "default", name)
        .orElseThrow()
        .at("/status/availableReplicas")
        .asInt();
  }

  @Test
  void aUdpHostPortLeadsToThePodAndBack() throws IOException {
    run(
        "udp",
        "",
        "",
        """
        image: echo
        args: [udp]
        env: [{name: IP, valueFrom: {fieldRef: {fieldPath: status.podIP}}}]
        ports: [{containerPort: 7777, hostPort: 7401, protocol: UDP}]
        """);
    await().until(() -> phase("udp").equals("Running"));
    awaitLog("udp", "up\n"::equals);

    try (var one = new DatagramSocket();
        var two = new DatagramSocket()) {
      var large = "x".repeat(9000);
      var first = exchange(one, large);
      var second = exchange(two, "b");
      assertThat(first.substring(first.indexOf(' ') + 1)).isEqualTo(large);
      assertThat(second).endsWith(" b");
      assertThat(exchange(one, "c").split(" ", 2)[0]).isEqualTo(first.split(" ", 2)[0]);
      assertThat(second.split(" ", 2)[0]).isNotEqualTo(first.split(" ", 2)[0]);
    }
    delete("udp");
  }

  private static String exchange(DatagramSocket socket, String text) throws IOException {
    socket.setSoTimeout(10_000);
    var bytes = text.getBytes(UTF_8);
    var to = InetAddress.getByName(cluster.network().nodeAddress());
    socket.send(new DatagramPacket(bytes, bytes.length, to, 7401));
    var answer = new DatagramPacket(new byte[65_536], 65_536);
    socket.receive(answer);
    return new String(answer.getData(), 0, answer.getLength(), UTF_8);
  }
}
