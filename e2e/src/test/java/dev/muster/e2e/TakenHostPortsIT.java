package dev.muster.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.muster.api.v1alpha1.Match;
import dev.muster.api.v1alpha1.Matchmaker;
import dev.muster.api.v1alpha1.PortChange;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Something that is not Muster's has the host port that a server would get first. A pod whose port
 * is taken waits here for its pendingTimeout, as in every cluster: ten minutes, which no test has.
 */
class TakenHostPortsIT {
  private static final String RULES =
      "{size: {type: playerCount, teamCount: 1, minTeamSize: 1, maxTeamSize: 1}}";

  @Test
  void aMatchGetsAServerOnAnotherPortAndWhereThereIsNoneItFailsAndSaysWhatToDo() {
    try (var muster = MusterProcess.dev("--map", TestImages.PRINT_ENV_MAP)) {
      // Given
      takePort(muster);
      new Profiles(muster.client()).serve(Profiles.printing("busy", RULES, ""));
      // When
      var first = GameClient.of(muster).group("busy", "{}", true).await("HOST_ASSIGNED");
      // Then
      int port = first.at("/assignment/ports/gameport/external").intValue();
      assertThat(port).isBetween(7001, 8000);
      var match = matches(muster, "busy").get(0);
      assertThat(match.getStatus().portChanges())
          .containsExactly(new PortChange(1, List.of("7000/UDP")));
      assertThat(match.getStatus().attempt()).isEqualTo(2);
      await("the Event of the taken port")
          .until(
              () -> messages(muster, "PortTaken"),
              messages ->
                  messages.stream()
                      .anyMatch(
                          message ->
                              message.contains("host port 7000/UDP is taken")
                                  && message.contains("hostPorts of Matchmaker default")));
      // When the next one comes
      GameClient.of(muster).group("busy", "{}", true).await("HOST_ASSIGNED");
      // Then it does not begin with the taken port
      assertThat(matches(muster, "busy"))
          .hasSize(2)
          .extracting(found -> found.getStatus().portChanges())
          .containsOnlyOnce((List<PortChange>) null);
      // When there is no other port
      onlyPort(muster, 7000);
      new Profiles(muster.client())
          .serve(Profiles.printing("stuck", RULES, "    pendingTimeout: 2s"));
      var player = GameClient.of(muster).group("stuck", "{}", true);
      // Then
      var told = player.await("CANCELLED").at("/cancellation/message").textValue();
      assertThat(told).contains("Let hostPorts of Matchmaker default name ports");
      assertThat(matches(muster, "stuck"))
          .allMatch(failed -> failed.getStatus().reason().equals("HostPortsExhausted"))
          .allMatch(failed -> failed.getStatus().attempt() == 1);
    }
  }

  /** As another operator's server would. */
  private static void takePort(MusterProcess muster) {
    var pod =
        Serialization.unmarshal(
            """
            apiVersion: v1
            kind: Pod
            metadata: {name: stranger, namespace: default}
            spec:
              containers:
                - name: game
                  image: %s
                  ports: [{containerPort: 7777, hostPort: 7000, protocol: UDP}]
            """
                .formatted(TestImages.PRINT_ENV),
            Pod.class);
    muster.client().resource(pod).create();
    await("the other pod has the port")
        .until(() -> muster.client().resource(pod).get().getSpec().getNodeName() != null);
  }

  private static void onlyPort(MusterProcess muster, int port) {
    muster
        .client()
        .resource(
            Serialization.unmarshal(
                """
                apiVersion: muster.dev/v1alpha1
                kind: Matchmaker
                metadata: {name: default, namespace: default}
                spec: {hostPorts: {min: %1$d, max: %1$d}}
                """
                    .formatted(port),
                Matchmaker.class))
        .fieldManager("e2e")
        .forceConflicts()
        .serverSideApply();
  }

  private static List<Match> matches(MusterProcess muster, String profile) {
    return muster
        .client()
        .resources(Match.class)
        .inNamespace("default")
        .withLabel("muster.dev/profile", profile)
        .list()
        .getItems();
  }

  private static List<String> messages(MusterProcess muster, String reason) {
    return muster.client().v1().events().inNamespace("default").list().getItems().stream()
        .filter(event -> reason.equals(event.getReason()))
        .map(Event::getMessage)
        .toList();
  }
}
