package dev.muster.e2e.crash;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.muster.devcluster.store.Resource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What happens in each walk: a queue is made, two players meet, the port of their first server is
 * taken, the second exits and the third serves, a third player fills a seat, the queue is edited,
 * two more meet, both matches end, the queue goes while one player waits, and an hour later nothing
 * is left.
 */
final class Story {
  private static final String PROFILE = "duel";
  private static final String SEAT = "seat";
  private static final List<Resource> NOTHING_LEFT_OF =
      List.of(
          History.MATCHMAKERS,
          History.MATCHES,
          History.BACKFILLS,
          Resource.CONTROLLER_REVISIONS,
          Resource.DEPLOYMENTS,
          Resource.SERVICES,
          Resource.PODS);

  private final Objects objects;
  private final History history;
  private final Supplier<Player> players;
  private final Runnable anHourLater;
  private final List<String> problems = new ArrayList<>();
  private final List<Player> all = new ArrayList<>();

  /**
   * Nothing has happened yet.
   *
   * @param anHourLater starts the operator anew an hour later
   */
  Story(Objects objects, History history, Supplier<Player> players, Runnable anHourLater) {
    this.objects = objects;
    this.history = history;
    this.players = players;
    this.anHourLater = anHourLater;
  }

  /** Plays it; gives what was not as it has to be. */
  List<String> play() {
    objects.create(History.PROFILES, profile("one"));
    var first = awaitReady("");
    var duel = meet();
    check(duel, "attempt", "3");
    checkPortChanges(duel, 1);
    fillSeat(duel);
    objects.change(History.PROFILES, PROFILE, changed -> changed.set("spec", spec(profile("two"))));
    awaitReady(first);
    var second = meet();
    // An operator that was started anew does not know any more that the port is taken.
    check(second, "attempt", "1", "2");
    end(duel, second);
    leave();
    return problems;
  }

  /** How many tickets players lost. */
  int lostTickets() {
    return all.stream().mapToInt(Player::lost).sum();
  }

  private static String profile(String mode) {
    return """
    apiVersion: muster.dev/v1alpha1
    kind: MatchmakerProfile
    metadata: {name: duel}
    spec:
      rules:
        match_size: {type: playerCount, teamCount: 1, minTeamSize: 2, maxTeamSize: 2}
      gameServer:
        template:
          spec:
            schedulerName: %s
            containers: [{name: game, image: duel, env: [{name: MODE, value: %s}]}]
        ports: [{name: gameport, containerPort: 7777, protocol: UDP}]
        retainAfterExit: 100ms
    """
        .formatted(TestScheduler.NAME, mode);
  }

  private static JsonNode spec(String yaml) {
    return Objects.parse(yaml).get("spec");
  }

  /** Waits until the spec is served; gives its revision. */
  private String awaitReady(String before) {
    return history.await(
        "a Ready profile",
        () ->
            history
                .get(History.PROFILES, PROFILE)
                .filter(profile -> isReady(profile))
                .map(profile -> profile.at("/status/revision").asText())
                .filter(revision -> !revision.equals(before)));
  }

  private static boolean isReady(ObjectNode profile) {
    for (var condition : profile.at("/status/conditions")) {
      if (condition.path("type").asText().equals("Ready")) {
        return condition.path("status").asText().equals("True")
            && condition.path("observedGeneration").asLong()
                == profile.at("/metadata/generation").asLong()
            && profile.at("/status/queue/revision").equals(profile.at("/status/revision"));
      }
    }
    return false;
  }

  private Player player() {
    var player = players.get();
    all.add(player);
    return player;
  }

  /** Two players meet; gives the name of their match. */
  private String meet() {
    var one = player();
    var other = player();
    // Side by side: should the runtime lose both tickets, each has to ask for another.
    Patience.until("two players meet")
        .until(
            () -> {
              var oneIs = one.is("HOST_ASSIGNED");
              return other.is("HOST_ASSIGNED") && oneIs;
            });
    var told = one.await("HOST_ASSIGNED");
    var match = matchOf(one);
    if (!match.equals(matchOf(other))) {
      problems.add("the two players are in different matches");
    }
    var port = history.last(History.MATCHES, match).orElseThrow().at("/status/assignment/ports");
    if (!told.at("/assignment/ports/gameport/external").equals(port.at("/gameport/external"))) {
      problems.add("the player was told " + told.path("assignment") + ", the match says " + port);
    }
    return match;
  }

