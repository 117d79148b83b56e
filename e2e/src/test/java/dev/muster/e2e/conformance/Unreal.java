package dev.muster.e2e.conformance;

import java.util.List;
import java.util.Map;

/** What the Unreal integration kit reads out of the JSON by hand. */
final class Unreal {
  private Unreal() {}

  record Beacons(int count, List<Beacon> beacons) {}

  record Beacon(String fqdn, String publicIp, int tcpPort, int udpPort, Location location) {}

  record Location(
      String city,
      String country,
      String continent,
      String administrativeDivision,
      String timezone) {}

  /** Its assignment is looked at only when it is an object. */
  record Ticket(
      String id,
      String profile,
      String createdAt,
      String status,
      @OrNull String groupId,
      @OrNull String teamId,
      @OrNull String matchId,
      @OrNull String playerIp,
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
      String memberId,
      String groupId,
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

  record Group(String status, @OrNull String teamId, @OrNull Assignment assignment) {}

  record Assignment(String fqdn, String publicIp, Map<String, Port> ports, Location location) {}

  record Port(int internal, int external, String protocol) {}

  record Backfill(
      String id,
      String profile,
      String status,
      Map<String, Player> tickets,
      @OrNull Player assignedTicket,
      Attributes attributes) {}

  record Attributes(Assignment assignment) {}

  record Player(
      String id,
      String createdAt,
      @OrNull String playerIp,
      @OrNull String groupId,
      @OrNull String teamId,
      Map<String, Object> attributes) {}
}
