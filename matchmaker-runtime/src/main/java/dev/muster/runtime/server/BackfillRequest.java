package dev.muster.runtime.server;

import dev.muster.engine.ticket.AttributeValue;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * A game server asks for one more group.
 *
 * @param queue the profile that it names
 * @param server what it says of where it is
 * @param players who plays there now; at least one
 */
public record BackfillRequest(String queue, ServerAddress server, List<Player> players) {
  /** The attribute by which Edgegap's servers and clients agree on the size of a group. */
  static final String GROUP_SIZES = "backfill_group_size";

  private static final int LARGEST_GROUP = 256;
  private static final int MOST_SIZES = 32;

  public BackfillRequest {
    Objects.requireNonNull(queue, "queue");
    Objects.requireNonNull(server, "server");
    players = List.copyOf(players);
  }

  /**
   * Who plays there.
   *
   * @param values what the ticket's attributes say
   */
  public record Player(PlayerTicket ticket, Map<String, AttributeValue> values) {
    public Player {
      Objects.requireNonNull(ticket, "ticket");
      values = Map.copyOf(values);
    }
  }

  /** The tickets of those who play there. */
  public List<PlayerTicket> tickets() {
    return players.stream().map(Player::ticket).toList();
  }

  /**
   * How many players the group may have: the numbers that the tickets name, else 1. Other values,
   * such as {@code new}, are about new matches and do not count.
   */
  public SortedSet<Integer> groupSizes() {
    var sizes = new TreeSet<Integer>();
    for (var player : players) {
      if (player.values().get(GROUP_SIZES) instanceof AttributeValue.OfList list) {
        list.values().stream()
            .filter(BackfillRequest::isSize)
            .map(Integer::valueOf)
            .forEach(sizes::add);
      }
    }
    if (sizes.isEmpty()) {
      sizes.add(1);
    }
    while (sizes.size() > MOST_SIZES) {
      sizes.remove(sizes.last());
    }
    return sizes;
  }

  private static boolean isSize(String text) {
    return text.matches("[1-9][0-9]{0,2}") && Integer.parseInt(text) <= LARGEST_GROUP;
  }
}
