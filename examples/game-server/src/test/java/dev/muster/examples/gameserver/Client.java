package dev.muster.examples.gameserver;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;

/** A player's end of the game port. */
final class Client implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 20_000;

  private final DatagramSocket socket;
  private final InetSocketAddress server;

  Client(int port) throws IOException {
    socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
    // Not connected: a connected socket sends no empty datagram.
    server = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(PATIENCE_MILLIS);
  }

  String ask(String message) throws IOException {
    return ask(message.getBytes(StandardCharsets.UTF_8));
  }

  String ask(byte[] message) throws IOException {
    send(message);
    return receive();
  }

  void send(byte[] message) throws IOException {
    socket.send(new DatagramPacket(message, message.length, server));
  }

  String receive() throws IOException {
    var packet = new DatagramPacket(new byte[2_048], 2_048);
    socket.receive(packet);
    return new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8);
  }

  /** Counts the answers that come before one that equals the last. */
  int answersUntil(String last) {
    try {
      int answers = 0;
      while (!receive().equals(last)) {
        answers++;
      }
      return answers;
    } catch (SocketTimeoutException e) {
      throw new AssertionError("never heard " + last, e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    socket.close();
  }
}
