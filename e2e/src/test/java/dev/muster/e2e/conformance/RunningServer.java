package dev.muster.e2e.conformance;

import dev.muster.api.v1alpha1.Match;
import dev.muster.e2e.MusterProcess;
import dev.muster.e2e.PodEnvironment;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * A server of {@link Queues#seats} with its four players.
 *
 * @param players their tickets, assigned
 * @param environment what the server's process finds
 */
record RunningServer(List<Unity.Ticket> players, Map<String, String> environment) {
  private static final String PLAYER =
      """
      {"profile": "%s", "attributes": {"beacons": {"Chicago": 12.5},
       "backfill_group_size": ["new", "1"]}, "player_ip": "203.0.113.7"}
      """;

  /** Starts one, whose players come by that line. */
  static RunningServer start(Line line, MusterProcess muster) {
    return start(line, muster, Queues.of(muster).seats());
  }

  /** The same in another queue, for four players as well. */
  static RunningServer start(Line line, MusterProcess muster, String queue) {
    var body = PLAYER.formatted(queue);
    var paths =
        IntStream.range(0, 4)
            .mapToObj(i -> line.post("/tickets", body).expect(201).read(Unity.Ticket.class))
            .map(ticket -> "/tickets/" + ticket.id())
            .toList();
    line.followTo("HOST_ASSIGNED", paths.get(0), Unity.Ticket.class);
    var players = paths.stream().map(path -> line.get(path).read(Unity.Ticket.class)).toList();
    return new RunningServer(players, PodEnvironment.of(muster, pod(muster, players.get(0))));
  }

  private static String pod(MusterProcess muster, Unity.Ticket player) {
    return muster.client().resources(Match.class).inNamespace("default").list().getItems().stream()
        .filter(match -> match.getSpec().matchId().equals(player.matchId()))
        .findFirst()
        .orElseThrow()
        .getStatus()
        .podName();
  }

  String variable(String name) {
    var value = environment.get(name);
    if (value == null) {
      throw new AssertionError("the server has no " + name + " in " + environment.keySet());
    }
    return value;
  }

  /** A variable that holds JSON, read as a server kit reads it. */
  <T> T json(String name, Class<T> type) {
    return StrictJson.read(variable(name), type);
  }

  /** The line of a kit in the server, with the address and the token that it finds. */
  Line line(Line kit) {
    return kit.at(variable("MM_BASE_URL")).withToken(variable("MM_AUTH_TOKEN"));
  }

  /** Stops the server with what it finds for it. */
  Reply stop(Line kit) {
    return self(kit, "DELETE");
  }

  /** What the server is told about itself. */
  Reply context(Line kit) {
    return self(kit, "CONTEXT");
  }

  private Reply self(Line kit, String what) {
    var url = URI.create(variable("ARBITRIUM_" + what + "_URL"));
    return kit.at(url.getScheme() + "://" + url.getAuthority())
        .withToken(variable("ARBITRIUM_" + what + "_TOKEN"))
        .send(what.equals("DELETE") ? "DELETE" : "GET", url.getPath(), "", Map.of());
  }

  /** Where players connect. */
  Unity.Assignment address() {
    return players.get(0).assignment();
  }
}
