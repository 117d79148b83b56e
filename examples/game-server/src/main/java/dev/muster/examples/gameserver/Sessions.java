package dev.muster.examples.gameserver;

import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The players now connected, at most one session per ticket. Several may share an address, as on a
 * couch. Who sends nothing for {@value #SILENCE_MILLIS} ms is dropped.
 */
final class Sessions {
  static final long SILENCE_MILLIS = 15_000;

  private record Session(Player player, SocketAddress address, long heardMillis) {
    boolean isSilent(long nowMillis) {
      return nowMillis - heardMillis >= SILENCE_MILLIS;
    }
  }

  private final Map<String, Session> byTicket = new LinkedHashMap<>();

  /**
   * Connects a player from an address, in place of the one before.
   *
   * @return the address before; empty when the player was not connected
   */
  Optional<SocketAddress> join(Player player, SocketAddress from, long nowMillis) {
    var before = byTicket.put(player.ticketId(), new Session(player, from, nowMillis));
    return Optional.ofNullable(before).map(Session::address);
  }

  /** Disconnects a player; false when the player was not connected. */
  boolean leave(Player player) {
    return byTicket.remove(player.ticketId()) != null;
  }

  /** Notes that an address was heard; whether it is a connected player's. */
  boolean heard(SocketAddress from, long nowMillis) {
    boolean known = false;
    for (var entry : byTicket.entrySet()) {
      var session = entry.getValue();
      if (session.address().equals(from)) {
        entry.setValue(new Session(session.player(), from, nowMillis));
        known = true;
      }
    }
    return known;
  }

  /** Disconnects and gives back who was silent for too long. */
  List<Player> dropSilent(long nowMillis) {
    var dropped = new ArrayList<Player>();
    byTicket
        .values()
        .removeIf(session -> session.isSilent(nowMillis) && dropped.add(session.player()));
    return dropped;
  }

  /** When the next player is silent for too long; empty when nobody is connected. */
  OptionalLong nextDropMillis() {
    return byTicket.values().stream()
        .mapToLong(session -> session.heardMillis() + SILENCE_MILLIS)
        .min();
  }

  /** Who is connected, by player number. */
  List<Player> connected() {
    return byTicket.values().stream()
        .map(Session::player)
        .sorted((a, b) -> Integer.compare(a.number(), b.number()))
        .toList();
  }

  /** The addresses of the connected players. */
  Set<SocketAddress> addresses() {
    return byTicket.values().stream().map(Session::address).collect(Collectors.toSet());
  }

  int size() {
    return byTicket.size();
  }
}
