package dev.muster.bench.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.bench.BenchRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PoolCommandTest {
  @TempDir static Path folder;
  private static Path file;

  @BeforeAll
  static void drawPlayers() throws IOException {
    var random = new Random(7);
    var lines = new ArrayList<>(List.of("id,region,mode,rank,party"));
    for (int i = 0; lines.size() <= 600; i++) {
      int size = List.of(1, 1, 1, 2, 3).get(random.nextInt(5));
      var cell = "r" + random.nextInt(2) + ",m" + random.nextInt(2);
      for (int player = 0; player < size; player++) {
        int rank = 1_500 + random.nextInt(300);
        lines.add(
            "p" + i + "-" + player + "," + cell + "," + rank + "," + (size > 1 ? "g" + i : ""));
      }
    }
    file = Files.write(folder.resolve("players.csv"), lines);
  }

  @ParameterizedTest
  @CsvSource({
    "A, indexed, batch, 100",
    "A, plain, batch, 100",
    "A, floor, batch, 100",
    "B, indexed, batch, 100",
    "B, plain, batch, 100",
    "B, indexed, stream, 100",
    "C, indexed, batch, 30",
    "C, floor, batch, 30",
    "D, indexed, batch, 50",
    "D, indexed, stream, 50",
    "D, floor, batch, 30",
    "E, indexed, batch, 40",
    "E, indexed, stream, 40",
    "E, floor, batch, 20"
  })
  void makesMatchesThatHoldAndPrintsOneLineOfJsonLast(
      String workload, String implementation, String load, int fewest) throws IOException {
    var matches = folder.resolve("matches");

    var run =
        run(
            "--workload", workload,
            "--file", file.toString(),
            "--implementation", implementation,
            "--load", load,
            "--matches", matches.toString());

    assertThat(run.err()).isEmpty();
    assertThat(run.code()).isZero();
    var lines = run.out().lines().toList();
    assertThat(lines.get(lines.size() - 1))
        .matches(
            "\\{\"workload\":\""
                + workload
                + "\",\"implementation\":\""
                + implementation
                + "\",\"load\":\""
                + load
                + "\",\"groups\":\\d+,\"players\":\\d+,\"matches\":"
                + Files.readAllLines(matches).size()
                + ",\"matchedGroups\":\\d+,\"wallSeconds\":\\d+\\.\\d{6},\"cpuSeconds\":\\d+\\.\\d{6},"
                + "\"spreadP50\":[\\d.]+,\"spreadMax\":[\\d.]+,\"peakHeapMb\":[\\d.]+\\}");
    assertThat(Files.readAllLines(matches)).hasSizeGreaterThan(fewest);
    if (implementation.equals("indexed")) {
      assertThat(run.out()).containsSubsequence("filled", "The plain implementation", "filled");
    }
  }

  @Test
  void everyPlayerIsInOneMatchAtMost() throws IOException {
    var matches = folder.resolve("matches");
    run("--workload", "D", "--file", file.toString(), "--matches", matches.toString());

    var players =
        Files.readAllLines(matches).stream().flatMap(line -> List.of(line.split(" ")).stream());

    assertThat(players).doesNotHaveDuplicates().hasSizeGreaterThan(500);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "fewer iterations | --iterations 4 | --iterations is 4, at least 5 was expected",
        "a streamed floor | --implementation floor --load stream | --load stream is not for the floor",
        "a workload that is none | --workload F | Invalid value for option '--workload'"
      })
  void refusesWhatIsNotWanted(String what, String arguments, String message) {
    var all = new ArrayList<>(List.of("--file", file.toString()));
    all.addAll(List.of(arguments.split(" ")));
    if (!all.contains("--workload")) {
      all.addAll(List.of("--workload", "A"));
    }

    var run = run(all.toArray(String[]::new));

    assertThat(run.code()).as(what).isEqualTo(2);
    assertThat(run.err()).contains(message);
  }

  @Test
  void namesTheLineOfAFileThatIsNotWhatWasExpected() throws IOException {
    var bad = Files.write(folder.resolve("bad.csv"), List.of("id,region,mode,rank,party", "p,r0"));

    var run = run("--workload", "A", "--file", bad.toString());

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err()).contains("bad.csv:2: five fields were expected");
  }

  @Test
  void seesWhatIsWrongWithAMatch() {
    var one = new Entrant("a", List.of("a"), 0, 0, List.of(1_500));
    var far = new Entrant("b", List.of("b"), 1, 1, List.of(1_700));
    var match = new Made(List.of(List.of(one, far)), List.of());

    assertThat(Made.problem(Workload.A, List.of(match))).isEmpty();
    assertThat(Made.problem(Workload.A, List.of(match, match)))
        .get()
        .asString()
        .contains("another");
    assertThat(Made.problem(Workload.C, List.of(match)))
        .get()
        .asString()
        .contains("2 players", "200.0 apart", "several regions", "several modes");
    assertThat(Made.problem(Workload.E, List.of(match))).get().asString().contains("1 teams");
  }

  private static BenchRun run(String... arguments) {
    return BenchRun.of(
        Stream.concat(Stream.of("pool", "--warm-up-seconds", "0"), Stream.of(arguments))
            .toArray(String[]::new));
  }
}
