package dev.muster.examples.gameserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.Selector;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The server as a process of its own: exit codes, signals, and what it prints. */
@Timeout(120)
class GameServerTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir private Path directory;
  private Path output;
  private Map<String, String> environment;
  private int port;
  private Process process;

  @BeforeEach
  void prepare() throws IOException {
    output = directory.resolve("output");
    port = freePort();
    environment = Matches.twoTeams();
    environment.put("ARBITRIUM_PORTS_MAPPING", Matches.ports("gameport", port));
    environment.put("MUSTER_POD_IP", "127.0.0.1");
    environment.put("ARBITRIUM_DELETE_TOKEN", "secret-delete-token");
    environment.put("MM_AUTH_TOKEN", "secret-auth-token");
  }

  @AfterEach
  void killIfLeft() {
    if (process != null) {
      process.destroyForcibly();
    }
  }

  @Test
  void runsAMatchUntilAPlayerEndsIt() throws Exception {
    // Given
    start();
    awaitLine("ready on UDP 127.0.0.1:" + port);
    try (var client = new Client(port)) {
      client.ask("JOIN " + Matches.CAROL);

      // When
      client.ask("END");
    }

    // Then
    assertThat(exitCode()).isZero();
    assertThat(output())
        .contains("server 23c01225b99d")
        .contains("    player 1, ticket " + Matches.CAROL + ": elo_rating=1510")
        .contains("player 1 joined from 127.0.0.1:")
        .contains("goodbye, the match is over: a player at 127.0.0.1:")
        .doesNotContain("secret");
    assertThat(output().lines())
        .allMatch(line -> line.matches("\\d{4}-\\d\\d-\\d\\dT[0-9:]{8}\\.\\d{3}Z .+"));
  }

  @Test
  void exitsWith0OnSigterm() throws Exception {
    // Given
    start();
    awaitLine("ready on UDP");

    // When
    process.destroy();

    // Then
    assertThat(exitCode()).isZero();
    assertThat(output()).contains("goodbye, the match is over: told to stop");
  }

  @Test
  void exitsWith0OnSigtermBeforeItOpened() throws Exception {
    // Given
    environment.put("STARTUP_MILLIS", "600000");
    start();
    awaitLine("team red");

    // When
    process.destroy();

    // Then
    assertThat(exitCode()).isZero();
    assertThat(output()).contains("told to stop before it opened").doesNotContain("ready");
  }

  @Test
  void exitsWith0WhenNobodyComes() throws Exception {
    // Given
    environment.put("EMPTY_SECONDS", "1");

    // When
    start();

    // Then
    assertThat(exitCode()).isZero();
    assertThat(output()).contains("goodbye, the match is over: nobody was connected for 1 s");
  }

  @Test
  void exitsAtOnceWithTheCodeAskedFor() throws Exception {
    // Given
    environment.put("EXIT_AT_START", "3");

    // When
    start();

    // Then
    assertThat(exitCode()).isEqualTo(3);
    assertThat(output()).doesNotContain("ready");
  }

  @Test
  void exitsWith2WhenTheEnvironmentIsWrong() throws Exception {
    // Given
    environment.put("MM_TEAMS", "secret");
    environment.put("EMPTY_SECONDS", "secret");

    // When
    start();

    // Then
    assertThat(exitCode()).isEqualTo(2);
    assertThat(output())
        .contains("EMPTY_SECONDS: expected a whole number")
        .contains("MM_TEAMS: expected a JSON object")
        .doesNotContain("secret")
        .doesNotContain("Exception");
  }

  @Test
  void exitsWith1WhenThePortIsTaken() throws Exception {
    // Given
    try (var taken = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      assertThat(taken.isBound()).isTrue();

      // When
      start();

      // Then
      assertThat(exitCode()).isEqualTo(1);
    }
    assertThat(output())
        .contains("cannot serve UDP and TCP 127.0.0.1:" + port + ": Address already in use")
        .doesNotContain("Exception");
  }

  private void start() throws IOException {
    var builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            GameServer.class.getName());
    builder.environment().clear();
    builder.environment().putAll(environment);
    process = builder.redirectErrorStream(true).redirectOutput(output.toFile()).start();
  }

  private void awaitLine(String text) {
    await().atMost(PATIENCE).until(() -> output().contains(text));
  }

  private int exitCode() throws InterruptedException {
    assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    return process.exitValue();
  }

  private String output() throws IOException {
    return Files.readString(output);
  }

  private static int freePort() throws IOException {
    var any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    try (var selector = Selector.open();
        var port = GamePort.open(any, selector)) {
      return port.address().getPort();
    }
  }
}
