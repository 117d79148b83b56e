package dev.muster.runtime.recording;

import static dev.muster.runtime.TestRuntime.START;
import static dev.muster.runtime.TestRuntime.await;
import static dev.muster.runtime.TestRuntime.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.muster.api.recording.Recorded;
import dev.muster.api.recording.RecordingFormat;
import dev.muster.api.recording.Replay;
import dev.muster.engine.indexed.IndexedMatchmaking;
import dev.muster.engine.profile.Expansion;
import dev.muster.engine.profile.Fallback;
import dev.muster.engine.profile.Periods;
import dev.muster.engine.profile.Profile;
import dev.muster.engine.profile.RuleAttributes;
import dev.muster.engine.profile.RuleDefinition;
import dev.muster.engine.profile.RuleType;
import dev.muster.engine.ticket.Backfill;
import dev.muster.runtime.TestRuntime;
import dev.muster.runtime.loop.CommittedMatch;
import dev.muster.runtime.loop.Loop;
import dev.muster.runtime.loop.QueueRevision;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A run of the real loop, recorded and played again. */
class RecordingTest {
  private static final long LARGE = 1L << 30;
  private static final Recorded.Header HEADER =
      new Recorded.Header(RecordingFormat.VERSION, "indexed", 1_000);

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void theSameMatchesComeOfIt(long seed) throws Exception {
    // Given
    var recorder = Recorder.to(folder, LARGE, START, HEADER);
    List<CommittedMatch> matches;
    try (var runtime = recorded(recorder)) {
      new Happenings(runtime, new Random(seed)).happen(400);
      matches = List.copyOf(runtime.matches);
    }
    recorder.close();

    // When
    var lines = new ArrayList<String>();
    var result = replay(Files.readString(recorder.file()), lines);

    // Then
    assertThat(matches).as("matches of seed " + seed).hasSizeGreaterThan(20);
    assertThat(matches).anyMatch(match -> match.backfill().isPresent());
    assertThat(result).isEqualTo(new Replay.Result(matches.size(), 0, Optional.empty()));
    assertThat(lines).isEqualTo(matches.stream().map(RecordingTest::line).toList());
    assertThat(Files.readString(recorder.file())).doesNotContain("192.0.2.1");
  }

  @Test
  void aRecordingThatIsCutInALineIsPlayedUpToThere() throws Exception {
    var text = shortRecording();
    var cut = text.substring(0, text.length() - 10);

    var result = replay(cut, new ArrayList<>());

    assertThat(result.differences()).isZero();
    assertThat(result.cutBecause().orElseThrow())
        .isEqualTo("line " + text.lines().count() + " is cut: the runtime ended while it wrote");
  }

  @Test
  void namesTheLineThatIsDamaged() throws Exception {
    var lines = new ArrayList<>(shortRecording().lines().toList());
    lines.set(3, lines.get(3).replace("\"at\"", "\"et\""));

    assertThatThrownBy(() -> replay(String.join("\n", lines), new ArrayList<>()))
        .isInstanceOf(Replay.Damaged.class)
        .hasMessage("run.jsonl:4: at is missing");
    assertThatThrownBy(() -> replay("{}\n{}\n", new ArrayList<>()))
        .hasMessage("run.jsonl:1: queue is missing");
    assertThatThrownBy(() -> replay("", new ArrayList<>()))
        .hasMessage("run.jsonl:1: the first line of a recording was expected");
    assertThatThrownBy(
            () ->
                replay(
                    shortRecording().replace("\"muster_recording\":1", "\"muster_recording\":2"),
                    new ArrayList<>()))
        .hasMessage("run.jsonl:1: muster_recording is 2, version 1 was expected");
  }

  @Test
  void saysWhichMatchIsAnother() throws Exception {
    var text = shortRecording();
    var made = text.lines().filter(line -> line.startsWith("{\"made\"")).findFirst().orElseThrow();
    var lines = new ArrayList<String>();

    var result = replay(text.replace(made, made.replaceFirst("\\[\\[\\[\"", "[[[\"x")), lines);

    assertThat(result.differences()).isPositive();
    assertThat(lines.get(0)).startsWith("run.jsonl:").contains(": differs: recorded was duel_");
  }

