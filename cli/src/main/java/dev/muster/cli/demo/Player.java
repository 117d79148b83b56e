package dev.muster.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;

/** One player: a membership in a group, and then a connection to a game server. */
final class Player implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int ANSWER_MILLIS = 2_000;

  private final MatchmakingApi api;
  private final String name;
  private DatagramSocket socket;
  private String membership;
  private JsonNode state = JSON.createObjectNode();

  Player(MatchmakingApi api, String name) {
    this.api = api;
    this.name = name;
  }

  String name() {
    return name;
  }

  /** Makes a group, alone or for friends to join. */
  void createGroup(String queue, ObjectNode attributes, boolean ready) {
    take(api.post("/groups", request(queue, attributes, ready)));
  }

  /** Joins a friend's group. */
  void join(Player friend, String queue, ObjectNode attributes, boolean ready) {
    take(api.post("/groups/" + friend.groupId() + "/members", request(queue, attributes, ready)));
  }

  /** Says that this player is ready. */
  void ready() {
    take(api.patch(membership, JSON.createObjectNode().put("is_ready", true)));
  }

  private static ObjectNode request(String queue, ObjectNode attributes, boolean ready) {
    var request = JSON.createObjectNode().put("profile", queue).put("is_ready", ready);
    request.putNull("player_ip");
    request.set("attributes", attributes);
    return request;
  }

  private void take(JsonNode member) {
    state = member;
    membership =
        "/groups/"
            + member.path("group_id").asText()
            + "/members/"
            + member.path("member_id").asText();
  }

  /** Asks how far it is; says whether the status is another one than before. */
  boolean poll() {
    var before = status();
    take(api.get(membership));
    return !status().equals(before);
  }

  String status() {
    return state.path("status").asText();
  }

  String groupId() {
    return state.path("group_id").asText();
  }

  String ticketId() {
    return state.path("ticket_id").asText();
  }

  String teamId() {
    return state.path("team_id").asText();
  }

  String matchId() {
    return state.path("match_id").asText();
  }

  /** Host and port of the game server. */
  String address() {
    var assignment = state.path("assignment");
    return assignment.path("public_ip").asText() + ":" + gamePort().path("external").asInt();
  }

  private JsonNode gamePort() {
    return state.path("assignment").path("ports").path("gameport");
  }

  /**
   * Sends the game server one datagram and gives its answer; tries three times, because datagrams
   * get lost. All messages come from one address, by which the server knows the player.
   */
  String tell(String message) throws IOException {
    if (socket == null) {
      socket = new DatagramSocket();
      socket.setSoTimeout(ANSWER_MILLIS);
    }
    var bytes = message.getBytes(StandardCharsets.UTF_8);
    var server = InetAddress.getByName(state.path("assignment").path("public_ip").asText());
    var packet =
        new DatagramPacket(bytes, bytes.length, server, gamePort().path("external").asInt());
    for (int attempt = 1; ; attempt++) {
      socket.send(packet);
      try {
        var answer = new DatagramPacket(new byte[1_500], 1_500);
        socket.receive(answer);
        return new String(answer.getData(), 0, answer.getLength(), StandardCharsets.UTF_8);
      } catch (SocketTimeoutException e) {
        if (attempt == 3) {
          throw e;
        }
      }
    }
  }

  @Override
  public void close() {
    if (socket != null) {
      socket.close();
    }
  }
}
