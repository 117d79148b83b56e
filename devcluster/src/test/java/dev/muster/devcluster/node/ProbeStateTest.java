package dev.muster.devcluster.node;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProbeStateTest {

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "becomes healthy at the success threshold,    2, 3, false, ++,     .C, true",
    "one success of two is not enough,            2, 3, false, +,      ., false",
    "a failure between starts the count anew,     2, 3, false, +-+,    ..., false",
    "becomes unhealthy at the failure threshold,  1, 3, true,  +---,   C..C, false",
    "two failures of three are forgiven,          1, 3, true,  +--+,   C..., true",
    "fails only once until it recovers,           1, 1, true,  --+-,   C.CC, false",
    "a first decision counts as a change,         1, 2, true,  --,     .C, false",
  })
  void followsTheThresholds(
      String name,
      int successes,
      int failures,
      boolean initial,
      String results,
      String changes,
      boolean healthy) {
    var state = new ProbeState(successes, failures, initial);
    var seen = new StringBuilder();

    results.chars().forEach(result -> seen.append(state.add(result == '+') ? 'C' : '.'));

    assertThat(seen).as(name).hasToString(changes);
    assertThat(state.healthy()).isEqualTo(healthy);
  }
}
