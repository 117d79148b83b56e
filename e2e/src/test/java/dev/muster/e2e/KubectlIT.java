package dev.muster.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Muster as it looks through the real kubectl. */
@ExtendWith(SharedMuster.class)
@EnabledIf(
    value = "dev.muster.e2e.Kubectl#isInstalled",
    disabledReason = "kubectl is not installed")
class KubectlIT {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final String GAME_SERVER = "system:serviceaccount:rights:muster-gameserver";
  private static final String RULES =
      "{size: {type: playerCount, teamCount: 1, minTeamSize: 1, maxTeamSize: 1}}";

  @TempDir Path folder;

  @Test
  void columnsEventsAndLogsTellTheStoryOfAMatchAndDeletingItEndsItsPod(MusterProcess muster) {
    // Given
    var kubectl = new Kubectl(muster.kubeconfig());
    new Profiles(muster.client()).serve(Profiles.printing("told", RULES, ""));
    // When
    var member = GameClient.of(muster).group("told", "{}", true);
    var address = member.await("HOST_ASSIGNED").at("/assignment/ports/gameport/link").textValue();
    // Then
    assertThat(kubectl.run("get", "mm,mmp,match,bf").output())
        .contains("READY", "REPLICAS", "URL", "ACCEPTED", "WAITING", "REVISION")
        .contains("matchmakerprofile.muster.dev/told", "PHASE", "Assigned", "ADDRESS", address);
    assertThat(kubectl.run("describe", "mmp", "told").output()).contains("RevisionAccepted");
    var match = name(kubectl, "match");
    assertThat(kubectl.run("describe", "match", match).output())
        .contains("AttemptStarted", "Attempt 1 of 4", "Assigned", address);
    var pod = name(kubectl, "pod");
    await().atMost(PATIENCE).until(() -> !kubectl.run("logs", pod).output().isBlank());
    // When
    assertThat(kubectl.run("delete", "match", match).exitCode()).isZero();
    // Then
    await()
        .atMost(PATIENCE)
        .until(() -> kubectl.run("get", "pod", pod).output().contains("NotFound"));
  }

  private static String name(Kubectl kubectl, String kind) {
    return kubectl
        .run(
            "get",
            kind,
            "-l",
            "muster.dev/profile=told",
            "-o",
            "jsonpath={.items[0].metadata.name}")
        .output();
  }

  @Test
  void explainIsEnoughToWriteAProfile(MusterProcess muster) {
    // Given
    var kubectl = new Kubectl(muster.kubeconfig());
    // When // Then
    assertThat(kubectl.run("explain", "mmp.spec.rules").output())
        .contains("maxTeamSize", "When every team has so many");
    assertThat(kubectl.run("explain", "mm.spec.beacons").output()).contains("udpPort");
  }

  @Test
  void aGameServersAccountMayDoWhatTheRoleOfTheExampleSaysAndNoMore(MusterProcess muster) {
    // Given
    var kubectl = new Kubectl(muster.kubeconfig());
    kubectl.run("create", "namespace", "rights");
    assertThat(mayAGameServer(kubectl, "create")).isEqualTo("no");
    // When
    var applied =
        kubectl.run("apply", "-n", "rights", "-f", "examples/game-server-access/rbac.yaml");
    assertThat(applied.exitCode()).as(applied.output()).isZero();
    // Then
    assertThat(mayAGameServer(kubectl, "create")).isEqualTo("yes");
    assertThat(mayAGameServer(kubectl, "get")).isEqualTo("yes");
    assertThat(mayAGameServer(kubectl, "delete")).isEqualTo("yes");
    assertThat(mayAGameServer(kubectl, "list")).isEqualTo("no");
    assertThat(kubectl.run("get", "backfills", "-n", "rights", "--as=" + GAME_SERVER).output())
        .contains("Forbidden", "cannot list resource \"backfills\"");
  }

  private static String mayAGameServer(Kubectl kubectl, String verb) {
    return kubectl
        .run("auth", "can-i", verb, "backfills.muster.dev", "-n", "rights", "--as=" + GAME_SERVER)
        .output()
        .strip();
  }

  @Test
  void aMistakeIsRefusedWithTheFieldAndWhatToChange(MusterProcess muster) throws IOException {
    // Given
    var kubectl = new Kubectl(muster.kubeconfig());
    // When // Then
    assertThat(apply(kubectl, profile("Wrong", RULES)))
        .contains("metadata.name", "must begin with a lower-case letter");
    assertThat(apply(kubectl, profile("wrong", RULES).replace("rules:", "colour: red\n  rules:")))
        .contains("unknown field \"spec.colour\"");
    assertThat(apply(kubectl, profile("wrong", "{mode: {type: stringEquality}}")))
        .contains("spec.rules", "exactly one rule of type playerCount is required");
    assertThat(apply(kubectl, profile("wrong", RULES).replace("maxTeamSize: 1", "maxTeamSize: 0")))
        .contains("spec.rules.size.maxTeamSize", "greater than or equal to 1");
    assertThat(kubectl.run("get", "mmp", "wrong").output()).contains("NotFound");
  }

  @Test
  void aRuleThatIsGoneFromTheFileIsGoneFromTheQueue(MusterProcess muster) throws IOException {
    // Given
    var kubectl = new Kubectl(muster.kubeconfig());
    apply(kubectl, profile("dropping", RULES.replace("}}", "}, mode: {type: stringEquality}}")));
    // When
    apply(kubectl, profile("dropping", RULES));
    // Then
    var rules = new Profiles(muster.client()).get("dropping").getSpec().rules();
    assertThat(rules).containsOnlyKeys("size");
  }

  private String apply(Kubectl kubectl, String yaml) throws IOException {
    var file = Files.writeString(folder.resolve("applied.yaml"), yaml);
    return kubectl.run("apply", "-f", file.toString()).output();
  }

  private static String profile(String name, String rules) {
    return Serialization.asYaml(Profiles.printing(name, rules, ""))
        .replaceAll("(?m)^status:.*\\R", "");
  }
}
