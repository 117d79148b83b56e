package dev.muster.runtime.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.muster.engine.profile.Problem;
import dev.muster.runtime.server.BackfillRequest;
import dev.muster.runtime.server.BackfillRequest.Player;
import dev.muster.runtime.server.PlayerTicket;
import dev.muster.runtime.server.ServerAddress;
import dev.muster.runtime.ticket.InvalidTicket;
import dev.muster.runtime.ticket.TicketJson;
import dev.muster.runtime.ticket.Timestamps;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * What a game server sends when it asks for one more group. Of its assignment only what finds the
 * server is read; everything else of it the cluster knows better.
 */
final class BackfillBody {
  private static final int MOST_PLAYERS = 256;
  private static final int LONGEST_ID = 64;
  private static final int LONGEST_TIME = 40;
  private static final int GREATEST_PORT = 65_535;
  private static final String ASSIGNMENT = "attributes.assignment";

  private final String field;
  private final JsonNode json;

  private BackfillBody(String field, JsonNode json) {
    this.field = field;
    this.json = json;
  }

  /**
   * Reads the body.
   *
   * @throws InvalidRequest when something is missing or of the wrong type
   */
  static BackfillRequest of(JsonBody body) {
    var whole = new BackfillBody("", body.json());
    return new BackfillRequest(
        body.requiredText("profile"),
        whole.required("attributes").required("assignment").address(),
        whole.required("tickets").players());
  }

  private BackfillBody required(String name) {
    var node = json.path(name);
    var path = field.isEmpty() ? name : field + "." + name;
    if (node.isMissingNode() || node.isNull()) {
      throw new InvalidRequest(path, "is required");
    }
    return object(path, node);
  }

  private static BackfillBody object(String path, JsonNode node) {
    if (!node.isObject()) {
      throw new InvalidRequest(path, "is " + TicketJson.form(node) + ", an object was expected");
    }
    return new BackfillBody(path, node);
  }

  private ServerAddress address() {
    return new ServerAddress(
        text("request_id", TicketJson.MOST_CHARACTERS),
        text("public_ip", TicketJson.MOST_CHARACTERS),
        ports());
  }

  private Set<ServerAddress.Port> ports() {
    var ports = new HashSet<ServerAddress.Port>();
    var node = json.path("ports");
    if (!node.isMissingNode() && !node.isNull()) {
      for (var port : object(ASSIGNMENT + ".ports", node).json.properties()) {
        var path = ASSIGNMENT + ".ports." + shortened(port.getKey());
        object(path, port.getValue()).port().ifPresent(ports::add);
      }
    }
    return ports;
  }

  private Optional<ServerAddress.Port> port() {
    number("internal");
    var protocol = text("protocol", TicketJson.MOST_CHARACTERS);
    var external = number("external");
    return external.isPresent()
        ? Optional.of(new ServerAddress.Port(external.getAsInt(), protocol))
        : Optional.empty();
  }

  /** A port's number; some servers send it as a string. */
  private OptionalInt number(String name) {
    var node = json.path(name);
    if (node.isMissingNode() || node.isNull()) {
      return OptionalInt.empty();
    }
    var text = node.isTextual() || node.isNumber() ? node.asText() : "";
    if (text.matches("[0-9]{1,5}") && Integer.parseInt(text) <= GREATEST_PORT) {
      return OptionalInt.of(Integer.parseInt(text));
    }
    throw invalid(name, "a port from 0 to " + GREATEST_PORT + " was expected");
  }

  private List<Player> players() {
    if (json.isEmpty() || json.size() > MOST_PLAYERS) {
      throw new InvalidRequest(
          field, "has " + json.size() + " tickets, 1 to " + MOST_PLAYERS + " were expected");
    }
    var players = new ArrayList<Player>();
    for (var ticket : json.properties()) {
      if (ticket.getKey().isEmpty() || ticket.getKey().length() > LONGEST_ID) {
        throw new InvalidRequest(
            field, "has an id of other than 1 to " + LONGEST_ID + " characters");
      }
      players.add(object(field + "." + ticket.getKey(), ticket.getValue()).player(ticket.getKey()));
    }
    return players;
  }

  private Player player(String id) {
    if (!text("id", LONGEST_ID).orElse(id).equals(id)) {
      throw invalid("id", "the key of the ticket was expected");
    }
    try {
      var attributes = TicketJson.attributes(json.get("attributes"));
      return new Player(
          new PlayerTicket(
              id, createdAt(), playerIp(), groupId(), Optional.empty(), attributes.json()),
          attributes.values());
    } catch (InvalidTicket e) {
      throw new InvalidRequest(e.problems().stream().map(this::under).toList());
    }
  }

  private Problem under(Problem problem) {
    return problem.under(field);
  }

  /** Servers that do not know it are told what is known: that it is by now. */
  private String createdAt() {
    var sent = text("created_at", LONGEST_TIME);
    if (sent.isEmpty()) {
      return Timestamps.text(System.currentTimeMillis());
    }
    var text = sent.get();
    if (!isTime(text)) {
      throw invalid("created_at", "a time such as 2026-11-20T15:04:05.123Z was expected");
    }
    return text;
  }

  /** Servers in .NET may leave the zone out. */
  private static boolean isTime(String text) {
    try {
      OffsetDateTime.parse(text);
      return true;
    } catch (DateTimeException e) {
      return isLocalTime(text);
    }
  }

  private static boolean isLocalTime(String text) {
    try {
      LocalDateTime.parse(text);
      return true;
    } catch (DateTimeException e) {
      return false;
    }
  }

  private Optional<String> playerIp() {
    var ip = text("player_ip", TicketJson.MOST_CHARACTERS).filter(text -> !text.isEmpty());
    if (ip.isPresent() && !JsonBody.isAddress(ip.get())) {
      throw invalid("player_ip", "an IP address or null was expected");
    }
    return ip;
  }

  private Optional<String> groupId() {
    return text("group_id", LONGEST_ID).filter(text -> !text.isEmpty());
  }

  /** A string; empty when it is absent or null. */
  private Optional<String> text(String name, int longest) {
    var node = json.path(name);
    if (node.isMissingNode() || node.isNull()) {
      return Optional.empty();
    }
    if (!node.isTextual()) {
      throw invalid(name, "a string was expected");
    }
    if (node.textValue().length() > longest) {
      throw invalid(name, "at most " + longest + " characters were expected");
    }
    return Optional.of(node.textValue());
  }

  private InvalidRequest invalid(String name, String expected) {
    var node = json.path(name);
    var is =
        node.isTextual() || node.isNumber()
            ? "'" + shortened(node.asText()) + "'"
            : TicketJson.form(node);
    return new InvalidRequest(field + "." + name, "is " + is + ", " + expected);
  }

  private static String shortened(String text) {
    return text.length() <= LONGEST_ID ? text : text.substring(0, LONGEST_ID) + "...";
  }
}
