package dev.muster.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The images that {@code -Pimages} makes: what they are called, and that they start. */
class ImagesIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String ROOT = "0";

  /** The user of the chart's pods; those of runtimes have none but the image's. */
  private static final String USER = "10001";

  @TempDir private Path folder;

  /** An image, what it says when it is started without what it needs, and its exit code then. */
  enum Image {
    OPERATOR(
        "operator",
        "muster.dev/operator:0.1.0",
        Map.of("MUSTER_LEADER_ELECTION", "maybe"),
        List.of(),
        "MUSTER_LEADER_ELECTION is 'maybe', true or false was expected",
        2),
    RUNTIME(
        "matchmaker-runtime",
        "muster.dev/matchmaker-runtime:0.1.0",
        Map.of(),
        List.of(),
        "MUSTER_NAMESPACE: is missing",
        1),
    BEACON(
        "matchmaker-runtime",
        "muster.dev/matchmaker-runtime:0.1.0",
        Map.of("MUSTER_BEACON_UDP_PORT", "none"),
        List.of("beacon"),
        "MUSTER_BEACON_UDP_PORT: is 'none', a port number from 0 to 65535 was expected",
        1),
    GAME_SERVER(
        "examples/game-server",
        "muster.dev/example-game-server:0.1.0",
        Map.of("EXIT_AT_START", "3"),
        List.of(),
        "exits with 3, as EXIT_AT_START says",
        3);

    final Path tar;
    final String name;
    final Map<String, String> environment;
    final List<String> arguments;
    final String says;
    final int exitCode;

    Image(
        String module,
        String name,
        Map<String, String> environment,
        List<String> arguments,
        String says,
        int exitCode) {
      this.tar = MusterProcess.HOME.resolve(module).resolve("target/jib-image.tar");
      this.name = name;
      this.environment = environment;
      this.arguments = arguments;
      this.says = says;
      this.exitCode = exitCode;
    }
  }

  @Test
  void theChartNamesTheImagesThatAreMade() throws IOException {
    var values =
        Serialization.unmarshal(
            Files.readString(MusterProcess.HOME.resolve("charts/muster/values.yaml")),
            JsonNode.class);
    assertThat(values.at("/operator/image").asText()).isEqualTo(Image.OPERATOR.name);
    assertThat(values.at("/operator/runtimeImage").asText()).isEqualTo(Image.RUNTIME.name);
    assertThat(values.at("/beacon/image").asText()).isEqualTo(Image.BEACON.name);
  }

  @ParameterizedTest
  @EnumSource
  void runsAsTheUserOfTheChartFromItsOwnJava(Image image) throws Exception {
    // Given
    var manifest = manifest(image);
    // When
    var config = config(manifest);
    // Then
    assertThat(manifest.at("/RepoTags/0").asText()).isEqualTo(image.name);
    assertThat(config.get("User").asText()).isEqualTo(USER + ":" + USER);
    assertThat(texts(config.get("Entrypoint"))).startsWith("java").contains("-XX:+UseSerialGC");
    assertThat(texts(config.get("Env"))).contains("PATH=/opt/java/bin");
    assertThat(config.at("/Labels/org.opencontainers.image.version").asText()).isEqualTo("0.1.0");
  }

  @ParameterizedTest
  @EnumSource
  void startsInItsOwnFileSystemAndSaysWhatIsWrong(Image image) throws Exception {
    // Given
    var unpacked = unpack(image);
    // When
    var process = unpacked.start(image.environment, image.arguments);
    // Then
    var says = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(says).contains(image.says);
    assertThat(process.waitFor()).as(says).isEqualTo(image.exitCode);
  }

  @Test
  void theBeaconAnswers() throws Exception {
    // Given
    var unpacked = unpack(Image.BEACON);
    // When
    var process =
        unpacked.start(
            Map.of(
                "MUSTER_POD_IP",
                "127.0.0.1",
                "MUSTER_BEACON_TCP_PORT",
                "0",
                "MUSTER_BEACON_UDP_PORT",
                "0"),
            List.of("beacon"));
    // Then
    try {
      assertThat(process.inputReader().lines().anyMatch(l -> l.contains("The beacon answers")))
          .isTrue();
    } finally {
      end(process);
    }
  }

  /** All that it loads is there: a Java that lacks a module is noticed late. */
  @Test
  @ExtendWith(SharedMuster.class)
  void theOperatorAndTheRuntimeServe(MusterProcess muster) throws Exception {
    // Given
    var namespace = "images";
    var port = Integer.toString(freePort());
    var operator =
        unpack(Image.OPERATOR)
            .file("tmp/kubeconfig", Files.readString(muster.kubeconfig()))
            .start(
                Map.of(
                    "KUBECONFIG", "/tmp/kubeconfig",
                    "MUSTER_NAMESPACE", namespace,
                    "MUSTER_WATCH_NAMESPACES", namespace,
                    "MUSTER_LEADER_ELECTION", "true",
                    "MUSTER_HEALTH_PORT", port),
                List.of());
    try {
      // When // Then
      await()
          .atMost(Duration.ofMinutes(3))
          .until(() -> isReady(Integer.parseInt(port)) || !operator.isAlive());
      assertThat(operator.isAlive()).isTrue();
    } finally {
      end(operator);
    }
    // Given
    var management = Integer.toString(freePort());
    var runtime =
        unpack(Image.RUNTIME)
            .file("tmp/kubeconfig", Files.readString(muster.kubeconfig()))
            .file("tmp/tokens/client", "6d9b1c9e-6a54-4d5c-9a53-0f5a0c6a7f11")
            .file("tmp/keys/server", "6d9b1c9e-6a54-4d5c-9a53-0f5a0c6a7f11")
            .start(
                Map.of(
                    "KUBECONFIG", "/tmp/kubeconfig",
                    "MUSTER_NAMESPACE", namespace,
                    "MUSTER_MATCHMAKER", "of-an-image",
                    "MUSTER_TOKENS_DIRECTORY", "/tmp/tokens",
                    "MUSTER_KEYS_DIRECTORY", "/tmp/keys",
                    "MUSTER_HTTP_PORT", "0",
                    "MUSTER_MANAGEMENT_PORT", management),
                List.of());
    try {
      // When // Then
      await()
          .atMost(Duration.ofMinutes(3))
          .until(() -> isReady(Integer.parseInt(management)) || !runtime.isAlive());
      assertThat(runtime.isAlive()).isTrue();
    } finally {
      end(runtime);
    }
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private static boolean isReady(int port) {
    try {
      var connection =
          (HttpURLConnection)
              URI.create("http://127.0.0.1:" + port + "/health/ready").toURL().openConnection();
      return connection.getResponseCode() == 200;
    } catch (IOException e) {
      return false;
    }
  }

  /** An image as a container has it: its files, and what is started there. */
  private record Unpacked(Path root, JsonNode config) {
    Unpacked file(String name, String content) throws IOException {
      var file = root.resolve(name);
      Files.createDirectories(file.getParent());
      Files.writeString(file, content);
      return this;
    }

    /** In a root directory and as the user of its own; nothing of this machine's environment. */
    Process start(Map<String, String> environment, List<String> arguments) throws IOException {
      var command = new ArrayList<>(List.of("env", "-i"));
      command.addAll(texts(config.get("Env")));
      environment.forEach((name, value) -> command.add(name + "=" + value));
      command.addAll(List.of("/usr/bin/unshare", "--mount", "--pid", "--fork", "--kill-child"));
      command.addAll(
          List.of(
              "--root=" + root, "--mount-proc", "--wd=/", "--setuid=" + USER, "--setgid=" + USER));
      command.addAll(texts(config.get("Entrypoint")));
      command.addAll(arguments);
      return ImagesIT.start(command);
    }
  }

  private Unpacked unpack(Image image) throws IOException, InterruptedException {
    assumeTrue(output("id", "-u").strip().equals(ROOT), "only root may change the root directory");
    var manifest = manifest(image);
    var root = Files.createTempDirectory(folder, "root");
    for (var layer : texts(manifest.get("Layers"))) {
      output(
          "tar", "-x", "-p", "-z", "-C", root.toString(), "-f", folder.resolve(layer).toString());
    }
    Files.createDirectories(root.resolve("proc"));
    Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwxr-xr-x"));
    return new Unpacked(root, config(manifest));
  }

  private JsonNode manifest(Image image) throws IOException, InterruptedException {
    assumeTrue(Files.exists(image.tar), "the images are not built, which -Pimages does");
    output("tar", "-x", "-C", folder.toString(), "-f", image.tar.toString());
    return JSON.readTree(folder.resolve("manifest.json").toFile()).get(0);
  }

  private JsonNode config(JsonNode manifest) throws IOException {
    return JSON.readTree(folder.resolve(manifest.get("Config").asText()).toFile()).get("config");
  }

  private static List<String> texts(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false).map(JsonNode::asText).toList();
  }

  static Process start(List<String> command) throws IOException {
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    return process;
  }

  private static void end(Process process) throws InterruptedException {
    process.destroyForcibly().waitFor(); // what it has forked ends with it
  }

  private static String output(String... command) throws IOException, InterruptedException {
    var process = start(List.of(command));
    var said = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(String.join(" ", command) + "\n" + said).isZero();
    return said;
  }
}
