package dev.muster.runtime.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.muster.api.json.TolerantJson;
import dev.muster.api.v1alpha1.Match;
import dev.muster.api.v1alpha1.MatchSpec.GroupSpec;
import dev.muster.api.v1alpha1.TicketSpec;
import dev.muster.runtime.TestRuntime;
import dev.muster.runtime.loop.CommittedMatch;
import dev.muster.runtime.store.TicketStatus;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MatchResourceTest {
  private static final String NAME = "ranked-cusfn1gmsflc73beiim0";

  private final CommittedMatch committed = Samples.committed(NAME);
  private final Match match = MatchResource.of(committed, "games", "default");

  @Test
  void carriesNameNamespaceAndTheLabelsItIsFoundBy() {
    assertThat(match.getMetadata().getName()).isEqualTo(NAME);
    assertThat(match.getMetadata().getNamespace()).isEqualTo("games");
    assertThat(match.getMetadata().getLabels())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of("muster.dev/matchmaker", "default", "muster.dev/profile", "ranked"));
  }

  @Test
  void saysHowTheMatchWasMade() {
    var spec = match.getSpec();

    assertThat(spec.matchmaker()).isEqualTo("default");
    assertThat(spec.profile()).isEqualTo("ranked");
    assertThat(spec.queue()).isEqualTo("Ranked_5v5");
    assertThat(spec.revision()).isEqualTo("ranked-5f7c9abcde");
    assertThat(spec.matchId()).isEqualTo("Ranked_5v5_30-2026-11-20T15:04:05.1234567Z");
    assertThat(spec.expansion()).isEqualTo("30");
    assertThat(spec.location()).isEqualTo("Chicago");
    assertThat(spec.equality()).isEqualTo(Map.of("selected_game_mode", "quickplay"));
    assertThat(spec.intersection()).isEqualTo(Map.of("selected_map", List.of("Airport")));
    assertThat(spec.backfill()).isNull();
  }

  @Test
  void keepsWhatAGroupNeedsToSearchAgain() {
    assertThat(match.getSpec().teams().get(0).groups())
        .containsExactly(
            new GroupSpec(
                "b2080c27-19a9-4dcd-97ef-6ddf8ff0aa4b",
                List.of("t1", "t2"),
                "2026-11-20T15:03:01.2500000Z",
                250L,
                1,
                List.of("Casual")));
  }

  @Test
  void listsEveryTicketWithItsGroupAndTeam() {
    assertThat(match.getSpec().tickets())
        .extracting(TicketSpec::id, TicketSpec::groupId, TicketSpec::teamId)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(
                "t1", "b2080c27-19a9-4dcd-97ef-6ddf8ff0aa4b", "team1"),
            org.assertj.core.groups.Tuple.tuple(
                "t2", "b2080c27-19a9-4dcd-97ef-6ddf8ff0aa4b", "team1"),
            org.assertj.core.groups.Tuple.tuple(
                "t3", "0a5b0dd6-7a3c-4f0c-93a1-5a0e9c25d7f1", "team2"));
    assertThat(match.getSpec().tickets())
        .allSatisfy(
            ticket -> {
              assertThat(ticket.createdAt()).isEqualTo("2026-11-20T15:03:00.5000000Z");
              assertThat(ticket.playerIp()).isEqualTo("192.0.2.7");
            });
  }

  @Test
  void sendsAttributesWithTheDigitsThatThePlayerSent() throws Exception {
    var json = TolerantJson.serialization().asJson(match);

    assertThat(json).contains("\"elo_rating\":1500.50");
    assertThat(new ObjectMapper().readTree(json).at("/spec/tickets/0/attributes/beacons/Chicago"))
        .hasToString("12.5");
  }

  @Test
  void readsBackAsTheMatchThatItWas() {
    assertThat(RecoveredMatch.of(overTheWire(match)))
        .usingRecursiveComparison()
        .ignoringFieldsMatchingRegexes(".*attributes", ".*bytes")
        .isEqualTo(committed);
  }

  @Test
  void afterARestartItsGroupsSearchAgainInTheOtherQueuesThatTheyName() {
    var json = TolerantJson.serialization().asJson(match);

    assertThat(json).contains("\"otherQueues\":[\"Casual\"]");
    assertThat(queuesAfterAFailure(json)).containsExactly("Ranked_5v5", "Casual");
    assertThat(queuesAfterAFailure(json.replace(",\"otherQueues\":[\"Casual\"]", "")))
        .containsExactly("Ranked_5v5");
  }

  /** Where a runtime that has just started lets a group of a match search once that has failed. */
  private static List<String> queuesAfterAFailure(String json) {
    try (var runtime = new TestRuntime()) {
      runtime.loop.start();
      runtime.serve(TestRuntime.profile("Ranked_5v5", 4, Map.of()));
      runtime.serve(TestRuntime.profile("Casual", 4, Map.of()));
      var recovered = RecoveredMatch.of(TolerantJson.serialization().unmarshal(json, Match.class));
      TestRuntime.await(runtime.loop.recover(recovered));
      runtime.fail(recovered.name());
      var group = runtime.store.get("t1").orElseThrow().group();
      assertThat(group.state().status()).isEqualTo(TicketStatus.SEARCHING);
      return group.queues();
    }
  }

  @Test
  void readsBackAttributesThatMeanTheSame() {
    var search = RecoveredMatch.of(overTheWire(match)).groups().findFirst().orElseThrow().search();

    assertThat(search.group().tickets().get(0).attributes())
        .isEqualTo(
            committed
                .groups()
                .findFirst()
                .orElseThrow()
                .search()
                .group()
                .tickets()
                .get(0)
                .attributes());
  }

  @Test
  void doesNotReadAMatchWhoseGroupNamesATicketThatItLacks() {
    // Given
    var json =
        TolerantJson.serialization().asJson(match).replace("{\"id\":\"t3\"", "{\"id\":\"t4\"");
    var broken = TolerantJson.serialization().unmarshal(json, Match.class);

    // When, Then
    assertThatThrownBy(() -> RecoveredMatch.of(broken)).hasMessageContaining("'t3'");
  }

  private static Match overTheWire(Match match) {
    var serialization = TolerantJson.serialization();
    return serialization.unmarshal(serialization.asJson(match), Match.class);
  }
}
