package dev.muster.operator.match;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.api.v1alpha1.Api;
import dev.muster.api.v1alpha1.Backfill;
import dev.muster.api.v1alpha1.BackfillStatus;
import dev.muster.api.v1alpha1.Match;
import dev.muster.api.v1alpha1.MatchStatus.Phase;
import dev.muster.api.v1alpha1.TicketSpec;
import dev.muster.operator.match.MatchPlan.Step;
import dev.muster.operator.testing.Fixtures;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FillingPlanTest {
  @Test
  void takesTheSeatOfABackfillThatSearches() {
    // When
    var plan = filling(BackfillStatus.Phase.Searching, null, server()).plan();
    // Then
    assertThat(plan.steps()).containsExactly(new Step.ClaimBackfill());
    assertThat(plan.status().phase()).isNull();
  }

  @Test
  void sharesTheServersAssignmentOnceTheSeatIsItsOwn() {
    // When
    var plan = filling(BackfillStatus.Phase.Assigned, "joiner", server()).plan();
    // Then
    assertThat(plan.status().phase()).isEqualTo(Phase.Assigned);
    assertThat(plan.status().assignment())
        .isEqualTo(server().orElseThrow().getStatus().assignment());
    assertThat(plan.status().address()).isEqualTo("node.example:7100");
    assertThat(plan.status().requestId()).isEqualTo(Fixtures.REQUEST_ID);
    assertThat(plan.status().podName()).isEqualTo("ranked-cusfn10msflc73beiik0-1");
    assertThat(plan.steps()).isEmpty();
  }

  @Test
  void namesWhoJoinsOnTheServersPodUntilTheyAreThere() {
    // Given
    var pod = serverPod();
    pod.getMetadata().getAnnotations().put("muster.dev/tickets", "earlier");
    // When
    var plan = filling(BackfillStatus.Phase.Assigned, "joiner", server(), pod).plan();
    var again = assignedJoiner(server(), Optional.of(pod)).plan();
    // Then
    assertThat(plan.steps()).containsExactly(new Step.NotePlayers(pod));
    assertThat(again.steps()).containsExactly(new Step.NotePlayers(pod));
    var ids = joiner().getSpec().tickets().stream().map(TicketSpec::id).toList();
    assertThat(PodPlayers.with(joiner(), pod)).isEqualTo("earlier," + String.join(",", ids));
    pod.getMetadata().getAnnotations().put("muster.dev/tickets", PodPlayers.with(joiner(), pod));
    assertThat(assignedJoiner(server(), Optional.of(pod)).plan().steps()).isEmpty();
  }

  @Test
  void namesTheNewestOnlyAndNobodyTwice() {
    // Given
    var pod = serverPod();
    var earlier = IntStream.range(0, Api.MOST_NOTED_TICKETS).mapToObj(i -> "t" + i).toList();
    pod.getMetadata().getAnnotations().put("muster.dev/tickets", String.join(",", earlier));
    // When
    var first = filling(BackfillStatus.Phase.Assigned, "joiner", server(), pod).plan();
    var named = List.of(PodPlayers.with(joiner(), pod).split(","));
    var later = assignedJoiner(server(), Optional.of(pod)).plan();
    // Then
    assertThat(first.steps()).containsExactly(new Step.NotePlayers(pod));
    var ids = joiner().getSpec().tickets().stream().map(TicketSpec::id).toList();
    assertThat(named).hasSize(Api.MOST_NOTED_TICKETS).endsWith(ids.toArray(String[]::new));
    assertThat(named.get(0)).isEqualTo("t" + ids.size());
    assertThat(later.steps()).isEmpty();
  }

  @ParameterizedTest(name = "{0} by {1}: {2}")
  @CsvSource({
    "Assigned, another, BackfillTaken",
    "Expired, , BackfillGone",
    "Cancelled, , BackfillGone",
  })
  void failsWhenItCameTooLate(BackfillStatus.Phase phase, String match, String reason) {
    // When
    var plan = filling(phase, match, server()).plan();
    // Then
    assertThat(plan.status().phase()).isEqualTo(Phase.Failed);
    assertThat(plan.status().reason()).isEqualTo(reason);
    assertThat(plan.steps()).isEmpty();
  }

  @Test
  void failsWhenTheBackfillOrItsServerIsGone() {
    // Given
    var withoutBackfill = Views.start().of(joiner());
    var withoutServer = filling(BackfillStatus.Phase.Searching, null, Optional.empty());
    // Then
    assertThat(withoutBackfill.plan().status().reason()).isEqualTo("BackfillGone");
    assertThat(withoutServer.plan().status().reason()).isEqualTo("BackfillGone");
  }

  @Test
  void endsWithTheServersMatch() {
    // Given
    var ended = Views.assigned().pod(Views.failed(3)).carriedOut();
    var match = Fixtures.match();
    match.setStatus(ended.status());
    // When
    var plan = assignedJoiner(Optional.of(match), Optional.empty()).plan();
    // Then
    assertThat(plan.status().phase()).isEqualTo(Phase.Completed);
    assertThat(plan.status().reason()).isEqualTo("Crashed");
  }

  @Test
  void endsWithTheServersPodAndNeverDeletesIt() {
    // When
    var runs = assignedJoiner(server(), Optional.of(serverPod())).plan();
    var gone = assignedJoiner(server(), Optional.empty()).plan();
    // Then
    assertThat(runs.status().phase()).isEqualTo(Phase.Assigned);
    assertThat(gone.status().reason()).isEqualTo("Deleted");
    assertThat(gone.steps()).isEmpty();
  }

  private static Views assignedJoiner(Optional<Match> server, Optional<Pod> pod) {
    var joiner = joiner();
    joiner.setStatus(filling(BackfillStatus.Phase.Assigned, "joiner", server()).plan().status());
    return Views.start().of(joiner).filling(new FillingView(Optional.empty(), server, pod));
  }

  private static Views filling(BackfillStatus.Phase phase, String match, Optional<Match> server) {
    return filling(phase, match, server, serverPod());
  }

  private static Views filling(
      BackfillStatus.Phase phase, String match, Optional<Match> server, Pod pod) {
    var backfill = Fixtures.as(Backfill.class, Fixtures.json("backfill"));
    backfill.setStatus(
        new BackfillStatus(
            phase, "ranked-cusfn10msflc73beiik0-1", null, match, null, null, null, List.of()));
    return Views.start()
        .of(joiner())
        .filling(new FillingView(Optional.of(backfill), server, Optional.of(pod)));
  }

  private static Optional<Match> server() {
    var match = Fixtures.match();
    match.setStatus(Views.assigned().status());
    return Optional.of(match);
  }

  private static Pod serverPod() {
    var views = Views.assigned();
    return views.view().pods().get(0);
  }

  private static Match joiner() {
    var json = Fixtures.json("match");
    json.withObject("/metadata").put("name", "joiner");
    json.withObject("/spec").put("backfill", "seat");
    return Fixtures.as(Match.class, json);
  }
}
