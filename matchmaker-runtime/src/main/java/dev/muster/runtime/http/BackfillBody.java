package dev.muster.runtime.http;

import dev.muster.api.ticket.TicketJson;
import dev.muster.runtime.server.BackfillRequest;
import dev.muster.runtime.server.BackfillRequest.Player;
import dev.muster.runtime.server.PlayerTicket;
import dev.muster.runtime.server.ServerAddress;
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
  private static final int MOST_TICKETS = 256;
  private static final int LONGEST_ID = 64;
  private static final int LONGEST_TIME = 40;
  private static final int GREATEST_PORT = 65_535;

  private BackfillBody() {}

  /**
   * Reads the body.
   *
   * @throws InvalidRequest when something is missing or of the wrong type
   */
  static BackfillRequest of(JsonBody body) {
    var queue = body.requiredText("profile");
    return new BackfillRequest(
        queue,
        address(body.object("attributes").object("assignment")),
        players(body.object("tickets"), queue));
  }

  private static ServerAddress address(JsonBody assignment) {
    return new ServerAddress(
        assignment.optionalText("request_id", TicketJson.MOST_CHARACTERS),
        assignment.optionalText("public_ip", TicketJson.MOST_CHARACTERS),
        assignment.optionalObject("ports").map(BackfillBody::ports).orElse(Set.of()));
  }

  private static Set<ServerAddress.Port> ports(JsonBody ports) {
    var all = new HashSet<ServerAddress.Port>();
    ports.fields().values().forEach(port -> port(port).ifPresent(all::add));
    return all;
  }

  private static Optional<ServerAddress.Port> port(JsonBody port) {
    number(port, "internal");
    var protocol = port.optionalText("protocol", TicketJson.MOST_CHARACTERS);
    var external = number(port, "external");
    return external.isPresent()
        ? Optional.of(new ServerAddress.Port(external.getAsInt(), protocol))
        : Optional.empty();
  }

  /** A port's number; some servers send it as a string. */
  private static OptionalInt number(JsonBody port, String name) {
    var node = port.json().path(name);
    if (node.isMissingNode() || node.isNull()) {
      return OptionalInt.empty();
    }
    var text = node.isTextual() || node.isNumber() ? node.asText() : "";
    if (text.matches("[0-9]{1,5}") && Integer.parseInt(text) <= GREATEST_PORT) {
      return OptionalInt.of(Integer.parseInt(text));
    }
    throw port.invalid(
        name,
        "is "
            + (node.isTextual() || node.isNumber() ? quoted(node.asText()) : TicketJson.form(node))
            + ", a port from 0 to "
            + GREATEST_PORT
            + " was expected");
  }

  private static List<Player> players(JsonBody tickets, String queue) {
    int size = tickets.json().size();
    if (size == 0 || size > MOST_TICKETS) {
      throw new InvalidRequest(
          tickets.path(), "has " + size + " tickets, 1 to " + MOST_TICKETS + " were expected");
    }
    var players = new ArrayList<Player>();
    tickets.fields().forEach((id, ticket) -> players.add(player(tickets, id, ticket, queue)));
    return players;
  }

  private static Player player(JsonBody tickets, String id, JsonBody ticket, String queue) {
    if (id.isEmpty() || id.length() > LONGEST_ID) {
      throw new InvalidRequest(
          tickets.path(), "has an id of other than 1 to " + LONGEST_ID + " characters");
    }
    var own = ticket.optionalText("id", LONGEST_ID).orElse(id);
    if (!own.equals(id)) {
      throw ticket.invalid("id", "is " + quoted(own) + ", the key of the ticket was expected");
    }
    var attributes = ticket.attributes(List.of(queue));
    return new Player(
        new PlayerTicket(
            id,
            createdAt(ticket),
            playerIp(ticket),
            ticket.optionalText("group_id", LONGEST_ID).filter(text -> !text.isEmpty()),
            Optional.empty(),
            attributes.json()),
        attributes.values());
  }

  /** Servers that do not know it are told what is known: that it is by now. */
  private static String createdAt(JsonBody ticket) {
    var sent = ticket.optionalText("created_at", LONGEST_TIME);
    if (sent.isEmpty()) {
      return Timestamps.text(System.currentTimeMillis());
    }
    var text = sent.get();
    if (!isTime(text)) {
      throw ticket.invalid(
          "created_at",
          "is " + quoted(text) + ", a time such as 2026-11-20T15:04:05.123Z was expected");
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

  private static Optional<String> playerIp(JsonBody ticket) {
    var ip =
        ticket
            .optionalText("player_ip", TicketJson.MOST_CHARACTERS)
            .filter(text -> !text.isEmpty());
    if (ip.isPresent() && !JsonBody.isAddress(ip.get())) {
      throw ticket.invalid(
          "player_ip", "is " + quoted(ip.get()) + ", an IP address or null was expected");
    }
    return ip;
  }

  private static String quoted(String text) {
    return "'" + JsonBody.shortened(text) + "'";
  }
}
