package dev.muster.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The runtime's process with an argument. */
class BeaconProcessTest {
  private static final Pattern UDP_PORT = Pattern.compile("udp=\"?([0-9]+)");
  private static final int PATIENCE_MILLIS = 120_000;

  private static Process start(String... arguments) throws IOException {
    var command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
    command.addAll(List.of(arguments));
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder
        .environment()
        .putAll(
            Map.of(
                "MUSTER_POD_IP", "127.0.0.1",
                "MUSTER_BEACON_TCP_PORT", "0",
                "MUSTER_BEACON_UDP_PORT", "0"));
    return builder.start();
  }

  @Test
  void isABeaconWithTheArgument() throws Exception {
    // Given
    var process = start("beacon");
    try (var output = process.inputReader(StandardCharsets.UTF_8);
        var socket =
            new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
      // When
      var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), udpPort(output));
      var ping = "Ping".getBytes(StandardCharsets.US_ASCII);
      socket.send(new DatagramPacket(ping, ping.length, address));
      // Then
      var answer = new DatagramPacket(new byte[64], 64);
      socket.setSoTimeout(PATIENCE_MILLIS);
      socket.receive(answer);
      assertThat(new String(answer.getData(), 0, answer.getLength(), StandardCharsets.US_ASCII))
          .isEqualTo("Ping");
      // When
      process.destroy();
      // Then
      assertThat(process.waitFor(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)).isTrue();
    } finally {
      process.destroyForcibly();
    }
  }

  private static int udpPort(BufferedReader output) throws IOException {
    var lines = new ArrayList<String>();
    for (var line = output.readLine(); line != null; line = output.readLine()) {
      lines.add(line);
      var port = UDP_PORT.matcher(line);
      if (port.find()) {
        return Integer.parseInt(port.group(1));
      }
    }
    throw new AssertionError("It ended: " + lines);
  }

  @Test
  void endsWithOneForAnArgumentThatItDoesNotKnow() throws Exception {
    // When
    var process = start("bacon");
    try (var output = process.inputReader(StandardCharsets.UTF_8)) {
      // Then
      assertThat(output.lines().toList()).anyMatch(line -> line.contains("bacon"));
      assertThat(process.waitFor(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)).isTrue();
      assertThat(process.exitValue()).isEqualTo(1);
    } finally {
      process.destroyForcibly();
    }
  }
}