  private String matchOf(Player player) {
    return history.await(
        "the match of a ticket",
        () ->
            history.list(History.MATCHES).stream()
                .filter(match -> has(match, player.ticket()))
                .filter(match -> match.at("/status/phase").asText().equals("Assigned"))
                .map(match -> match.at("/metadata/name").asText())
                .findFirst());
  }

  private static boolean has(ObjectNode match, String ticket) {
    for (var one : match.at("/spec/tickets")) {
      if (one.path("id").asText().equals(ticket)) {
        return true;
      }
    }
    return false;
  }

  private void fillSeat(String match) {
    var server = history.get(History.MATCHES, match).orElseThrow();
    objects.create(
        History.BACKFILLS,
        """
        apiVersion: muster.dev/v1alpha1
        kind: Backfill
        metadata: {name: %s}
        spec:
          queue: %s
          server: {podName: %s}
          groupSizes: [1]
          tickets: %s
        """
            .formatted(
                SEAT, PROFILE, server.at("/status/podName").asText(), server.at("/spec/tickets")));
    var third = player();
    third.await("HOST_ASSIGNED");
    var filling = matchOf(third);
    var seat =
        history.await(
            "an assigned Backfill",
            () ->
                history
                    .get(History.BACKFILLS, SEAT)
                    .filter(found -> found.at("/status/phase").asText().equals("Assigned")));
    if (!seat.at("/status/match").asText().equals(filling)) {
      problems.add("the Backfill names match " + seat.at("/status/match") + ", not " + filling);
    }
    check(filling, "podName", server.at("/status/podName").asText());
  }

  private void check(String match, String field, String... wanted) {
    var found =
        history.last(History.MATCHES, match).orElseThrow().path("status").path(field).asText();
    if (!List.of(wanted).contains(found)) {
      problems.add(
          "match %s has %s %s, not %s".formatted(match, field, found, String.join(" or ", wanted)));
    }
  }

  private void checkPortChanges(String match, int wanted) {
    var found = history.last(History.MATCHES, match).orElseThrow().at("/status/portChanges");
    if (found.size() != wanted) {
      problems.add("match %s has portChanges %s".formatted(match, found));
    }
  }

  private void end(String first, String second) {
    objects.delete(
        Resource.PODS,
        history.get(History.MATCHES, first).orElseThrow().at("/status/podName").asText());
    objects.change(
        History.MATCHES,
        second,
        match -> match.withObject("/metadata/annotations").put("muster.dev/stop", "now"));
    history.awaitThat("the end of all matches", () -> history.list(History.MATCHES).isEmpty());
    // A server may end in time to be seen exiting before its pod is seen to be deleted.
    check(first, "reason", "Deleted", "Exited");
    check(second, "reason", "Stopped");
    for (String match : history.names(History.MATCHES)) {
      check(match, "phase", "Completed");
    }
    if (history.names(History.MATCHES).size() != 3) {
      problems.add("there were matches " + history.names(History.MATCHES) + ", not three");
    }
  }

  private void leave() {
    var late = player();
    late.await("SEARCHING");
    objects.delete(History.PROFILES, PROFILE);
    late.awaitEnd();
    history.awaitThat(
        "the implicit Matchmaker's end", () -> history.list(History.MATCHMAKERS).isEmpty());
    anHourLater.run();
    Patience.until("nothing is left").until(() -> left().isEmpty());
  }

  private Optional<ObjectNode> left() {
    return NOTHING_LEFT_OF.stream()
        .flatMap(kind -> objects.store().list(kind, objects.namespace()).stream())
        .findFirst();
  }
}
