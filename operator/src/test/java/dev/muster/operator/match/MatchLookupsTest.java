package dev.muster.operator.match;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.api.v1alpha1.Match;
import dev.muster.operator.revision.RevisionData;
import dev.muster.operator.revision.Revisions;
import dev.muster.operator.testing.Fixtures;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@EnableKubernetesMockClient(crud = true)
class MatchLookupsTest {
  KubernetesClient client;

  @Test
  void findsTheServerInTheRevisionThatTheMatchNames() {
    // Given
    client.resource(RevisionData.toCreate(Fixtures.profile(), 1)).create();
    var match = Fixtures.match();
    var json = Fixtures.json("match");
    json.withObject("/spec")
        .put("revision", RevisionData.name("ranked", Fixtures.profile().getSpec()));
    // When
    var view =
        lookups().view(Fixtures.as(Match.class, json), List.of(), (ns, n) -> Optional.empty());
    var without = lookups().view(match, List.of(), (ns, n) -> Optional.empty());
    // Then
    assertThat(view.server().orElseThrow().container()).isEqualTo("game");
    assertThat(without.server()).isEmpty();
    assertThat(without.serverProblem().orElseThrow().reason()).isEqualTo(Reason.RevisionMissing);
  }

  @Test
  void asksTheApiServerBeforeItBelievesThatAPodIsGone() {
    // Given a pod that the cache does not show
    var views = Views.start().carriedOut().pod("{phase: Pending}").carriedOut();
    var pod = views.view().pods().get(0);
    var match = Fixtures.match();
    match.setStatus(views.status());
    // When
    var gone = lookups().view(match, List.of(), (ns, n) -> Optional.empty());
    client.resource(pod).create();
    var there = lookups().view(match, List.of(), (ns, n) -> Optional.empty());
    // Then
    assertThat(gone.pod()).isEmpty();
    assertThat(there.pod()).isPresent();
  }

  @Test
  void aPodOfAnotherMatchOfThatNameIsNotItsOwn() {
    // Given
    var pod = Views.start().carriedOut().view().pods().get(0);
    pod.getMetadata().getOwnerReferences().get(0).setUid("another");
    // When
    var view = lookups().view(Fixtures.match(), List.of(pod), (ns, n) -> Optional.empty());
    // Then
    assertThat(view.pods()).isEmpty();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "1 node(s) didn't have free ports for the requested pod ports, true",
    "'1 Insufficient cpu, 1 node(s) didn''t have free ports for the requested pod ports', false",
    "1 Insufficient cpu, false",
  })
  void looksForOtherPortsWhereTheSchedulerFindsNoneFreeAndNothingElseIsMissing(
      String why, boolean looks) {
    // Given
    client.resource(RevisionData.toCreate(Fixtures.profile(), 1)).create();
    client.resource(Fixtures.matchmaker()).create();
    var json = Fixtures.json("match");
    json.withObject("/spec")
        .put("revision", RevisionData.name("ranked", Fixtures.profile().getSpec()));
    var match = Fixtures.as(Match.class, json);
    var views =
        Views.start()
            .carriedOut()
            .podUnscheduled(
                "{phase: Pending, conditions: [{type: PodScheduled, status: 'False', reason:"
                    + " Unschedulable, message: \"0/2 nodes are available: "
                    + why
                    + ".\"}]}");
    match.setStatus(views.status());
    // When
    var view = lookups().view(match, views.view().pods(), (ns, n) -> Optional.empty());
    // Then
    assertThat(view.ports().map(PortOutlook::way))
        .isEqualTo(looks ? Optional.of(PortOutlook.Way.CHANGE) : Optional.empty());
  }

  private MatchLookups lookups() {
    return new MatchLookups(
        client,
        new Revisions(client),
        Fixtures.CLOCK,
        () -> Fixtures.REQUEST_ID,
        new StartGate(new FakeSights(), Fixtures.CLOCK),
        new HostPorts(Fixtures.CLOCK),
        List::of);
  }
}