  @Test
  void endsAtItsLimitAndSaysSo() throws Exception {
    var recorder = Recorder.to(folder, 3_000, START, HEADER);
    try (var runtime = recorded(recorder)) {
      new Happenings(runtime, new Random(1)).happen(60);
    }
    recorder.close();

    var text = Files.readString(recorder.file());
    assertThat(text.length()).isLessThan(6_000);
    assertThat(replay(text, new ArrayList<>()).cutBecause())
        .contains("the limit of 3000 bytes was reached");
  }

  @Test
  void endsWithALineThatSaysSoWhenALineCannotBeMade() throws Exception {
    var recorder = Recorder.to(folder, LARGE, START, HEADER);
    recorder.write(new Recorded.Added(1, START, null));
    recorder.close();

    assertThat(replay(Files.readString(recorder.file()), new ArrayList<>()).cutBecause())
        .contains("a line could not be made, see the log: NullPointerException");
  }

  @Test
  void onlyItsOwnerCanReadIt() throws Exception {
    assumeTrue(folder.getFileSystem().supportedFileAttributeViews().contains("posix"));
    var recorder = Recorder.to(folder, LARGE, START, HEADER);
    recorder.close();

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(recorder.file())))
        .isEqualTo("rw-------");
  }

  @Test
  void keepsFourRecordings() throws Exception {
    for (int i = 0; i < 6; i++) {
      Recorder.to(folder, LARGE, START + i, HEADER).close();
    }
    try (var files = Files.list(folder)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder(
              "recording-" + (START + 2) + ".jsonl",
              "recording-" + (START + 3) + ".jsonl",
              "recording-" + (START + 4) + ".jsonl",
              "recording-" + (START + 5) + ".jsonl");
    }
  }

  private String shortRecording() throws IOException {
    var recorder = Recorder.to(folder, LARGE, START + System.nanoTime(), HEADER);
    try (var runtime = recorded(recorder)) {
      runtime.loop.start();
      runtime.serve(TestRuntime.duel());
      runtime.queueForDuel();
      runtime.queueForDuel();
    }
    recorder.close();
    return Files.readString(recorder.file());
  }

  private static TestRuntime recorded(Recorder recorder) {
    return new TestRuntime(
        1_000, 1_000, Loop.DEFAULT_INBOX, recorder::recording, recorder::recording);
  }

  private static Replay.Result replay(String text, List<String> lines)
      throws IOException, Replay.Damaged {
    Replay.Maker maker =
        (header, profile, beacons) ->
            new IndexedMatchmaking(profile, beacons, header.ticketLimit());
    return new Replay("run.jsonl", maker, lines::add)
        .play(new BufferedReader(new StringReader(text)));
  }

  private static String line(CommittedMatch match) {
    return match.matchId()
        + "  "
        + match.teams().stream()
            .map(
                team ->
                    team.groups().stream()
                        .flatMap(group -> group.tickets().stream())
                        .map(ticket -> ticket.id())
                        .collect(Collectors.joining(" ")))
            .collect(Collectors.joining(" | "));
  }

  /** Whatever can happen to a queue, at random. */
  private static final class Happenings {
    private final TestRuntime runtime;
    private final Random random;
    private final List<String> tickets = new ArrayList<>();
    private int revision = 1;
    private int backfills;

    Happenings(TestRuntime runtime, Random random) {
      this.runtime = runtime;
      this.random = random;
      runtime.loop.start();
      serve();
    }

    private void serve() {
      // The queue's name changes now and then, and the profile stays the same.
      var profile = ranked(revision > 20 ? "Ranked_Late" : "Ranked", random.nextInt(80));
      await(runtime.loop.serve(new QueueRevision("ranked", "ranked-" + revision++, profile)));
    }

    private static Profile ranked(String queue, int maxDifference) {
      return Profile.of(
          queue,
          new Periods(20_000, 5_000, 120_000),
          false,
          Map.of(
              "size",
              new RuleDefinition(
                  RuleType.PLAYER_COUNT, new RuleAttributes(2, 1, 2, null, null, null, null)),
              "elo",
              new RuleDefinition(RuleType.NUMBER_DIFFERENCE, difference(maxDifference + ".5")),
              "mode",
              new RuleDefinition(
                  RuleType.STRING_EQUALITY,
                  RuleAttributes.NONE,
                  Optional.of(new Fallback.OfText("a"))),
              "maps",
              new RuleDefinition(
                  RuleType.INTERSECTION,
                  new RuleAttributes(null, null, null, null, null, null, 1),
                  Optional.of(new Fallback.OfList(List.of("x", "y")))),
              "beacons",
              new RuleDefinition(
                  RuleType.LATENCIES,
                  new RuleAttributes(
                      null, null, null, BigDecimal.TEN, new BigDecimal("60.25"), null, null),
                  Optional.of(
                      new Fallback.OfLatencies(Map.of("Paris", new BigDecimal("12.125")))))),
          List.of(
              new Expansion(3_000, Map.of("elo", difference("150"))),
              new Expansion(
                  8_000,
                  Map.of(
                      "beacons",
                      new RuleAttributes(
                          null, null, null, new BigDecimal("99"), null, null, null)))));
    }

    private static RuleAttributes difference(String maxDifference) {
      return new RuleAttributes(null, null, null, null, null, new BigDecimal(maxDifference), null);
    }

    void happen(int times) {
      for (int i = 0; i < times; i++) {
        happens();
        runtime.pass(random.nextInt(400));
      }
    }

    private String queue() {
      return runtime.loop.standings().isEmpty()
          ? "Ranked"
          : runtime.loop.standings().values().iterator().next().revision().queue();
    }

    private void happens() {
      switch (random.nextInt(12)) {
        case 0 -> serve();
        case 1 -> await(runtime.loop.beaconsListed(random.nextBoolean()));
        case 2 -> searchBackfill();
        case 3 -> await(runtime.loop.removeBackfill(queue(), "backfill" + random.nextInt(20)));
        case 4 -> failOne();
        case 5 -> deleteOne();
        case 6 -> comesAGroup();
        default -> comes();
      }
    }

    private String attributes() {
      return "{\"elo\": "
          + (1000 + random.nextInt(2_000) / 10.0)
          + (random.nextBoolean() ? ", \"mode\": \"b\"" : "")
          + (random.nextInt(3) == 0 ? ", \"maps\": [\"y\", \"z\"]" : "")
          + (random.nextBoolean()
              ? ", \"beacons\": {\"Paris\": " + random.nextInt(50) + ".5, \"Rome\": 3}"
              : "")
          + "}";
    }

    private void comes() {
      var outcome = await(runtime.tickets.create(request(queue(), attributes())));
      if (outcome instanceof dev.muster.runtime.group.Outcome.Done<?> done) {
        tickets.add(((dev.muster.runtime.store.TicketView) done.value()).ticket().id());
      }
    }

    private void comesAGroup() {
      var one = attributes();
      await(runtime.tickets.createGroup(List.of(request(queue(), one), request(queue(), one))));
    }

    private void deleteOne() {
      if (!tickets.isEmpty()) {
        await(runtime.tickets.delete(tickets.get(random.nextInt(tickets.size()))));
      }
    }

    private void failOne() {
      if (!runtime.matches.isEmpty()) {
        runtime.fail(runtime.matches.get(random.nextInt(runtime.matches.size())).name());
      }
    }

    private void searchBackfill() {
      var backfill =
          new Backfill(
              "backfill" + backfills++ % 20,
              "server" + random.nextInt(3),
              List.of(),
              Set.of(1 + random.nextInt(2)),
              runtime.clock.get(),
              runtime.clock.get() + random.nextInt(9_000));
      await(runtime.loop.searchBackfill(queue(), backfill));
    }
  }
}
