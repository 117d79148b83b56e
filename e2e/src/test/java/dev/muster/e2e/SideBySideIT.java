package dev.muster.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.muster.api.v1alpha1.MatchmakerProfile;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Two of them on one machine, and what is left when one is ended or killed. */
class SideBySideIT {
  private static final Duration GONE = Duration.ofSeconds(30);
  private static final String RULES =
      "{size: {type: playerCount, teamCount: 1, minTeamSize: 1, maxTeamSize: 1}}";

  @Test
  void twoDoNotDisturbEachOtherAndLeaveNoProcessBehind() {
    try (var first = MusterProcess.dev("--map", TestImages.PRINT_ENV_MAP);
        var second = MusterProcess.dev("--map", TestImages.PRINT_ENV_MAP)) {
      // Given
      play(first, "left");
      play(second, "right");
      assertThat(queues(first)).containsExactly("left");
      assertThat(queues(second)).containsExactly("right");
      var firstFamily = first.family();
      var secondFamily = second.family();
      assertThat(firstFamily).as("launcher, runtime and a game server").hasSizeGreaterThan(2);
      // When
      first.handle().destroyForcibly();
      // Then
      awaitGone(firstFamily);
      assertThat(second.handle().isAlive()).isTrue();
      play(second, "still");
      // When
      second.handle().destroy();
      // Then
      awaitGone(secondFamily);
      assertThat(second.kubeconfig()).doesNotExist();
    }
  }

  private static void play(MusterProcess muster, String queue) {
    new Profiles(muster.client()).serve(Profiles.printing(queue, RULES, ""));
    GameClient.of(muster).group(queue, "{}", true).await("HOST_ASSIGNED");
  }

  private static List<String> queues(MusterProcess muster) {
    return muster
        .client()
        .resources(MatchmakerProfile.class)
        .inNamespace("default")
        .list()
        .getItems()
        .stream()
        .map(profile -> profile.getMetadata().getName())
        .toList();
  }

  private static void awaitGone(List<ProcessHandle> processes) {
    await("no process stays")
        .atMost(GONE)
        .until(() -> processes.stream().noneMatch(ProcessHandle::isAlive));
  }
}
