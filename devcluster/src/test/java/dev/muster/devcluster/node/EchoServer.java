package dev.muster.devcluster.node;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;

/**
 * A small server for tests, run as a pod: on address IP and port 7777 it tells each TCP client its
 * HOSTNAME, and answers each datagram with its sender's port and its content.
 */
final class EchoServer {
  private EchoServer() {}

  public static void main(String[] args) throws IOException {
    var address = InetAddress.getByName(System.getenv("IP"));
    if (args[0].equals("udp")) {
      udp(address);
    } else {
      tcp(address);
    }
  }

  private static void tcp(InetAddress address) throws IOException {
    try (var server = new ServerSocket(7777, 50, address)) {
      while (true) {
        try (var socket = server.accept()) {
          socket.getOutputStream().write(System.getenv("HOSTNAME").getBytes(UTF_8));
        }
      }
    }
  }

  private static void udp(InetAddress address) throws IOException {
    try (var socket = new DatagramSocket(7777, address)) {
      System.out.println("up");
      var packet = new DatagramPacket(new byte[65_536], 65_536);
      while (true) {
        packet.setLength(65_536);
        socket.receive(packet);
        var text = new String(packet.getData(), 0, packet.getLength(), UTF_8);
        var answer = (packet.getPort() + " " + text).getBytes(UTF_8);
        socket.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
      }
    }
  }
}
