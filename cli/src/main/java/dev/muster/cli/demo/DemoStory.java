package dev.muster.cli.demo;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.muster.api.v1alpha1.Match;
import dev.muster.api.v1alpha1.MatchmakerProfile;
import dev.muster.cli.local.CannotContinue;
import dev.muster.cli.local.LocalMuster;
import dev.muster.cli.local.Manifests;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/** From two YAML files to running matches, and a rule change while players wait. */
public final class DemoStory implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String SIMPLE = "simple-example";
  private static final String ADVANCED = "advanced-example";

  private final Screen screen;
  private final LocalMuster muster;
  private final Path examples;
  private final List<Player> players = new ArrayList<>();
  private MatchmakingApi api;

  /**
   * Nothing has happened yet.
   *
   * @param muster not started; this story starts it with the two profiles and does not close it
   * @param examples the folder of the stories
   */
  public DemoStory(PrintWriter out, LocalMuster muster, Path examples) {
    this.screen = new Screen(out, System::nanoTime);
    this.muster = muster;
    this.examples = examples;
  }

  /** Plays it. */
  public void play() throws IOException {
    screen.title("Muster: from one YAML file to a running match");
    start();
    var simple = twoPlayers();
    partyAndSolos();
    ruleChange();
    end(simple);
  }

  private void start() {
    screen.chapter("A cluster of its own, the operator, the runtime, and two queues");
    muster.start();
    api = new MatchmakingApi(muster.http(), muster.token());
    screen.line("profiles as kubectl get mmp shows them:");
    screen.quote(profileTable());
    screen.line("players reach " + muster.http() + " with one token");
  }

  private String profileTable() {
    return muster
        .client()
        .resources(MatchmakerProfile.class)
        .inNamespace("default")
        .list()
        .getItems()
        .stream()
        .map(
            profile ->
                String.format(
                    "%-18s accepted, ready, revision %s",
                    profile.getMetadata().getName(), profile.getStatus().revision()))
        .collect(Collectors.joining("\n"));
  }

  private List<Player> twoPlayers() throws IOException {
    screen.chapter("Two players, one match (" + SIMPLE + ")");
    var ana = player("Ana");
    ana.createGroup(SIMPLE, latencies("Chicago", 12.3, "Los Angeles", 145.6, "Tokyo", 233.2), true);
    screen.line("Ana searches: Chicago 12.3 ms, Los Angeles 145.6 ms, Tokyo 233.2 ms");
    var kenji = player("Kenji");
    kenji.createGroup(SIMPLE, latencies("Chicago", 215.6, "Tokyo", 24.2), true);
    screen.line("Kenji searches: Chicago 215.6 ms, Tokyo 24.2 ms - no beacon is near for both");
    var ben = player("Ben");
    ben.createGroup(SIMPLE, latencies("Chicago", 87.3, "Los Angeles", 32.4, "Tokyo", 253.2), true);
    screen.line("Ben searches: Chicago 87.3 ms, Los Angeles 32.4 ms - Chicago suits him and Ana");
    var matched = List.of(ana, ben);
    follow(matched);
    check(kenji.status().equals("SEARCHING"), "Kenji should still search, not " + kenji.status());
    screen.line("Kenji still searches, and loses nothing by it");
    serverLog(ana);
    connect(matched);
    return matched;
  }

  private void partyAndSolos() throws IOException {
    screen.chapter("A party of two and two solo players, five rules (" + ADVANCED + ")");
    var cem = player("Cem");
    cem.createGroup(ADVANCED, advanced(1500, "Frankfurt", 18, "Airport", "DustII"), false);
    screen.line(
        "Cem makes a group and shares its id with Dia; nobody is ready yet: " + cem.status());
    var dia = player("Dia");
    dia.join(cem, ADVANCED, advanced(1520, "Frankfurt", 31, "Airport", "Island"), true);
    var eve = player("Eve");
    eve.createGroup(ADVANCED, advanced(1490, "Frankfurt", 44, "Airport"), true);
    screen.line("Dia joins, ready; Eve searches alone (1490 points, Frankfurt 44 ms)");
    cem.ready();
    cem.poll();
    screen.line("Cem is ready, so the party searches: " + cem.status());
    var rosa = player("Rosa");
    rosa.createGroup(ADVANCED, advanced(1900, "Frankfurt", 20, "Airport"), true);
    screen.line("Rosa searches with 1900 points: too far from the others for now");
    var fay = player("Fay");
    fay.createGroup(ADVANCED, advanced(1510, "Frankfurt", 25, "Airport", "BankVault"), true);
    screen.line("Fay is the fourth who fits");
    var matched = List.of(cem, dia, eve, fay);
    follow(matched);
    serverLog(cem);
    connect(matched);
    screen.line(
        "to an id that it does not know the server says: " + fay.tell("JOIN 00000000000000000000"));
  }

  private void ruleChange() {
    screen.chapter("A rule change while players wait (" + ADVANCED + ")");
    var waiting = new ArrayList<Player>();
    waiting.add(players.stream().filter(p -> p.name().equals("Rosa")).findFirst().orElseThrow());
    int points = 1820;
    for (var name : List.of("Gus", "Hana", "Ivo")) {
      var player = player(name);
      player.createGroup(ADVANCED, advanced(points, "Frankfurt", 30, "Airport"), true);
      waiting.add(player);
      points -= 80;
    }
    waiting.forEach(Player::poll);
    screen.line(
        "waiting with 1900, 1820, 1740 and 1660 points, while elo_rating.maxDifference is 50: "
            + statuses(waiting));
    screen.line(
        "kubectl apply -f examples/02-advanced/steps/02-wider-elo.yaml: elo_rating.maxDifference"
            + " becomes 300");
    Manifests.apply(
        muster.client(),
        Manifests.read(examples.resolve("02-advanced").resolve("steps/02-wider-elo.yaml")));
    follow(waiting);
    screen.good(
        "nobody was thrown out: all four went on searching under the new rule and are in a match");
  }

  private void end(List<Player> simple) throws IOException {
    screen.chapter("The end");
    for (var player : List.of(simple.get(0))) {
      screen.line(player.name() + " ends the match: " + player.tell("END"));
      await(
          Duration.ofSeconds(20),
          () -> phases().stream().anyMatch(phase -> phase.contains("Completed")),
          "the Match should be Completed");
    }
    screen.line("matches as kubectl get match shows them:");
    phases().forEach(screen::quote);
    screen.good("that was Muster; the README tells how to go on with ./muster dev");
  }

  private List<String> phases() {
    return muster.client().resources(Match.class).inNamespace("default").list().getItems().stream()
        .map(
            match ->
                String.format(
                    "%-40s %-10s %s",
                    match.getMetadata().getName(),
                    match.getStatus().phase(),
                    match.getStatus().reason() == null ? "" : match.getStatus().reason()))
        .toList();
  }

  private Player player(String name) {
    var player = new Player(api, name);
    players.add(player);
    return player;
  }

  /** Polls until all are assigned, and tells each change. */
  private void follow(List<Player> followed) {
    await(
        Duration.ofSeconds(60),
        () -> {
          for (var player : followed) {
            if (player.poll()) {
              tell(player);
            }
          }
          return followed.stream().allMatch(player -> player.status().equals("HOST_ASSIGNED"));
        },
        "all should be HOST_ASSIGNED");
    check(
        followed.stream().map(Player::matchId).distinct().count() == 1,
        "all should be in one match");
    screen.good("match " + followed.get(0).matchId() + " at " + followed.get(0).address());
  }

  private void tell(Player player) {
    screen.line(
        String.format("%-6s %s", player.name(), player.status())
            + (player.status().equals("HOST_ASSIGNED") ? " -> " + player.address() : ""));
    check(
        !player.status().equals("CANCELLED"),
        player.name() + " should be matched, and is CANCELLED");
  }

  private static String statuses(List<Player> players) {
    return players.stream()
        .map(player -> player.name() + " " + player.status())
        .collect(Collectors.joining(", "));
  }

  private void serverLog(Player player) {
    var match =
        muster.client().resources(Match.class).inNamespace("default").list().getItems().stream()
            .filter(found -> found.getSpec().matchId().equals(player.matchId()))
            .findFirst()
            .orElseThrow();
    var pod = match.getStatus().podName();
    screen.line("kubectl logs " + pod);
    screen.quote(muster.client().pods().inNamespace("default").withName(pod).getLog());
  }

  private void connect(List<Player> matched) throws IOException {
    for (var player : matched) {
      var answer = player.tell("JOIN " + player.ticketId());
      screen.line(player.name() + " connects over UDP with the ticket id: " + answer);
      check(answer.startsWith("WELCOME"), player.name() + " should be welcome");
    }
  }

  private static ObjectNode latencies(Object... cityAndMillis) {
    var beacons = JSON.createObjectNode();
    for (int i = 0; i < cityAndMillis.length; i += 2) {
      beacons.put((String) cityAndMillis[i], ((Number) cityAndMillis[i + 1]).doubleValue());
    }
    return JSON.createObjectNode().set("beacons", beacons);
  }

  private static ObjectNode advanced(int points, String city, double millis, String... maps) {
    var attributes = latencies(city, millis);
    attributes.put("elo_rating", points).put("selected_game_mode", "quickplay");
    Arrays.stream(maps).forEach(attributes.withArrayProperty("selected_map")::add);
    attributes.withArrayProperty("backfill_group_size").add("new").add("1");
    return attributes;
  }

  private static void await(Duration limit, BooleanSupplier condition, String wanted) {
    var deadline = System.nanoTime() + limit.toNanos();
    while (!condition.getAsBoolean()) {
      check(System.nanoTime() < deadline, wanted + " within " + limit.toSeconds() + " s");
      java.util.concurrent.locks.LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
    }
  }

  private static void check(boolean holds, String wanted) {
    if (!holds) {
      throw new CannotContinue("the demo did not go as it should: " + wanted);
    }
  }

  @Override
  public void close() {
    players.forEach(Player::close);
  }
}
