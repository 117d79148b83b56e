package dev.muster.devcluster.workload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.devcluster.workload.Rollout.Size;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RolloutTest {

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    // name, replicas, surge, unavailable, fresh size, fresh available, old size, old available, ->
    "a first rollout starts all at once,     3, 1, 0,  0, 0,  0, 0,  3, 0",
    "the surge comes first,                  3, 1, 0,  0, 0,  3, 3,  1, 3",
    "an old pod goes for an available one,   3, 1, 0,  1, 1,  3, 3,  1, 2",
    "none goes while the new one is not up,  3, 1, 0,  1, 0,  3, 3,  1, 3",
    "what may be missing goes at once,       4, 0, 2,  0, 0,  4, 4,  0, 2",
    "unhealthy old pods go first,            3, 1, 0,  1, 1,  3, 1,  1, 2",
    "the end has only new ones,              3, 1, 0,  3, 3,  1, 1,  3, 0",
    "scaled to 0 nothing stays,              0, 0, 1,  2, 2,  2, 2,  0, 0",
    "scaled down it shrinks,                 1, 1, 0,  3, 3,  0, 0,  1, 0",
  })
  void rollsWithinSurgeAndUnavailability(
      String name,
      int replicas,
      int surge,
      int unavailable,
      int freshSize,
      int freshAvailable,
      int oldSize,
      int oldAvailable,
      int nextFresh,
      int nextOld) {
    var rollout = new Rollout(replicas, false, surge, unavailable);

    var step =
        rollout.next(
            new Size(freshSize, freshAvailable, freshSize),
            List.of(new Size(oldSize, oldAvailable, oldSize)));

    assertThat(step).as(name).isEqualTo(new Rollout.Step(nextFresh, List.of(nextOld)));
  }

  @Test
  void recreateWaitsForTheLastOldPod() {
    var rollout = new Rollout(2, true, 0, 2);

    assertThat(rollout.next(new Size(0, 0, 0), List.of(new Size(2, 2, 2))))
        .isEqualTo(new Rollout.Step(0, List.of(0)));
    assertThat(rollout.next(new Size(0, 0, 0), List.of(new Size(0, 0, 1))))
        .isEqualTo(new Rollout.Step(0, List.of(0)));
    assertThat(rollout.next(new Size(0, 0, 0), List.of(new Size(0, 0, 0))))
        .isEqualTo(new Rollout.Step(2, List.of(0)));
  }
}
