package dev.muster.runtime.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.muster.api.ticket.TicketJson;
import dev.muster.api.v1alpha1.Backfill;
import dev.muster.api.v1alpha1.BackfillSpec;
import dev.muster.api.v1alpha1.BackfillStatus;
import dev.muster.api.v1alpha1.BackfillTicketSpec;
import dev.muster.api.v1alpha1.MatchStatus;
import dev.muster.api.v1alpha1.TicketSpec;
import dev.muster.runtime.server.BackfillRequest;
import dev.muster.runtime.server.BackfillRequest.Player;
import dev.muster.runtime.server.OpenSeats.Creation;
import dev.muster.runtime.server.OpenSeats.Deletion;
import dev.muster.runtime.server.PlayerTicket;
import dev.muster.runtime.server.ServerAddress;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackfillIndexTest {
  private static final String SERVER = "0123456789ab";

  private final FakeApi api = new FakeApi();
  private final ManualScheduler scheduler = new ManualScheduler();
  private final ServerIndex servers = new ServerIndex(api);
  private final BackfillIndex index =
      new BackfillIndex(
          api,
          scheduler,
          new Repeater(
              scheduler,
              new Backoff(Duration.ofMillis(100), Duration.ofSeconds(10), new Random(1))),
          servers,
          "games",
          "default");

  @BeforeEach
  void aServerRuns() {
    var match = Samples.served("m1", MatchStatus.Phase.Assigned, SERVER);
    servers.seen(match);
  }

  private static BackfillRequest request() {
    var attributes = TicketJson.attributes("{\"elo\":12.50,\"backfill_group_size\":[\"2\",\"1\"]}");
    var ticket =
        new PlayerTicket(
            "t1",
            "2024-08-20T13:38:05.251393+00:00",
            Optional.of("192.0.2.1"),
            Optional.of("g1"),
            Optional.empty(),
            attributes.json());
    return new BackfillRequest(
        "Ranked_5v5",
        new ServerAddress(Optional.of(SERVER), Optional.empty(), Set.of()),
        List.of(new Player(ticket, attributes.values())));
  }

  private CompletableFuture<Creation> create(String id) {
    var creation =
        index
            .create(id, servers.withRequestId(SERVER).orElseThrow(), request())
            .toCompletableFuture();
    scheduler.run();
    return creation;
  }

  private void made(String id) {
    assertThat(create(id).join()).isInstanceOf(Creation.Created.class);
  }

  private static Backfill in(Backfill backfill, BackfillStatus.Phase phase, TicketSpec... tickets) {
    var same = new Backfill();
    same.setMetadata(backfill.getMetadata());
    same.setSpec(backfill.getSpec());
    same.setStatus(
        new BackfillStatus(phase, "m1-1", null, "m2", List.of(tickets), null, null, List.of()));
    return same;
  }

  @Test
  void makesAResourceAndReadsItAtOnce() {
    var creation = create("seat");

    var backfill = ((Creation.Created) creation.join()).backfill();
    assertThat(index.get("seat")).contains(backfill);
    assertThat(backfill.assignment().orElseThrow().fqdn()).isEqualTo("node1.example");
    assertThat(backfill.tickets()).isEqualTo(request().tickets());
    var resource = api.backfills.get("seat");
    assertThat(resource.getMetadata().getNamespace()).isEqualTo("games");
    assertThat(resource.getSpec().matchmaker()).isEqualTo("default");
    assertThat(resource.getSpec().queue()).isEqualTo("Ranked_5v5");
    assertThat(resource.getSpec().groupSizes()).containsExactly(1, 2);
    assertThat(resource.getSpec().tickets().get(0).playerIp()).isEqualTo("192.0.2.1");
    assertThat(resource.getSpec().tickets().get(0).attributes().toString())
        .isEqualTo("{\"elo\":12.50,\"backfill_group_size\":[\"2\",\"1\"]}");
  }

  @Test
  void everyFieldOfATicketIsRead() {
    made("seat");
    var resource = api.backfills.get("seat");
    var before = resource.getSpec().tickets().get(0);
    var id = before.id();
    var createdAt = "2026-11-20T15:04:05Z";
    var playerIp = "2001:db8::7";
    var group = before.groupId();
    var attributes = before.attributes();

    assertThat(
            read(
                resource,
                new BackfillTicketSpec(id, createdAt, before.playerIp(), group, attributes)))
        .isEqualTo(ticket(createdAt, "192.0.2.1"));
    assertThat(
            read(
                resource,
                new BackfillTicketSpec(id, before.createdAt(), playerIp, group, attributes)))
        .isEqualTo(ticket("2024-08-20T13:38:05.251393+00:00", playerIp));
  }

  private PlayerTicket read(Backfill resource, BackfillTicketSpec ticket) {
    var spec = resource.getSpec();
    var other = in(resource, BackfillStatus.Phase.Searching);
    other.setSpec(
        new BackfillSpec(
            spec.matchmaker(),
            spec.queue(),
            spec.server(),
            spec.groupSizes(),
            null,
            List.of(ticket)));
    index.seen(other);
    return index.get("seat").orElseThrow().tickets().get(0);
  }

  private static PlayerTicket ticket(String createdAt, String playerIp) {
    var same = request().tickets().get(0);
    return new PlayerTicket(
        same.id(),
        createdAt,
        Optional.of(playerIp),
        same.groupId(),
        same.teamId(),
        same.attributes());
  }

  @Test
  void tellsTheWholeGroupOnceTheOperatorHasAssignedIt() {
    made("seat");
    var attributes = JsonNodeFactory.instance.objectNode().put("elo", 13);
    var extras = JsonNodeFactory.instance.arrayNode().add("gold");
    index.seen(
        in(
            api.backfills.get("seat"),
            BackfillStatus.Phase.Assigned,
            new TicketSpec(
                "t7", "2026-11-20T15:04:05Z", "192.0.2.7", "g7", "team", attributes, extras),
            new TicketSpec("t8", null, null, null, null, null, null)));

    var assigned = index.get("seat").orElseThrow().assigned();

    assertThat(assigned)
        .containsExactly(
            new PlayerTicket(
                "t7",
                "2026-11-20T15:04:05Z",
                Optional.of("192.0.2.7"),
                Optional.of("g7"),
                Optional.of("team"),
                "{\"elo\":13}",
                Optional.of("[\"gold\"]")),
            new PlayerTicket(
                "t8",
                "1970-01-01T00:00:00.0000000Z",
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                "{}"));
  }

  @ParameterizedTest
  @CsvSource({"Searching, true", "Expired, false", "Cancelled, false"})
  void whatTheOperatorEndedIsGone(BackfillStatus.Phase phase, boolean there) {
    made("seat");
    index.seen(in(api.backfills.get("seat"), phase));

    assertThat(index.get("seat").isPresent()).isEqualTo(there);
  }

  @Test
  void backfillsThatWereNotMadeOverHttpCannotBeReadThere() {
    made("seat");
    var byHand = in(api.backfills.get("seat"), BackfillStatus.Phase.Searching);
    byHand.getMetadata().setName("by-hand");
    byHand.getMetadata().setLabels(Map.of());
    index.seen(byHand);

    assertThat(index.get("by-hand")).isEmpty();
  }

  @Test
  void aDeletedOneDoesNotComeBackThoughTheWatchIsLate() {
    made("seat");
    var late = in(api.backfills.get("seat"), BackfillStatus.Phase.Searching);

    var deletion = index.delete("seat").toCompletableFuture();
    scheduler.run();
    index.seen(late);

    assertThat(deletion).isCompletedWithValue(Deletion.DELETED);
    assertThat(index.get("seat")).isEmpty();
    assertThat(index.delete("seat").toCompletableFuture()).isCompletedWithValue(Deletion.UNKNOWN);
  }

  @Test
  void saysWhenItCannotBeDeletedNow() {
    made("seat");
    api.always = FakeApi.refusal(503);

    var deletion = index.delete("seat").toCompletableFuture();
    scheduler.run();

    assertThat(deletion).isCompletedWithValue(Deletion.AWAY);
    assertThat(index.get("seat")).isPresent();
  }

  @ParameterizedTest
  @CsvSource({"400, Refused", "422, Refused", "403, Away", "429, Away", "500, Away", "0, Away"})
  void saysWhatBecameOfAWishThatIsNotTaken(int code, String outcome) {
    api.always = FakeApi.refusal(code);

    assertThat(create("seat").join().getClass().getSimpleName()).isEqualTo(outcome);
    assertThat(index.get("seat")).isEmpty();
  }

  @Test
  void takesBackWhatWasNotAnsweredInTime() {
    api.leavesOpen = true;
    var creation = create("seat");
    scheduler.pass(BackfillIndex.ANSWER_WITHIN);
    assertThat(creation).isCompletedWithValue(new Creation.Away());

    api.leavesOpen = false;
    api.open.forEach(Runnable::run);
    scheduler.pass(Duration.ofSeconds(1));

    assertThat(api.backfills).isEmpty();
    assertThat(index.get("seat")).isEmpty();
  }

  @Test
  void takesBackWhatWasMadeWithoutAnAnswer() {
    api.losesAnswers = true;

    assertThat(create("seat")).isCompletedWithValue(new Creation.Away());
    assertThat(api.backfills).isEmpty();
  }

  @Test
  void forgetsOneThatCameAndWentWhileTheWatchWasLost() {
    made("seat");
    made("other");
    index.seen(api.backfills.get("other"));
    api.backfills.clear();

    scheduler.pass(BackfillIndex.LOOK_AFTER);

    assertThat(index.get("seat")).isEmpty();
    assertThat(index.get("other")).isPresent();
  }

  @Test
  void aServerHasALimit() {
    for (int i = 0; i < BackfillIndex.MOST_OF_A_SERVER; i++) {
      made("seat" + i);
    }

    assertThat(create("more"))
        .isCompletedWithValue(new Creation.TooMany(BackfillIndex.MOST_OF_A_SERVER));
    index.seen(in(api.backfills.get("seat7"), BackfillStatus.Phase.Expired));
    assertThat(create("more").join()).isInstanceOf(Creation.Created.class);
  }

  @Test
  void thoseThatAreBeingMadeCountAsWell() {
    api.leavesOpen = true;
    for (int i = 0; i < BackfillIndex.MOST_OF_A_SERVER; i++) {
      assertThat(create("seat" + i)).isNotDone();
    }

    assertThat(create("more"))
        .isCompletedWithValue(new Creation.TooMany(BackfillIndex.MOST_OF_A_SERVER));

    api.leavesOpen = false;
    api.always = FakeApi.refusal(422);
    api.open.clear();
    scheduler.pass(BackfillIndex.ANSWER_WITHIN);
    assertThat(create("more").join()).isInstanceOf(Creation.TooMany.class);
  }

  @Test
  void thoseThatWereNotTakenDoNotCount() {
    api.always = FakeApi.refusal(422);
    for (int i = 0; i < BackfillIndex.MOST_OF_A_SERVER; i++) {
      assertThat(create("seat" + i).join()).isInstanceOf(Creation.Refused.class);
    }
    api.always = null;

    made("more");
  }

  @Test
  void leavesAllItsWorkToTheClustersThread() {
    for (int i = 0; i < BackfillIndex.MOST_OF_A_SERVER; i++) {
      made("seat" + i);
    }

    var creation =
        index
            .create("more", servers.withRequestId(SERVER).orElseThrow(), request())
            .toCompletableFuture();

    assertThat(creation).isNotDone();
    scheduler.run();
    assertThat(creation).isCompleted();
  }

  @Test
  void deletesOneThatItTookBackAndThatComesAllTheSame() {
    api.always = Reply.unreachable("connection reset");
    assertThat(create("seat")).isCompletedWithValue(new Creation.Away());
    api.always = null;
    scheduler.pass(Duration.ofSeconds(30));
    assertThat(api.requests).contains("delete backfill seat");
    assertThat(create("other").join()).isInstanceOf(Creation.Created.class);
    var late = in(api.backfills.get("other"), null);
    late.setMetadata(new ObjectMetaBuilder(late.getMetadata()).withName("seat").build());
    api.backfills.put("seat", late);

    index.seen(late);
    scheduler.run();

    assertThat(api.backfills).containsOnlyKeys("other");
    assertThat(index.get("seat")).isEmpty();
  }
}
