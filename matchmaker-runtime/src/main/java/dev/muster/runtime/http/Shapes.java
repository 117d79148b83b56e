package dev.muster.runtime.http;

import dev.muster.engine.ticket.Cancellation;
import dev.muster.runtime.group.GroupView;
import dev.muster.runtime.group.Inspection;
import dev.muster.runtime.group.MemberView;
import dev.muster.runtime.server.GameServer;
import dev.muster.runtime.server.HeldMatch;
import dev.muster.runtime.server.HeldMatches;
import dev.muster.runtime.settings.Beacon;
import dev.muster.runtime.store.GroupState;
import dev.muster.runtime.store.QueueSearch;
import dev.muster.runtime.store.TicketView;
import dev.muster.runtime.ticket.Assignment;
import dev.muster.runtime.ticket.Assignment.Location;
import dev.muster.runtime.ticket.Timestamps;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What clients read. What there is not yet is an explicit null; a cancellation is there only when
 * there was one, held only while a match waits for room, extras when some were sent, profiles when
 * several were named.
 */
final class Shapes {
  private Shapes() {}

  static JsonObject ticket(TicketView view, HeldMatches held) {
    return withHeld(ticket(view), Optional.of(view.group().state()), held);
  }

  static JsonObject member(MemberView view, HeldMatches held) {
    return withHeld(member(view), view.state(), held);
  }

  static JsonObject group(GroupView view, HeldMatches held) {
    return withHeld(group(view), view.state(), held);
  }

  /** With what its match waits for, while that may not start its game server. */
  private static JsonObject withHeld(
      JsonObject json, Optional<GroupState> state, HeldMatches held) {
    state
        .filter(GroupState.MatchFound.class::isInstance)
        .flatMap(GroupState::place)
        .flatMap(place -> held.find(place.matchName()))
        .ifPresent(match -> json.put("held", held(match)));
    return json;
  }

  static JsonObject held(HeldMatch match) {
    return new JsonObject().put("reason", match.reason()).put("message", match.message());
  }

  static JsonObject ticket(TicketView view) {
    var ticket = view.ticket();
    var state = Optional.of(view.group().state());
    var json =
        new JsonObject()
            .put("id", ticket.id())
            .put("profile", view.group().queue())
            .put("group_id", view.group().id())
            .put("player_ip", ticket.playerIp().orElse(null))
            .put("created_at", Timestamps.text(ticket.createdAt()))
            .put("status", view.group().state().status().name());
    putExtras(json, ticket.extras());
    putProfiles(json, view.group().searches());
    return withPlace(json, state);
  }

  static JsonObject tickets(List<TicketView> views) {
    var list = new JsonArray();
    views.forEach(view -> list.add(ticket(view)));
    return new JsonObject().put("player_tickets", list);
  }

  static JsonObject member(MemberView view) {
    var json =
        new JsonObject()
            .put("member_id", view.memberId())
            .put("group_id", view.groupId())
            .put("is_ready", view.ready())
            .put("status", view.status().name())
            .put("ticket_id", view.ticketId().orElse(null));
    putExtras(json, view.extras());
    putProfiles(json, view.searches());
    return withPlace(json, view.state());
  }

  static JsonObject group(GroupView view) {
    var json =
        new JsonObject()
            .put("group_id", view.groupId())
            .put("profile", view.queue())
            .put("status", view.status().name());
    putProfiles(json, view.searches());
    return withPlace(json, view.state());
  }

  /** All that were named, and why it is over in which; nothing where only one was. */
  static void putProfiles(JsonObject json, List<QueueSearch> searches) {
    if (searches.size() > 1) {
      json.put("profiles", new JsonArray(searches.stream().map(QueueSearch::queue).toList()));
      var cancellations = new JsonObject();
      searches.forEach(
          one -> one.ended().ifPresent(why -> cancellations.put(one.queue(), cancellation(why))));
      if (!cancellations.isEmpty()) {
        json.put("cancellations", cancellations);
      }
    }
  }

  /** As they were sent; nothing when nothing was. */
  static void putExtras(JsonObject json, Optional<String> extras) {
    extras.ifPresent(sent -> json.put("extras", Json.decodeValue(sent)));
  }

