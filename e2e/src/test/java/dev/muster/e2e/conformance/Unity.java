package dev.muster.e2e.conformance;

import java.util.List;
import java.util.Map;

/** What the Unity SDKs deserialize. Numbers into their string members they convert themselves. */
final class Unity {
  private Unity() {}

  record Monitor(
      String status, @OrNull String message, int healthyComponents, int unhealthyComponents) {}

  record Beacons(int count, List<Beacon> beacons) {}

  record Beacon(String fqdn, String publicIp, int tcpPort, int udpPort, Location location) {}

  record Location(
      String city,
      String country,
      String continent,
      String administrativeDivision,
      String timezone) {}

  record Assignment(String fqdn, String publicIp, Map<String, Port> ports, Location location) {
    /** Where the samples connect to. */
    Port gameport() {
      return ports.get("gameport");
    }
  }

  record Port(int internal, int external, String link, String protocol) {}

  /** The Gen2 SDK knows no {@code match_id}; all else is the same. */
  record Ticket(
      String id,
      String profile,
      String status,
      String createdAt,
      @OrNull String playerIp,
      @OrNull String groupId,
      @OrNull String teamId,
      @OrNull String matchId,
      @OrNull Assignment assignment)
      implements Followed {
    Ticket {
      StrictJson.requireTime(createdAt);
    }

    @Override
    public boolean isAssigned() {
      return assignment != null;
    }
  }

  record GroupTickets(List<Ticket> playerTickets) {}

  record Member(
      String groupId,
      String memberId,
      boolean isReady,
      String status,
      @OrNull String ticketId,
      @OrNull String teamId,
      @OrNull Assignment assignment)
      implements Followed {
    @Override
    public boolean isAssigned() {
      return assignment != null;
    }

    String path() {
      return "/groups/" + groupId + "/members/" + memberId;
    }
  }

  record Group(String status, @OrNull String teamId, @OrNull Assignment assignment)
      implements Followed {
    @Override
    public boolean isAssigned() {
      return assignment != null;
    }
  }

  record Backfill(
      String id,
      String profile,
      String status,
      Map<String, Player> tickets,
      @OrNull Player assignedTicket) {}

  /** Its attributes are read into the game's own type. */
  record Player(
      String id,
      String createdAt,
      @OrNull String playerIp,
      @OrNull String groupId,
      @OrNull String teamId,
      Attributes attributes) {
    Player {
      StrictJson.requireTime(createdAt);
    }
  }

  record Attributes(Map<String, Double> beacons, List<String> backfillGroupSize) {}
}
