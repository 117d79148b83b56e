package dev.muster.examples.gameserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.BindException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.Selector;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The loop on real sockets; time stands still unless a test moves it. */
@Timeout(60)
class ServerLoopTest {
  private static final int PATIENCE_SECONDS = 20;

  private final RecordedLog recorded = new RecordedLog();
  private final AtomicLong millis = new AtomicLong();
  private final CompletableFuture<InetSocketAddress> open = new CompletableFuture<>();
  private final ExecutorService thread = Executors.newSingleThreadExecutor();
  private ServerLoop loop;
  private Future<String> end;

  @AfterEach
  void stop() throws Exception {
    thread.shutdown();
    if (loop != null) {
      loop.stop();
      assertThat(reason()).isNotEmpty();
    }
  }

  @Test
  void playersJoinPlayAndEndTheMatch() throws Exception {
    // Given
    start(Duration.ZERO);
    try (var alice = new Client(port());
        var bob = new Client(port())) {
      assertThat(alice.ask("JOIN " + Matches.ALICE)).isEqualTo("WELCOME red 1/3");
      assertThat(bob.ask("JOIN " + Matches.STRANGER)).isEqualTo("DENIED unknown ticket");
      assertThat(bob.ask("JOIN " + Matches.BOB)).isEqualTo("WELCOME red 2/3");
      assertThat(bob.ask("PING")).isEqualTo("PONG");

      // When
      var answer = alice.ask("END");

      // Then
      assertThat(answer).isEqualTo("ENDED");
      assertThat(bob.receive()).isEqualTo("ENDED");
      assertThat(reason()).startsWith("a player at 127.0.0.1:").endsWith(" ended it");
    }
  }

  @Test
  void takesProbesOnTheSameNumberInTcp() throws Exception {
    // Given
    start(Duration.ZERO);

    // When
    int read;
    try (var probe = new Socket(InetAddress.getLoopbackAddress(), port())) {
      probe.setSoTimeout(20_000);
      read = probe.getInputStream().read();
    }

    // Then
    assertThat(read).isEqualTo(-1);
  }

  @Test
  void refusesWhatIsTooLongOrNotText() throws Exception {
    // Given
    start(Duration.ZERO);
    try (var client = new Client(port())) {

      // When
      var longest = client.ask("x".repeat(ServerLoop.DATAGRAM_BYTES));
      var tooLong = client.ask("x".repeat(ServerLoop.DATAGRAM_BYTES + 1));
      var notText = client.ask(new byte[] {'P', 'I', (byte) 0xff});
      var nothing = client.ask(new byte[0]);

      // Then
      assertThat(longest).startsWith("ERROR expected JOIN");
      assertThat(tooLong).isEqualTo("ERROR longer than 512 bytes");
      assertThat(notText).isEqualTo("ERROR not UTF-8");
      assertThat(nothing).startsWith("ERROR expected JOIN");
    }
  }

  @Test
  void answersRandomBytesWithARefusal() throws Exception {
    // Given
    start(Duration.ZERO);
    var random = new Random(20261120);
    var verbs = List.of("JOIN ", "LEAVE ", "PING ", "WHO ", "END ", "");
    try (var client = new Client(port())) {
      for (int i = 0; i < 1_000; i++) {
        var noise = new byte[random.nextInt(600)];
        random.nextBytes(noise);
        byte[] verb = verbs.get(i % verbs.size()).getBytes(StandardCharsets.UTF_8);
        System.arraycopy(verb, 0, noise, 0, Math.min(verb.length, noise.length));

        // When
        var answer = client.ask(noise);
        millis.addAndGet(1_000 / SenderLimits.PER_SECOND);

        // Then
        assertThat(answer).matches("(?s)ERROR .+|DENIED .+|PONG|PLAYERS 0/3");
      }
    }
  }

  @Test
  void answersASenderOnlySoOften() throws Exception {
    // Given
    start(Duration.ZERO);
    try (var flood = new Client(port());
        var other = new Client(port())) {

      // When
      for (int i = 0; i < 100; i++) {
        flood.send("PING".getBytes(StandardCharsets.UTF_8));
      }
      assertThat(other.ask("PING")).isEqualTo("PONG");
      millis.addAndGet(1_000);

      // Then
      flood.send("WHO".getBytes(StandardCharsets.UTF_8));
      assertThat(flood.answersUntil("PLAYERS 0/3")).isBetween(1, SenderLimits.BURST);
    }
  }

  @Test
  void endsWhenItStaysEmpty() throws Exception {
    // Given
    start(Duration.ZERO);
    try (var client = new Client(port())) {

      // When
      millis.addAndGet(60_000);
      client.send("PING".getBytes(StandardCharsets.UTF_8));
    }

    // Then
    assertThat(reason()).isEqualTo("nobody was connected for 60 s");
  }

  @Test
  void stopsWhileItPlaysASlowEngine() throws Exception {
    // Given
    start(Duration.ofMinutes(10));

    // When
    loop.stop();

    // Then
    assertThat(reason()).isEqualTo("told to stop before it opened");
    assertThat(open).isNotDone();
  }

  @Test
  void tellsThePlayersWhenItIsStopped() throws Exception {
    // Given
    start(Duration.ZERO);
    try (var alice = new Client(port())) {
      alice.ask("JOIN " + Matches.ALICE);

      // When
      loop.stop();

      // Then
      assertThat(alice.receive()).isEqualTo("ENDED");
      assertThat(reason()).isEqualTo("told to stop");
    }
  }

  @Test
  void opensNeitherPortWhenTheOtherIsTaken() throws Exception {
    // Given
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        var selector = Selector.open()) {
      var address = (InetSocketAddress) taken.getLocalSocketAddress();

      // When
      // Then
      assertThatThrownBy(() -> GamePort.open(address, selector)).isInstanceOf(BindException.class);
      new DatagramSocket(address).close();
    }
  }

  private void start(Duration startup) throws IOException {
    var config =
        new ServerConfig(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            startup,
            Duration.ofSeconds(60),
            0,
            Optional.empty());
    var roster = Matches.roster(Matches.twoTeams());
    loop = new ServerLoop(config, roster, millis::get, recorded.log(), open::complete);
    end = thread.submit(loop::run);
  }

  private int port() throws Exception {
    return open.get(PATIENCE_SECONDS, TimeUnit.SECONDS).getPort();
  }

  private String reason() throws Exception {
    return end.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }
}