  private static JsonObject withPlace(JsonObject json, Optional<GroupState> state) {
    var place = state.flatMap(GroupState::place);
    json.put("team_id", place.map(GroupState.Place::teamId).orElse(null))
        .put("match_id", place.map(GroupState.Place::matchId).orElse(null))
        .put(
            "assignment",
            state.flatMap(GroupState::assignment).map(Shapes::assignment).orElse(null));
    state
        .flatMap(GroupState::cancellation)
        .ifPresent(why -> json.put("cancellation", cancellation(why)));
    return json;
  }

  static JsonObject cancellation(Cancellation why) {
    return new JsonObject().put("reason", why.reason().text()).put("message", why.message());
  }

  private static JsonObject assignment(Assignment assignment) {
    var ports = new JsonObject();
    assignment.ports().forEach((name, port) -> ports.put(name, port(port)));
    return new JsonObject()
        .put("fqdn", assignment.fqdn())
        .put("public_ip", assignment.publicIp())
        .put("ports", ports)
        .put("location", location(assignment.location()));
  }

  /** The assignment, or one that says that nothing is known yet. */
  static JsonObject assignmentOrUnknown(Optional<Assignment> assignment) {
    return assignment
        .map(Shapes::assignment)
        .orElseGet(
            () ->
                new JsonObject()
                    .putNull("fqdn")
                    .putNull("public_ip")
                    .put("ports", new JsonObject())
                    .put("location", location(Location.UNKNOWN)));
  }

  private static JsonObject port(Assignment.Port port) {
    return new JsonObject()
        .put("internal", port.internal())
        .put("external", port.external())
        .put("link", port.link())
        .put("protocol", port.protocol());
  }

  private static JsonObject location(Location location) {
    return new JsonObject()
        .put("city", location.city())
        .put("country", location.country())
        .put("continent", location.continent())
        .put("administrative_division", location.administrativeDivision())
        .put("timezone", location.timezone());
  }

  /** As the context of a deployment is read, as far as a server's own cluster knows it. */
  static JsonObject server(GameServer server) {
    return assignmentOrUnknown(server.assignment())
        .put("request_id", server.requestId())
        .put("status", server.state().name())
        .put("ready", server.state() == GameServer.State.READY)
        .put("tags", new JsonArray(server.tickets()));
  }

  static JsonObject beacons(List<Beacon> beacons) {
    var list = new JsonArray();
    beacons.forEach(beacon -> list.add(beacon(beacon)));
    return new JsonObject().put("count", beacons.size()).put("beacons", list);
  }

  static JsonObject match(Inspection.Match match) {
    var teams = new JsonObject();
    match.teams().forEach((id, groups) -> teams.put(id, groups(groups)));
    return new JsonObject()
        .put("match_id", match.id())
        .put("profile", match.queue())
        .put("status", match.assignment().isPresent() ? "HOST_ASSIGNED" : "MATCH_FOUND")
        .put("found_at", Timestamps.text(match.foundAtMillis()))
        .put("teams", teams)
        .put("assignment", match.assignment().map(Shapes::assignment).orElse(null));
  }

  private static JsonObject groups(Map<String, List<String>> groups) {
    var json = new JsonObject();
    groups.forEach((id, tickets) -> json.put(id, new JsonArray(tickets)));
    return json;
  }

  private static JsonObject beacon(Beacon beacon) {
    return new JsonObject()
        .put("fqdn", beacon.host())
        .put("public_ip", beacon.host())
        .put("tcp_port", beacon.tcpPort())
        .put("udp_port", beacon.udpPort())
        .put("location", location(beacon.location()));
  }

  static JsonObject monitor(Health health) {
    int healthy = health.healthy();
    int unhealthy = health.size() - healthy;
    return new JsonObject()
        .put("status", unhealthy == 0 ? "HEALTHY" : "UNHEALTHY")
        .put("message", unhealthy == 0 ? "All is well" : "Not working: " + health.unhealthyNames())
        .put("healthy_components", healthy)
        .put("unhealthy_components", unhealthy);
  }
}
