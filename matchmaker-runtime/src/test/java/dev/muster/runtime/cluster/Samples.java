package dev.muster.runtime.cluster;

import dev.muster.api.json.TolerantJson;
import dev.muster.api.ticket.TicketJson;
import dev.muster.api.v1alpha1.AssignmentStatus;
import dev.muster.api.v1alpha1.AssignmentStatus.PortStatus;
import dev.muster.api.v1alpha1.Match;
import dev.muster.api.v1alpha1.MatchStatus;
import dev.muster.engine.ticket.Group;
import dev.muster.engine.ticket.Search;
import dev.muster.engine.ticket.Ticket;
import dev.muster.runtime.loop.CommittedMatch;
import dev.muster.runtime.store.GroupState;
import dev.muster.runtime.store.QueueSearch;
import dev.muster.runtime.store.StoredGroup;
import dev.muster.runtime.store.StoredTicket;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Matches to test with. */
final class Samples {
  static final Instant CREATED = Instant.parse("2026-11-20T15:03:00.5Z");
  static final long SINCE_MILLIS = Instant.parse("2026-11-20T15:03:01.25Z").toEpochMilli();
  static final long FOUND_MILLIS = Instant.parse("2026-11-20T15:04:05.123Z").toEpochMilli();

  private Samples() {}

  /** A match of one pair and one solo player, as the loop hands it over. */
  static CommittedMatch committed(String name) {
    var pair = group("b2080c27-19a9-4dcd-97ef-6ddf8ff0aa4b", 250, 1, "t1", "t2");
    var solo = group("0a5b0dd6-7a3c-4f0c-93a1-5a0e9c25d7f1", 0, 0, "t3");
    return new CommittedMatch(
        name,
        "ranked",
        "Ranked_5v5",
        "ranked-5f7c9abcde",
        "Ranked_5v5_30-2026-11-20T15:04:05.1234567Z",
        "30",
        "Chicago",
        List.of(team("team1", name, pair), team("team2", name, solo)),
        new TreeMap<>(Map.of("selected_game_mode", "quickplay")),
        new TreeMap<>(Map.of("selected_map", List.of("Airport"))),
        Optional.empty(),
        FOUND_MILLIS);
  }

  private static CommittedMatch.Team team(String id, String match, StoredGroup group) {
    var place =
        new GroupState.Place(match, "Ranked_5v5_30-2026-11-20T15:04:05.1234567Z", id, FOUND_MILLIS);
    return new CommittedMatch.Team(id, List.of(group.in(new GroupState.MatchFound(place))));
  }

  private static StoredGroup group(String id, long pausedMillis, int failures, String... tickets) {
    var stored = java.util.Arrays.stream(tickets).map(Samples::ticket).toList();
    var search = new Group(id, stored.stream().map(Samples::engineTicket).toList());
    return new StoredGroup(
        "Ranked_5v5",
        List.of(QueueSearch.in("Ranked_5v5"), QueueSearch.in("Casual")),
        new Search(search, SINCE_MILLIS, pausedMillis),
        stored,
        failures,
        new GroupState.Searching());
  }

  private static StoredTicket ticket(String id) {
    return new StoredTicket(
        id,
        CREATED,
        Optional.of("192.0.2.7"),
        "{\"elo_rating\":1500.50,\"beacons\":{\"Chicago\":12.5},\"selected_map\":[\"Airport\"],"
            + "\"selected_game_mode\":\"quickplay\"}",
        Optional.of("{\"skin\":\"gold\",\"loadout\":[1,{\"slot\":null}]}"));
  }

  private static Ticket engineTicket(StoredTicket ticket) {
    var attributes = TicketJson.attributes(ticket.attributes());
    return new Ticket(
        ticket.id(),
        attributes.values(),
        attributes.json().getBytes(StandardCharsets.UTF_8).length);
  }

  /** The Match resource of {@link #committed}. */
  static Match match(String name) {
    return MatchResource.of(committed(name), "games", "default");
  }

  /** The same with a status. */
  static Match match(String name, MatchStatus.Phase phase, String reason) {
    var match = match(name);
    var assignment = phase == MatchStatus.Phase.Assigned ? assignment() : null;
    match.setStatus(status(phase.name(), reason, null, assignment));
    return match;
  }

  /** The same with a server of that request id. */
  static Match served(String name, MatchStatus.Phase phase, String requestId) {
    var match = match(name);
    var fields = new HashMap<String, Object>();
    fields.put("phase", phase.name());
    fields.put("requestId", requestId);
    fields.put("assignment", phase == MatchStatus.Phase.Assigned ? assignment() : null);
    fields.put("conditions", List.of());
    match.setStatus(TolerantJson.serialization().convertValue(fields, MatchStatus.class));
    return match;
  }

  /** The same after its server was up. */
  static Match completed(String name, String endedAt) {
    var match = match(name);
    match.setStatus(status("Completed", "Exited", endedAt, assignment()));
    return match;
  }

  /** By way of JSON, since a status has more fields than matter here. */
  private static MatchStatus status(
      String phase, String reason, String endedAt, AssignmentStatus assignment) {
    var ready =
        Map.of("type", "Ready", "status", "False", "message", "4 attempts failed: exit code 1");
    var fields = new HashMap<String, Object>();
    fields.put("phase", phase);
    fields.put("reason", reason);
    fields.put("endedAt", endedAt);
    fields.put("assignment", assignment);
    fields.put("conditions", List.of(ready));
    return TolerantJson.serialization().convertValue(fields, MatchStatus.class);
  }

  static AssignmentStatus assignment() {
    return new AssignmentStatus(
        "node1.example",
        "203.0.113.5",
        Map.of("gameport", new PortStatus(7777, 7004, "node1.example:7004", "UDP")),
        new AssignmentStatus.LocationStatus("Chicago", "USA", null, "Illinois", null));
  }
}
