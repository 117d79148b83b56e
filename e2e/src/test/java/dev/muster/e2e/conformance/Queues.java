package dev.muster.e2e.conformance;

import dev.muster.e2e.MusterProcess;
import dev.muster.e2e.Profiles;
import dev.muster.e2e.TestImages;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The queues of these tests, served when they are asked for. Each gives its name.
 *
 * @param gate the file without which servers of {@link #held} are not ready
 */
record Queues(Profiles profiles, Path gate) {
  private static final String SIMULATED = "muster.dev/test/simulated:1";
  private static final String BEACONS =
      "beacons: {type: latencies, difference: 100, maxLatency: 200}";
  private static final String SEATS =
      BEACONS + ", backfill_group_size: {type: intersection, overlap: 1}, ";

  private static final String PROFILE =
      """
      apiVersion: muster.dev/v1alpha1
      kind: MatchmakerProfile
      metadata: {name: %s, namespace: default}
      spec:
        rules: {%s}
        gameServer:
          template: {spec: {containers: [{name: game, image: "%s"%s}]}}
          ports: [{name: gameport, containerPort: 7777, protocol: UDP}]
          startTimeout: 10m
          matchmakerToken: true
        %s
      """;

  static Queues of(MusterProcess muster) {
    return new Queues(new Profiles(muster.client()), muster.folder().resolve("gate"));
  }

  /** A match for each player alone, with a server that prints its environment. */
  String solo() {
    return serve("conform-solo", players(1), TestImages.PRINT_ENV, "", "");
  }

  /** Two players who share a beacon, as the samples' {@code simple-example}. */
  String simple() {
    return serve("conform-simple", BEACONS + ", " + players(2), SIMULATED, "", "");
  }

  /** Two players who also share a skill, a mode and a map. */
  String advanced() {
    return serve(
        "conform-advanced",
        BEACONS
            + ", elo_rating: {type: numberDifference, maxDifference: 50}"
            + ", selected_game_mode: {type: stringEquality}"
            + ", selected_map: {type: intersection, overlap: 1}"
            + ", backfill_group_size: {type: intersection, overlap: 1}, "
            + players(2),
        SIMULATED,
        "",
        "");
  }

  /** Two players of one mode, wherever they are. */
  String modes() {
    return serve(
        "conform-modes",
        "selected_game_mode: {type: stringEquality}, " + players(2),
        SIMULATED,
        "",
        "");
  }

  /** Two players by the size of their group, as a game has it. */
  String sizes() {
    return serve("conform-sizes", SEATS + players(2), SIMULATED, "", "");
  }

  /** The same with the region of the Gen2 samples. */
  String regional() {
    return serve(
        "conform-regional",
        BEACONS
            + ", elo_rating: {type: numberDifference, maxDifference: 50}"
            + ", selected_game_mode: {type: stringEquality}"
            + ", selected_map: {type: intersection, overlap: 1}"
            + ", selected_region: {type: stringEquality}, "
            + players(2),
        SIMULATED,
        "",
        "");
  }

  /** Two players whose server is not ready before {@link #open}. */
  String held() {
    try {
      Files.deleteIfExists(gate);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return serve(
        "conform-held",
        BEACONS + ", " + players(2),
        TestImages.PRINT_ENV,
        ", readinessProbe: {periodSeconds: 1, exec: {command: [test, -f, \"" + gate + "\"]}}",
        "");
  }

  /** Lets servers of {@link #held} be ready. */
  void open() {
    try {
      Files.createFile(gate);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Four players, and whom a running match lacks, as the samples' {@code backfill-example}. */
  String seats() {
    return serve("conform-seats", SEATS + players(4), TestImages.PRINT_ENV, "", "");
  }

  /** The queue of the story of backfills, with a server that prints its environment. */
  String ofTheStory() throws IOException {
    var story = MusterProcess.HOME.resolve("examples/04-backfill/01-profile.yaml");
    var profile =
        Profiles.parse(
            Files.readString(story)
                .replace("muster.dev/example-game-server:0.1.0", TestImages.PRINT_ENV)
                .replaceAll("tcpSocket:\\s+port: 7777", "exec: {command: [\"true\"]}"));
    profile.getMetadata().setNamespace("default");
    return profiles.serve(profile).getMetadata().getName();
  }

  /** For running matches only; a second later it is forgotten who came. */
  String forgetfulSeats() {
    return serve(
        "conform-forgetful-seats",
        SEATS + players(4),
        SIMULATED,
        "",
        "ticketRemovalPeriod: 1s\n  backfillOnly: true");
  }

  /** Where a server gives up looking for players after a second. */
  String fleetingSeats() {
    return serve(
        "conform-fleeting-seats",
        SEATS + players(4),
        SIMULATED,
        "",
        "ticketExpirationPeriod: 1s\n  backfillOnly: true");
  }

  /** Four players, so that two wait. */
  String four() {
    return serve("conform-four", BEACONS + ", " + players(4), SIMULATED, "", "");
  }

  /** Nobody finds four others in a second. */
  String fleeting() {
    return serve(
        "conform-fleeting",
        BEACONS + ", " + players(4),
        SIMULATED,
        "",
        "ticketExpirationPeriod: 1s");
  }

  /** The same, and a second later it is forgotten who searched. */
  String forgetful() {
    return serve(
        "conform-forgetful",
        BEACONS + ", " + players(4),
        SIMULATED,
        "",
        "ticketExpirationPeriod: 1s\n  ticketRemovalPeriod: 1s");
  }

  private static String players(int count) {
    return "match_size: {type: playerCount, teamCount: 1, minTeamSize: %d, maxTeamSize: %d}"
        .formatted(count, count);
  }

  private String serve(String name, String rules, String image, String container, String more) {
    profiles.serve(Profiles.parse(PROFILE.formatted(name, rules, image, container, more)));
    return name;
  }
}
