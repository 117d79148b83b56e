package dev.muster.examples.gameserver;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Selector;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * The one thread that does everything: waits for datagrams, probes and due times. Only {@link
 * #stop} may be called by others.
 */
final class ServerLoop {
  static final int DATAGRAM_BYTES = 512;

  /** After so many datagrams it looks at the time again, however many wait. */
  private static final int DATAGRAMS_PER_TURN = 256;

  private final ServerConfig config;
  private final Roster roster;
  private final LongSupplier millis;
  private final Log log;
  private final Consumer<InetSocketAddress> whenOpen;
  private final Selector selector;
  private final SenderLimits limits = new SenderLimits();
  private final ByteBuffer received = ByteBuffer.allocate(DATAGRAM_BYTES + 1);
  private volatile boolean stopped;

  /**
   * @param millis a clock that never goes back
   * @param whenOpen told once where the game port is open
   */
  ServerLoop(
      ServerConfig config,
      Roster roster,
      LongSupplier millis,
      Log log,
      Consumer<InetSocketAddress> whenOpen)
      throws IOException {
    this.config = config;
    this.roster = roster;
    this.millis = millis;
    this.log = log;
    this.whenOpen = whenOpen;
    this.selector = Selector.open();
  }

  /** Serves the match until it is over, and gives back why it is. */
  String run() throws IOException {
    try (selector) {
      awaitStartup();
      if (stopped) {
        return "told to stop before it opened";
      }
      try (var port = GamePort.open(config.address(), selector)) {
        var match =
            new RunningMatch(roster, config.emptyFor(), log, millis.getAsLong(), seatSearch());
        whenOpen.accept(port.address());
        return serve(match, port);
      }
    }
  }

  /** Ends the match soon; may be called by any thread. */
  void stop() {
    stopped = true;
    selector.wakeup();
  }

  private void awaitStartup() throws IOException {
    long opensMillis = millis.getAsLong() + config.startup().toMillis();
    for (long left = opensMillis - millis.getAsLong();
        left > 0 && !stopped;
        left = opensMillis - millis.getAsLong()) {
      selector.select(left);
    }
  }

  private Optional<SeatSearch> seatSearch() {
    return config
        .seats()
        .map(
            seats ->
                new SeatSearch(new HttpMatchmaker(seats), seats.profile(), seats.requestId(), log));
  }

  private String serve(RunningMatch match, GamePort port) throws IOException {
    while (match.ended().isEmpty() && !stopped) {
      long now = millis.getAsLong();
      selector.select(Math.max(1, match.nextDueMillis(now) - now));
      selector.selectedKeys().clear();
      port.answerProbes(DATAGRAMS_PER_TURN);
      hear(port, match);
      match.advance(millis.getAsLong());
    }
    match.addresses().forEach(address -> send(port, "ENDED", address));
    return match.ended().orElse("told to stop");
  }

  private void hear(GamePort port, RunningMatch match) throws IOException {
    for (int i = 0; i < DATAGRAMS_PER_TURN && match.ended().isEmpty(); i++) {
      received.clear();
      var from = port.receive(received);
      if (from == null) {
        return;
      }
      long now = millis.getAsLong();
      if (limits.admit(from, now)) {
        send(port, answer(match, from, now), from);
      }
    }
  }

  private String answer(RunningMatch match, SocketAddress from, long now) {
    received.flip();
    if (received.remaining() > DATAGRAM_BYTES) {
      return "ERROR longer than " + DATAGRAM_BYTES + " bytes";
    }
    try {
      // A new decoder refuses malformed input; String's constructor would replace it.
      return match.hear(from, StandardCharsets.UTF_8.newDecoder().decode(received).toString(), now);
    } catch (CharacterCodingException e) {
      return "ERROR not UTF-8";
    }
  }

  private static void send(GamePort port, String text, SocketAddress to) {
    port.send(StandardCharsets.UTF_8.encode(text), to);
  }
}
