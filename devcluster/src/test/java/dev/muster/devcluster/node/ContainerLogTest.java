package dev.muster.devcluster.node;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.muster.devcluster.api.PodLogs.Request;
import dev.muster.devcluster.fake.ManualLoop;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContainerLogTest {
  @TempDir Path directory;
  private final ManualLoop clock = new ManualLoop();
  private ContainerLog log;

  @BeforeEach
  void open() throws IOException {
    log = new ContainerLog(directory, clock::now, 300);
  }

  private void append(String text) {
    var bytes = text.getBytes(UTF_8);
    log.append(bytes, bytes.length);
  }

  private static Request request(
      boolean follow, boolean times, long tail, long limit, Instant since) {
    return new Request(
        "n",
        "p",
        null,
        follow,
        false,
        times,
        tail < 0 ? OptionalLong.empty() : OptionalLong.of(tail),
        limit < 0 ? OptionalLong.empty() : OptionalLong.of(limit),
        since);
  }

  private String read(Request request) throws IOException {
    try (var stream = new LogStream(log, request)) {
      return new String(stream.readAllBytes(), UTF_8);
    }
  }

  @Test
  void givesBackWhatWasWrittenHoweverItCame() throws IOException {
    append("li");
    append("ne 1\n\nline ü 3\nno ");
    append("newline");
    log.end();

    assertThat(read(request(false, false, -1, -1, null)))
        .isEqualTo("line 1\n\nline ü 3\nno newline");
  }

  @ParameterizedTest(name = "the last {0} lines are {1}")
  @CsvSource({"0, ''", "1, e", "2, de", "5, abcde", "9, abcde"})
  void givesTheLastLines(int tail, String expected) throws IOException {
    append("a\nb\nc\nd\ne");
    log.end();

    assertThat(read(request(false, false, tail, -1, null)).replace("\n", "")).isEqualTo(expected);
  }

  @Test
  void stopsAtTheLimitOfBytes() throws IOException {
    append("line 1\nline 2\n");

    assertThat(read(request(false, false, -1, 8, null))).isEqualTo("line 1\nl");
  }

  @Test
  void givesTimesAndOnlyLinesSinceAnInstant() throws IOException {
    append("old\n");
    clock.advance(Duration.ofSeconds(10));
    append("new\n");

    assertThat(read(request(false, true, -1, -1, clock.now().minusSeconds(5))))
        .isEqualTo("2026-01-01T00:00:10.000000000Z new\n");
  }

  @Test
  void followsUntilTheEnd() throws Exception {
    append("first\n");
    var reading =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return read(request(true, false, -1, -1, null));
              } catch (IOException e) {
                throw new AssertionError(e);
              }
            });
    append("second\n");
    log.end();

    assertThat(reading.get(20, TimeUnit.SECONDS)).isEqualTo("first\nsecond\n");
  }

  @Test
  void aFollowerSeesLinesOfLaterFiles() throws Exception {
    try (var stream = new LogStream(log, request(true, false, -1, -1, null))) {
      for (int i = 0; i < 30; i++) {
        append("line number " + i + "\n");
        var line = new StringBuilder();
        for (int c = stream.read(); c != '\n'; c = stream.read()) {
          line.append((char) c);
        }
        assertThat(line).hasToString("line number " + i);
      }
    }
  }

  @Test
  void keepsTheLastOfALongLogInTwoFiles() throws IOException {
    for (int i = 0; i < 1000; i++) {
      append("line number " + i + "\n");
    }
    log.end();

    var text = read(request(false, false, -1, -1, null));
    assertThat(text).endsWith("line number 998\nline number 999\n");
    assertThat(text.lines().count()).isBetween(6L, 12L);
    assertThat(directory.toFile().list()).hasSize(2);
    assertThat(read(request(false, false, 6, -1, null)).lines()).hasSize(6);
  }

  @Test
  void aVeryLongLineIsKeptInPartsAndComesBackWhole() throws IOException {
    var long40k = "x".repeat(40_000);
    log = new ContainerLog(directory, clock::now);
    append(long40k + "\nend\n");

    assertThat(read(request(false, false, -1, -1, null))).isEqualTo(long40k + "\nend\n");
    assertThat(read(request(false, false, 2, -1, null))).isEqualTo(long40k + "\nend\n");
  }

  @Test
  void closingEndsAFollower() throws Exception {
    var stream = new LogStream(log, request(true, false, -1, -1, null));
    var reading =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return stream.read();
              } catch (IOException e) {
                return -1;
              }
            });

    stream.close();

    await().until(reading::isDone);
    assertThat(reading.join()).isEqualTo(-1);
  }
}
