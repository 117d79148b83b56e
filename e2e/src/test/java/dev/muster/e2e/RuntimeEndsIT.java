package dev.muster.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.muster.api.v1alpha1.MatchmakerProfile;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A runtime that dies: its profiles say so, until another serves. */
@ExtendWith(SharedMuster.class)
class RuntimeEndsIT {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final String NAME = "bereft";
  private static final String RULES =
      "{size: {type: playerCount, teamCount: 1, minTeamSize: 1, maxTeamSize: 1}}";

  @Test
  void theProfileIsNotReadyWhileNoRuntimeIsAndServesAgainAfterwards(MusterProcess muster) {
    // Given
    var profiles = new Profiles(muster.client());
    profiles.serve(Profiles.printing(NAME, RULES, ""));
    var seen = new CopyOnWriteArrayList<String>();
    try (var watch = watch(muster, seen)) {
      assertThat(watch).isNotNull();
      // When
      killRuntime(muster);
      // Then
      await("it says that no runtime is")
          .atMost(PATIENCE)
          .until(() -> seen.contains("False RuntimeNotReady"));
      await("it is served again")
          .atMost(PATIENCE)
          .until(() -> seen.lastIndexOf("True") > seen.lastIndexOf("False RuntimeNotReady"));
    }
    GameClient.of(muster).group(NAME, "{}", true).await("HOST_ASSIGNED");
  }

  /** Notes each state of the condition Ready, however short. */
  private static Watch watch(MusterProcess muster, List<String> seen) {
    return muster
        .client()
        .resources(MatchmakerProfile.class)
        .inNamespace("default")
        .withName(NAME)
        .watch(
            new Watcher<MatchmakerProfile>() {
              @Override
              public void eventReceived(Action action, MatchmakerProfile profile) {
                Profiles.condition(profile, "Ready")
                    .map(
                        ready ->
                            ready.getStatus().equals("True")
                                ? "True"
                                : ready.getStatus() + " " + ready.getReason())
                    .ifPresent(seen::add);
              }

              @Override
              public void onClose(WatcherException cause) {}
            });
  }

  private static void killRuntime(MusterProcess muster) {
    // Of a long command line only the beginning can be read.
    var runtimes =
        muster.family().stream()
            .filter(process -> process.info().command().orElse("").endsWith("/java"))
            .filter(
                process ->
                    process.info().commandLine().orElse("").contains("/matchmaker-runtime.jar"))
            .toList();
    assertThat(runtimes).hasSize(1);
    runtimes.get(0).destroyForcibly();
  }
}
