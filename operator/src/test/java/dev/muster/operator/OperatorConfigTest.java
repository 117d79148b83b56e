package dev.muster.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.operator.matchmaker.RuntimePlacement.Deployed;
import dev.muster.operator.matchmaker.RuntimePlacement.External;
import dev.muster.operator.matchmaker.RuntimePlacement.ServiceHost;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OperatorConfigTest {
  @Test
  void hasDefaults() {
    // When
    var config = OperatorConfig.of(Map.of());
    // Then
    assertThat(config.namespaces()).isEmpty();
    assertThat(config.runtime())
        .isEqualTo(new Deployed(OperatorConfig.RUNTIME_IMAGE, ServiceHost.Dns));
    assertThat(config.leaderElection()).isEmpty();
    assertThat(config.healthPort()).isEqualTo(8081);
  }

  @Test
  void readsTheEnvironment() {
    // When
    var config =
        OperatorConfig.of(
            Map.of(
                "MUSTER_WATCH_NAMESPACES", "games, more",
                "MUSTER_RUNTIME_IMAGE", "example/runtime:1",
                "MUSTER_SERVICE_HOST", "cluster-ip",
                "MUSTER_LEADER_ELECTION", "true",
                "MUSTER_NAMESPACE", "muster-system",
                "MUSTER_HEALTH_PORT", "0"));
    // Then
    assertThat(config.namespaces()).containsExactlyInAnyOrder("games", "more");
    assertThat(config.runtime())
        .isEqualTo(new Deployed("example/runtime:1", ServiceHost.ClusterIp));
    assertThat(config.leaderElection()).contains("muster-system");
    assertThat(config.healthPort()).isZero();
    assertThat(OperatorConfig.of(Map.of("MUSTER_EXTERNAL_RUNTIME_URL", "http://a")).runtime())
        .isEqualTo(new External("http://a"));
  }

  @Test
  void tellsAllThatIsWrongAtOnce() {
    assertThatThrownBy(
            () ->
                OperatorConfig.of(
                    Map.of(
                        "MUSTER_WATCH_NAMESPACES", "Games",
                        "MUSTER_SERVICE_HOST", "ip",
                        "MUSTER_LEADER_ELECTION", "true",
                        "MUSTER_HEALTH_PORT", "many")))
        .hasMessageContainingAll(
            "MUSTER_WATCH_NAMESPACES: 'Games'",
            "MUSTER_SERVICE_HOST is 'ip'",
            "MUSTER_NAMESPACE is needed",
            "MUSTER_HEALTH_PORT is 'many'");
  }
}
