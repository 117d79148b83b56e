package dev.muster.runtime.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.muster.api.v1alpha1.Backfill;
import dev.muster.api.v1alpha1.BackfillSpec;
import dev.muster.api.v1alpha1.BackfillStatus;
import dev.muster.api.v1alpha1.BackfillStatus.Phase;
import dev.muster.api.v1alpha1.BackfillTicketSpec;
import dev.muster.engine.profile.Periods;
import dev.muster.engine.profile.Profile;
import dev.muster.engine.profile.RuleAttributes;
import dev.muster.engine.profile.RuleDefinition;
import dev.muster.engine.profile.RuleType;
import dev.muster.engine.ticket.Group;
import dev.muster.runtime.loop.QueueRevision;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BackfillWatchTest {
  private static final Instant CREATED = Instant.parse("2026-11-20T15:00:00Z");
  private static final JsonNode ATTRIBUTES =
      JsonNodeFactory.instance.objectNode().put("elo_rating", 1500);

  private final RecordingLoop loop = new RecordingLoop();
  private final BackfillWatch watch = new BackfillWatch(loop, "default");

  @Test
  void letsABackfillSearchOnceItsQueueIsOpen() {
    // Given
    watch.seen(backfill(Phase.Searching, null));
    assertThat(loop.commands).isEmpty();

    // When
    watch.opened(queue("Ranked"));

    // Then
    assertThat(loop.commands).containsExactly("search Ranked seat");
  }

  @Test
  void readsServerRosterSizesAndTimes() {
    // Given
    watch.opened(queue("Ranked"));

    // When
    watch.seen(backfill(Phase.Searching, "2026-11-20T15:02:00Z"));

    // Then
    var backfill = loop.backfills.get(0);
    assertThat(backfill.id()).isEqualTo("seat");
    assertThat(backfill.server()).isEqualTo("ranked-x-1");
    assertThat(backfill.groupSizes()).containsExactly(1, 2);
    assertThat(backfill.sinceMillis()).isEqualTo(CREATED.toEpochMilli());
    assertThat(backfill.expiresAtMillis()).isEqualTo(CREATED.plusSeconds(120).toEpochMilli());
    assertThat(backfill.roster()).extracting(Group::id).containsExactly("g1", "t3");
    assertThat(backfill.roster()).extracting(Group::size).containsExactly(2, 1);
    assertThat(backfill.roster().get(0).tickets().get(0).attributes()).containsKey("elo_rating");
  }

  @Test
  void searchesAsLongAsTheProfilesTicketsWhenNothingIsSaid() {
    // Given
    watch.opened(queue("Ranked"));

    // When
    watch.seen(backfill(Phase.Searching, null));

    // Then
    assertThat(loop.backfills.get(0).expiresAtMillis())
        .isEqualTo(CREATED.plusSeconds(300).toEpochMilli());
  }

  @ParameterizedTest
  @EnumSource(
      value = Phase.class,
      names = {"Assigned", "Expired", "Cancelled"})
  void takesABackfillThatEndedOut(Phase phase) {
    // Given
    watch.opened(queue("Ranked"));
    watch.seen(backfill(Phase.Searching, null));

    // When
    watch.seen(backfill(phase, null));
    watch.gone("seat");

    // Then
    assertThat(loop.commands).containsExactly("search Ranked seat", "remove Ranked seat");
  }

  @Test
  void takesABackfillThatVanishedOut() {
    // Given
    watch.opened(queue("Ranked"));
    watch.seen(backfill(Phase.Searching, null));

    // When
    watch.gone("seat");

    // Then
    assertThat(loop.commands).last().isEqualTo("remove Ranked seat");
  }

  @Test
  void doesNotSearchForASeatThatAMatchIsBeingMadeFor() {
    // Given
    watch.opened(queue("Ranked"));
    watch.seen(backfill(Phase.Searching, null));
    watch.matched("seat");

    // When
    watch.seen(backfill(Phase.Searching, "2026-11-20T15:02:00Z"));

    // Then
    assertThat(loop.commands).hasSize(1);
    watch.matchFailed("seat");
    assertThat(loop.commands).containsExactly("search Ranked seat", "search Ranked seat");
  }

  @Test
  void searchesAgainUnderChangedRules() {
    // Given
    watch.opened(queue("Ranked"));
    watch.seen(backfill(Phase.Searching, null));

    // When
    watch.opened(queue("Ranked"));
    watch.opened(queue("Casual"));

    // Then
    assertThat(loop.commands).containsExactly("search Ranked seat", "search Ranked seat");
  }

  @Test
  void doesNotSearchInAQueueThatIsAnotherProfilesByNow() {
    // Given
    watch.opened(queue("Ranked"));
    watch.seen(backfill(Phase.Searching, null));

    // When
    watch.opened(new QueueRevision("casual", "casual-2", queue("Ranked").profile()));

    // Then
    assertThat(loop.commands).containsExactly("search Ranked seat");
  }

  @Test
  void leavesTheBackfillsOfOtherMatchmakersAlone() {
    // Given
    var other = new BackfillWatch(loop, "green");
    other.opened(queue("Ranked"));

    // When
    other.seen(backfill(Phase.Searching, null));

    // Then
    assertThat(loop.commands).isEmpty();
  }

  @Test
  void doesNotStopAtABackfillThatMakesNoSense() {
    // Given
    watch.opened(queue("Ranked"));
    var broken = backfill(Phase.Searching, "tomorrow");

    // When
    watch.seen(broken);

    // Then
    assertThat(loop.commands).isEmpty();
  }

  private static Backfill backfill(Phase phase, String expiresAt) {
    var backfill = new Backfill();
    backfill.setMetadata(
        new ObjectMetaBuilder().withName("seat").withCreationTimestamp(CREATED.toString()).build());
    backfill.setSpec(
        new BackfillSpec(
            null,
            "Ranked",
            new BackfillSpec.ServerRef("ranked-x-1", null),
            List.of(2, 1),
            null,
            List.of(ticket("t1", "g1"), ticket("t3", null), ticket("t2", "g1"))));
    backfill.setStatus(
        new BackfillStatus(phase, null, "ranked", null, null, expiresAt, null, null));
    return backfill;
  }

  private static BackfillTicketSpec ticket(String id, String group) {
    return new BackfillTicketSpec(id, null, null, group, ATTRIBUTES);
  }

  private static QueueRevision queue(String name) {
    var size = new RuleAttributes(1, 2, 2, null, null, null, null);
    return new QueueRevision(
        name.toLowerCase(java.util.Locale.ROOT),
        name + "-1",
        Profile.of(
            name,
            new Periods(300_000, 60_000, 300_000),
            false,
            Map.of("match_size", new RuleDefinition(RuleType.PLAYER_COUNT, size)),
            List.of()));
  }
}
