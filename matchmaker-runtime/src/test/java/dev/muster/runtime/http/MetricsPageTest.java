package dev.muster.runtime.http;

import static dev.muster.runtime.TestRuntime.ASSIGNMENT;
import static dev.muster.runtime.TestRuntime.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.engine.ticket.Cancellation;
import dev.muster.runtime.RuntimeConfig;
import dev.muster.runtime.loop.MatchFailure;
import dev.muster.runtime.server.HeldMatch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What docs/metrics.md lists, and what its alerts ask for, is what a runtime tells. */
class MetricsPageTest {
  private static final Path PAGE = Path.of("../docs/metrics.md");
  private static final Path ALERTS = Path.of("../docs/metrics/alerts.yaml");
  private static final Pattern NAME =
      Pattern.compile("\\b(?:muster|jvm|process|system)_[a-z0-9_]+");
  private static final Pattern SUFFIX = Pattern.compile("_(bucket|count|sum)$");
  private static final String DUEL = "{\"profile\":\"duel\",\"attributes\":{}}";

  private TestServer server;

  @BeforeEach
  void start() {
    server = new TestServer();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  /** Everything that can be told has happened once. */
  private Set<String> told() {
    duel();
    await(server.runtime.loop.assigned(server.runtime.lastMatch().name(), ASSIGNMENT));
    duel();
    var failed = server.runtime.lastMatch().name();
    await(server.runtime.loop.failed(failed, new MatchFailure("Gone", "no server", true)));
    server.runtime.heldMatches.put("held", new HeldMatch("duel", "MaxRunningMatches", "waits"));
    var id = server.post("/tickets", DUEL).json().get("id").asText();
    server.delete("/tickets/" + id);
    server.runtime.settle();
    return server
        .manage("/metrics")
        .text()
        .lines()
        .filter(line -> line.startsWith("# TYPE "))
        .map(line -> line.split(" ", -1)[2])
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private void duel() {
    server.runtime.queueForDuel();
    server.runtime.queueForDuel();
  }

  private static Set<String> listed() throws IOException {
    return Files.readAllLines(PAGE).stream()
        .filter(line -> line.startsWith("| `"))
        .map(line -> line.split(" \\| ", -1)[0])
        .flatMap(cell -> NAME.matcher(cell).results().map(found -> found.group()))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> of(String prefix, Set<String> names) {
    return names.stream()
        .filter(name -> name.startsWith(prefix))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void listsEveryMetric() throws IOException {
    // Given
    var listed = listed();
    // When
    var told = told();
    // Then
    assertThat(of("muster_", listed)).isEqualTo(of("muster_", told));
    assertThat(listed).containsAll(told);
  }

  @Test
  void namesEveryReasonOfACancellationAndEveryLimit() throws IOException {
    var page = Files.readString(PAGE);
    assertThat(page)
        .contains(
            Arrays.stream(Cancellation.Reason.values())
                .map(reason -> "`" + reason.text() + "`")
                .toList());
    assertThat(page).contains("at " + RuntimeConfig.MOST_COMMANDS + " the answer");
    assertThat(Files.readString(ALERTS))
        .contains("At " + RuntimeConfig.MOST_COMMANDS)
        .contains("At " + RuntimeConfig.MOST_WAITING_PER_QUEUE);
  }

  @Test
  void itsAlertsAskForMetricsThatThereAre() throws IOException {
    // Given
    var listed = listed();
    // When
    var asked =
        Files.readAllLines(ALERTS).stream()
            .flatMap(line -> NAME.matcher(line).results().map(found -> found.group()))
            .map(name -> listed.contains(name) ? name : SUFFIX.matcher(name).replaceFirst(""))
            .toList();
    // Then
    assertThat(asked).hasSizeGreaterThan(10).isSubsetOf(listed);
    var alerts =
        Files.readAllLines(ALERTS).stream()
            .filter(line -> line.strip().startsWith("- alert: "))
            .map(line -> "`" + line.strip().substring("- alert: ".length()) + "`")
            .toList();
    assertThat(alerts).isNotEmpty();
    assertThat(Files.readString(PAGE)).contains(List.copyOf(alerts));
  }
}
