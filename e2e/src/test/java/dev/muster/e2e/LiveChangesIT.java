package dev.muster.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.muster.api.v1alpha1.Match;
import dev.muster.api.v1alpha1.MatchStatus;
import dev.muster.api.v1alpha1.MatchmakerProfile;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The page "Changing rules while players wait", from top to bottom, with 1,000 tickets waiting:
 * every file of {@code docs/changing-rules} is applied in turn, and after each one the whole
 * population is read. Every ticket has to be what is expected of it, and as old as before.
 */
@ExtendWith(SharedMuster.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class LiveChangesIT {
  private static final Path FOLDER = MusterProcess.HOME.resolve("docs/changing-rules");
  private static final Path PAGE = MusterProcess.HOME.resolve("docs/changing-rules.md");
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final int WAITING = 1_000;
  private static final int WITH_MODE = 100;
  private static final String NAME = "evening";
  private static final String NEW_NAME = "Late_Night";

  /** What a player says of himself; the mode is empty when he says nothing of it. */
  private record Player(int elo, String region, int latency, String mode) {
    String attributes() {
      return "{\"elo\": %d, \"beacons\": {\"%s\": %d}%s}"
          .formatted(elo, region, latency, mode.isEmpty() ? "" : ", \"mode\": \"" + mode + "\"");
    }

    String withoutBeacons() {
      return "{\"elo\": %d}".formatted(elo);
    }
  }

  private final Map<String, String> expected = new HashMap<>();
  private final Map<String, Player> players = new HashMap<>();
  private final Set<String> played = new TreeSet<>();
  private final List<String> figures = new ArrayList<>();
  private MusterProcess muster;
  private Profiles profiles;
  private GameClient client;
  private Population population;
  private GameClient.Membership forming;
  private int skill;

  private List<String> spreadBy15;
  private List<String> spreadBy60;
  private List<String> inTwoRegions;
  private List<String> farFromChicago;
  private List<String> pairs;
  private List<String> threes;
  private List<String> alone;
  private List<String> withMode;

  @BeforeAll
  void aThousandPlayersWait(MusterProcess shared) {
    muster = shared;
    profiles = new Profiles(muster.client());
    client = GameClient.of(muster);
    population = new Population(client);
    profiles.serve(Profiles.parse(read("profile.yaml")));
    played.add("profile.yaml");

    spreadBy15 = enter(NAME, sets(5, 4, i -> near(15 * i)));
    spreadBy60 = enter(NAME, sets(3, 4, i -> near(60 * i)));
    inTwoRegions =
        enter(NAME, sets(3, 4, i -> new Player(skill, i < 2 ? "Chicago" : "Tokyo", 50, "")));
    farFromChicago = enter(NAME, sets(20, 1, i -> new Player(skill, "Chicago", 150, "")));
    pairs = enter(NAME, sets(5, 2, i -> near(0)));
    threes = new ArrayList<>();
    for (int group = 0; group < 5; group++) {
      var three = sets(1, 3, i -> near(0)).stream().map(Player::attributes).toList();
      threes.addAll(population.group(NAME, three));
    }
    expect("SEARCHING", threes);
    alone = new ArrayList<>(enter(NAME, sets(WAITING - population.size(), 1, i -> near(0))));
    skill += 1_000;
    forming = client.group(NAME, near(0).attributes(), false);
    assertThat(population.size()).isEqualTo(WAITING);
    assertEverybodyIsAsExpected();
  }

  @AfterAll
  void cleanUp() {
    figures.forEach(System.out::println);
    muster
        .client()
        .resources(Match.class)
        .inNamespace("default")
        .withLabel("muster.dev/profile", NAME)
        .delete();
    muster
        .client()
        .resources(MatchmakerProfile.class)
        .inNamespace("default")
        .withName(NAME)
        .delete();
  }

  @Test
  @Order(1)
  void looserRulesMakeTheMatchesThatTheyAllow() {
    change("looser.yaml", () -> isIn(spreadBy15, "MATCH_FOUND", "HOST_ASSIGNED"));
    expect("HOST_ASSIGNED", spreadBy15);
    assertEverybodyIsAsExpected();
  }

  @Test
  @Order(2)
  void tighterRulesCancelOnlyThoseWhoCanNeverMatchAndSayWhy() {
    change("tighter.yaml", () -> isIn(farFromChicago, "CANCELLED"));
    expect("CANCELLED", farFromChicago);
    assertCancelled(
        farFromChicago,
        "RulesChanged",
        "attributes.beacons: has no latency of at most 100 ms",
        "the lowest is 150 ms, to Chicago");
  }

  @Test
  @Order(3)
  void anExpansionAppliesAtOnceToThoseWhoHaveWaitedForItsTime() {
    // Given
    var since =
        Instant.parse(
            population.asMade().get(alone.get(alone.size() - 1)).path("created_at").textValue());
    await().atMost(PATIENCE).until(() -> since.plusSeconds(2).isBefore(Instant.now()));
    // When
    change("expansion.yaml", () -> isIn(spreadBy60, "MATCH_FOUND", "HOST_ASSIGNED"));
    // Then
    expect("HOST_ASSIGNED", spreadBy60);
    var now = assertEverybodyIsAsExpected();
    assertThat(spreadBy60)
        .allSatisfy(
            id -> assertThat(now.get(id).path("match_id").asText()).startsWith(NAME + "_2-"));
  }

  @Test
  @Order(4)
  void aNewRuleCountsItsDefaultForThoseWhoSaidNothing() {
    // Given
    var first = new Player(alone(0).elo(), "Chicago", 50, "casual");
    assertThat(create(first.attributes()).status()).isEqualTo(400);
    // When
    change("new-rule-with-default.yaml", () -> isAdmitted(first.attributes()));
    // Then
    withMode = enter(NAME, sets(WITH_MODE, 1, i -> new Player(skill, "Chicago", 50, "casual")));
    meet(NAME, alone.remove(0), 2, elo -> new Player(elo, "Chicago", 50, "casual").attributes());
  }

  @Test
  @Order(5)
  void droppedRulesNoLongerKeepPlayersApart() {
    change("dropped-rules.yaml", () -> isIn(inTwoRegions, "MATCH_FOUND", "HOST_ASSIGNED"));
    expect("HOST_ASSIGNED", inTwoRegions);
    assertEverybodyIsAsExpected();
  }

  @Test
  @Order(6)
  void anotherTeamSizeMakesMatchesAndCancelsTheGroupsThatAreTooLarge() {
    change("team-size.yaml", () -> isIn(threes, "CANCELLED"));
    expect("HOST_ASSIGNED", pairs);
    expect("CANCELLED", threes);
    assertCancelled(threes, "RulesChanged", "group: has 3 players; a team takes at most 2");
  }

  @Test
  @Order(7)
  void aNewNameOfTheQueueIsOnlyAName() {
    // Given
    var oldest =
        Instant.parse(population.asMade().get(withMode.get(0)).path("created_at").asText());
    // When
    change(
        "new-queue-name.yaml",
        () -> ticket(alone.get(0)).path("profile").asText().equals(NEW_NAME));
    // Then
    var now = assertEverybodyIsAsExpected();
    assertThat(population.asMade().keySet())
        .filteredOn(id -> expected.get(id).equals("SEARCHING"))
        .hasSizeGreaterThan(900)
        .allSatisfy(id -> assertThat(now.get(id).path("profile").asText()).isEqualTo(NEW_NAME));
    assertThat(client.send("GET", "/groups/" + forming.groupId(), null).body().path("profile"))
        .hasToString("\"" + NEW_NAME + "\"");
    var refused = create(near(0).withoutBeacons());
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.body().path("message").asText()).contains("'" + NAME + "'", NEW_NAME);
    meet(NEW_NAME, alone.remove(0), 1, elo -> "{\"elo\": " + elo + "}");
    var since =
        await()
            .atMost(PATIENCE)
            .until(() -> profile().getStatus().queue(), queue -> queue.waiting() > 900)
            .oldestSince();
    assertThat(Instant.parse(since)).as("who waits longest waits since then").isBefore(oldest);
  }

  @Test
  @Order(8)
  void aNewImageIsForTheMatchesToCome() {
    // Given
    var before = images();
    // When
    var old = profile().getStatus().revision();
    change("new-image.yaml", () -> !served().equals(old));
    meet(NEW_NAME, alone.remove(0), 1, elo -> "{\"elo\": " + elo + "}");
    // Then
    assertThat(before).hasSize(18).allMatch(image -> image.endsWith("evening-server:1"));
    var now = images();
    assertThat(now).filteredOn(image -> image.endsWith(":1")).hasSameSizeAs(before);
    assertThat(now).filteredOn(image -> image.endsWith(":2")).hasSize(1);
    assertThat(matches())
        .allSatisfy(
            match -> assertThat(match.getStatus().phase()).isEqualTo(MatchStatus.Phase.Assigned));
  }

  @Test
  @Order(9)
  void aChangeAndItsRollBackLeaveNoTrace() {
    // Given
    var revision = profile().getStatus().revision();
    // When
    merge("{\"spec\": {\"rules\": {\"elo\": {\"maxDifference\": 5}}}}");
    merge("{\"spec\": {\"rules\": {\"elo\": {\"maxDifference\": 10}}}}");
    // Then
    await()
        .atMost(PATIENCE)
        .until(
            this::profile,
            found -> Profiles.isServed(found) && found.getStatus().revision().equals(revision));
    assertEverybodyIsAsExpected();
  }

  @Test
  @Order(10)
  void aSpecThatIsRefusedLeavesTheGoodOneInForce() {
    // Given
    var revision = profile().getStatus().revision();
    // When
    change("refused.yaml", () -> Profiles.is(profile(), "Accepted", "False"));
    // Then
    assertThat(profile().getStatus().revision()).isEqualTo(revision);
    assertThat(Profiles.condition(profile(), "Accepted").orElseThrow().getMessage())
        .contains("spec.rules.elo.default: must be a number from -100000000 to 100000000")
        .contains("revision " + revision + " stays in force");
    meet(NEW_NAME, alone.remove(0), 1, elo -> "{\"elo\": " + elo + "}");
  }

  @Test
  @Order(11)
  void aNewRuleWithoutDefaultCancelsThoseWhoSaidNothing() {
    // Given
    var without =
        population.asMade().keySet().stream()
            .filter(id -> expected.get(id).equals("SEARCHING") && !withMode.contains(id))
            .toList();
    assertThat(without).hasSizeGreaterThan(800);
    // When
    change("new-rule-without-default.yaml", () -> isIn(without, "CANCELLED"));
    // Then
    expect("CANCELLED", without);
    assertThat(withMode).allSatisfy(id -> assertThat(expected).containsEntry(id, "SEARCHING"));
    assertCancelled(without, "MissingAttribute", "attributes.mode: is missing; a string was");
    assertThat(forming.get().at("/cancellation/reason").asText()).isEqualTo("MissingAttribute");
  }

  @Test
  @Order(12)
  void aDeletedProfileTellsThoseWhoWaitAlsoWhenItIsMadeAgain() {
    // When
    var started = System.nanoTime();
    muster.client().resource(profile()).delete();
    profiles.apply(Profiles.parse(read("profile.yaml")));
    measure("deleted and made again", started, () -> isIn(withMode, "CANCELLED"));
    // Then
    expect("CANCELLED", withMode);
    assertCancelled(
        withMode,
        "ProfileDeleted",
        "The queue " + NEW_NAME + " was closed: its profile was deleted");
    await().atMost(PATIENCE).until(() -> Profiles.isServed(profile()));
    assertThat(create(near(0).attributes()).status()).isEqualTo(201);
  }

  @Test
  @Order(13)
  void everyFileWasPlayedAndStandsInThePageAsItIs() throws IOException {
    try (var files = Files.list(FOLDER)) {
      assertThat(files.map(file -> file.getFileName().toString())).hasSameElementsAs(played);
    }
    assertThat(played)
        .allSatisfy(
            file -> assertThat(PAGE).content().contains("\n```yaml\n" + read(file) + "```\n"));
    assertThat(PAGE).content().contains("\nkubectl " + String.join(" ", patch("looser.yaml")));
  }

  // The players.

  /** Sets of players far from all others; a player is made from his number within the set. */
  private List<Player> sets(int sets, int size, IntFunction<Player> player) {
    var all = new ArrayList<Player>();
    for (int set = 0; set < sets; set++) {
      skill += 1_000;
      IntStream.range(0, size).mapToObj(player).forEach(all::add);
    }
    return all;
  }

  private Player near(int distance) {
    return new Player(skill + distance, "Chicago", 50, "");
  }

  private List<String> enter(String queue, List<Player> newcomers) {
    var ids = population.tickets(queue, newcomers.stream().map(Player::attributes).toList());
    for (int i = 0; i < ids.size(); i++) {
      players.put(ids.get(i), newcomers.get(i));
    }
    expect("SEARCHING", ids);
    return ids;
  }

  private Player alone(int index) {
    return players.get(alone.get(index));
  }

  private GameClient.Answer create(String attributes) {
    return client.send(
        "POST", "/tickets", "{\"profile\": \"" + NAME + "\", \"attributes\": " + attributes + "}");
  }

  private boolean isAdmitted(String attributes) {
    var answer = create(attributes);
    if (answer.status() == 201) {
      population.asMade().put(answer.body().path("id").asText(), answer.body());
      expect("HOST_ASSIGNED", List.of(answer.body().path("id").asText()));
    }
    return answer.status() == 201;
  }

  /** Newcomers of a waiting player's skill make a match with him, who came long before them. */
  private void meet(String queue, String waiting, int newcomers, IntFunction<String> attributes) {
    var own = attributes.apply(players.get(waiting).elo());
    expect(
        "HOST_ASSIGNED",
        population.tickets(queue, IntStream.range(0, newcomers).mapToObj(i -> own).toList()));
    expect("HOST_ASSIGNED", List.of(waiting));
    assertEverybodyIsAsExpected();
  }

  private void expect(String status, Collection<String> ids) {
    ids.forEach(id -> expected.put(id, status));
  }

  private JsonNode ticket(String id) {
    return client.send("GET", "/tickets/" + id, null).body();
  }

  private boolean isIn(List<String> ids, String... statuses) {
    return Set.of(statuses).contains(ticket(ids.get(0)).path("status").asText());
  }

  private Map<String, JsonNode> assertEverybodyIsAsExpected() {
    var now = await().atMost(PATIENCE).until(population::now, this::areAsExpected);
    population
        .asMade()
        .forEach(
            (id, made) ->
                assertThat(now.get(id).path("created_at")).isEqualTo(made.path("created_at")));
    var status = forming.get().path("status").asText();
    assertThat(status).isIn("INITIAL", "CANCELLED");
    return now;
  }

  private boolean areAsExpected(Map<String, JsonNode> now) {
    return now.entrySet().stream()
        .allMatch(one -> one.getValue().path("status").asText().equals(expected.get(one.getKey())));
  }

  private void assertCancelled(List<String> ids, String reason, String... words) {
    var now = assertEverybodyIsAsExpected();
    assertThat(ids)
        .allSatisfy(
            id -> {
              assertThat(now.get(id).at("/cancellation/reason").asText()).isEqualTo(reason);
              assertThat(now.get(id).at("/cancellation/message").asText()).contains(words);
            });
  }

  // The profile.

  /** Applies a file, the first one as the page says. */
  private void change(String file, Callable<Boolean> takesEffect) {
    played.add(file);
    if (file.equals("looser.yaml") && Kubectl.isInstalled()) {
      var said = new Kubectl(muster.kubeconfig()).run(patch(file));
      assertThat(said.exitCode()).as(said.output()).isZero();
    } else {
      merge(GameClient.JSON.valueToTree(Serialization.unmarshal(read(file), Map.class)).toString());
    }
    measure(file, System.nanoTime(), takesEffect);
  }

  private static String[] patch(String file) {
    return new String[] {
      "patch", "mmp", NAME, "--type", "merge", "--patch-file", "docs/changing-rules/" + file
    };
  }

  private void measure(String change, long sinceNanos, Callable<Boolean> takesEffect) {
    await(change)
        .atMost(PATIENCE)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(5))
        .until(takesEffect);
    figures.add(
        "%-32s first effect %d ms after the API server's answer, %d tickets"
            .formatted(change, (System.nanoTime() - sinceNanos) / 1_000_000, population.size()));
  }

  private void merge(String patch) {
    muster
        .client()
        .resources(MatchmakerProfile.class)
        .inNamespace("default")
        .withName(NAME)
        .patch(PatchContext.of(PatchType.JSON_MERGE), patch);
  }

  private MatchmakerProfile profile() {
    return profiles.get(NAME);
  }

  private String served() {
    return profile().getStatus().queue().revision();
  }

  private List<Match> matches() {
    return muster
        .client()
        .resources(Match.class)
        .inNamespace("default")
        .withLabel("muster.dev/profile", NAME)
        .list()
        .getItems();
  }

  private List<String> images() {
    return muster
        .client()
        .pods()
        .inNamespace("default")
        .withLabel("muster.dev/profile", NAME)
        .list()
        .getItems()
        .stream()
        .map(pod -> pod.getSpec().getContainers().get(0).getImage())
        .toList();
  }

  private static String read(String file) {
    try {
      return Files.readString(FOLDER.resolve(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
