package dev.muster.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.readiness.Readiness;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceLock;

/** The documented beacon runs on the embedded cluster's node and answers at the node's ports. */
@ExtendWith(SharedMuster.class)
@ResourceLock("the ports of the beacon")
class BeaconIT {
  private static final Pattern BLOCK = Pattern.compile("```sh\\n(.*?)```", Pattern.DOTALL);
  private static final int ANSWER_WITHIN_MILLIS = 30_000;

  @Test
  void answersOverUdpAndTcpAtTheNode(MusterProcess muster) throws IOException {
    try (var yaml = Files.newInputStream(MusterProcess.HOME.resolve("docs/beacons/pod.yaml"))) {
      // Given
      var pod = muster.client().pods().inNamespace("default").load(yaml);
      pod.create();
      try {
        // When
        var ready = pod.waitUntilCondition(Readiness::isPodReady, 90, TimeUnit.SECONDS);
        // Then
        assertThat(overUdp(at(ready, "UDP"), "a datagram")).isEqualTo("a datagram");
        assertThat(overTcp(at(ready, "TCP"), "a stream")).isEqualTo("a stream");
      } finally {
        pod.withTimeout(1, TimeUnit.MINUTES).delete();
      }
    }
  }

  private static InetSocketAddress at(Pod pod, String protocol) {
    return pod.getSpec().getContainers().get(0).getPorts().stream()
        .filter(port -> port.getProtocol().equals(protocol))
        .map(port -> new InetSocketAddress(pod.getStatus().getHostIP(), port.getHostPort()))
        .findFirst()
        .orElseThrow();
  }

  private static String overUdp(InetSocketAddress beacon, String text) throws IOException {
    try (var socket = new DatagramSocket()) {
      socket.setSoTimeout(ANSWER_WITHIN_MILLIS);
      var sent = text.getBytes(UTF_8);
      socket.send(new DatagramPacket(sent, sent.length, beacon));
      var answer = new DatagramPacket(new byte[100], 100);
      socket.receive(answer);
      return new String(answer.getData(), 0, answer.getLength(), UTF_8);
    }
  }

  private static String overTcp(InetSocketAddress beacon, String text) throws IOException {
    try (var socket = new Socket()) {
      socket.setSoTimeout(ANSWER_WITHIN_MILLIS);
      socket.connect(beacon, ANSWER_WITHIN_MILLIS);
      var sent = text.getBytes(UTF_8);
      socket.getOutputStream().write(sent);
      return new String(socket.getInputStream().readNBytes(sent.length), UTF_8);
    }
  }

  @Test
  @EnabledIf(
      value = "dev.muster.e2e.Kubectl#isInstalled",
      disabledReason = "kubectl is not installed")
  void theLinesOfThePageRun(MusterProcess muster) throws Exception {
    // Given
    var page = Files.readString(MusterProcess.HOME.resolve("docs/beacons.md"));
    var block = BLOCK.matcher(page);
    assertThat(block.find()).isTrue();
    // When
    var printed = ShellBlock.run(muster, block.group(1));
    // Then
    assertThat(printed.lines()).contains("over UDP", "over TCP");
  }
}
