package dev.muster.examples.gameserver;

import java.io.Closeable;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;

/**
 * The game port: UDP for the players, and TCP of the same number, where a connection is taken and
 * closed at once, so that a tcpSocket probe sees that the UDP port is open (it opens first).
 */
final class GamePort implements Closeable {
  private static final int TRIES_FOR_ANY_PORT = 50;

  private final DatagramChannel players;
  private final ServerSocketChannel probes;

  private GamePort(DatagramChannel players, ServerSocketChannel probes) {
    this.players = players;
    this.probes = probes;
  }

  /**
   * Opens both. Port 0 takes any that is free in both.
   *
   * @throws IOException when one of them cannot be had; then neither is open
   */
  static GamePort open(InetSocketAddress address, Selector selector) throws IOException {
    for (int attempt = 1; ; attempt++) {
      try {
        return openOnce(address, selector);
      } catch (BindException e) {
        if (address.getPort() != 0 || attempt == TRIES_FOR_ANY_PORT) {
          throw e;
        }
      }
    }
  }

  /** Where it is open. */
  InetSocketAddress address() throws IOException {
    return (InetSocketAddress) players.getLocalAddress();
  }

  /**
   * Takes one datagram into the buffer; what does not fit is lost.
   *
   * @return the sender, or null when none waits
   */
  SocketAddress receive(ByteBuffer into) throws IOException {
    return players.receive(into);
  }

  /** Sends one datagram, or loses it when the network does not take it now. */
  void send(ByteBuffer datagram, SocketAddress to) {
    try {
      players.send(datagram, to);
    } catch (IOException e) {
      // Lost, as any datagram may be: the address is unreachable or was forged.
    }
  }

  /** Takes and closes waiting probes, at most so many. */
  void answerProbes(int limit) throws IOException {
    for (int i = 0; i < limit; i++) {
      var probe = probes.accept();
      if (probe == null) {
        return;
      }
      probe.close();
    }
  }

  @Override
  public void close() throws IOException {
    try (players) {
      probes.close();
    }
  }

  private static GamePort openOnce(InetSocketAddress address, Selector selector)
      throws IOException {
    var players = DatagramChannel.open();
    try {
      players.bind(address);
      int port = ((InetSocketAddress) players.getLocalAddress()).getPort();
      var probes = openProbes(new InetSocketAddress(address.getAddress(), port));
      players.configureBlocking(false).register(selector, SelectionKey.OP_READ);
      probes.configureBlocking(false).register(selector, SelectionKey.OP_ACCEPT);
      return new GamePort(players, probes);
    } catch (IOException e) {
      players.close();
      throw e;
    }
  }

  private static ServerSocketChannel openProbes(InetSocketAddress address) throws IOException {
    var probes = ServerSocketChannel.open();
    try {
      return probes.bind(address);
    } catch (IOException e) {
      probes.close();
      throw e;
    }
  }
}
