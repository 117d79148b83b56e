package dev.muster.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.muster.engine.profile.Problem;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RuntimeConfigTest {
  private static final Map<String, String> LEAST =
      Map.of("MUSTER_NAMESPACE", "games", "MUSTER_MATCHMAKER", "default");

  @Test
  void needsNoMoreThanNamespaceAndMatchmaker() {
    assertThat(RuntimeConfig.of(LEAST))
        .isEqualTo(
            new RuntimeConfig(
                "games",
                "default",
                "0.0.0.0",
                8080,
                8081,
                Path.of("/etc/muster/tokens"),
                Path.of("/etc/muster/keys")));
  }

  @Test
  void takesWhatTheEnvironmentSays() {
    var environment =
        with(
            Map.of(
                "MUSTER_POD_IP", "127.3.0.7",
                "MUSTER_HTTP_PORT", "9090",
                "MUSTER_MANAGEMENT_PORT", "9091",
                "MUSTER_TOKENS_DIRECTORY", "/run/tokens",
                "MUSTER_KEYS_DIRECTORY", "/run/keys"));

    assertThat(RuntimeConfig.of(environment))
        .isEqualTo(
            new RuntimeConfig(
                "games",
                "default",
                "127.3.0.7",
                9090,
                9091,
                Path.of("/run/tokens"),
                Path.of("/run/keys")));
  }

  @Test
  void recordsWhereItIsTold() {
    var environment =
        with(
            Map.of(
                "MUSTER_RECORDING_DIRECTORY", "/tmp/recordings",
                "MUSTER_RECORDING_LIMIT_MIB", "3",
                "MUSTER_POD_ROOT", "/tmp/pod-1"));

    assertThat(RuntimeConfig.of(environment).recording())
        .contains(new RuntimeConfig.Recording(Path.of("/tmp/recordings"), 3 * 1_024 * 1_024));
  }

  @Test
  void putsThePodRootInFrontOfTheDirectories() {
    var config = RuntimeConfig.of(with(Map.of("MUSTER_POD_ROOT", "/tmp/pod-1")));

    assertThat(config.tokensDirectory()).isEqualTo(Path.of("/tmp/pod-1/etc/muster/tokens"));
    assertThat(config.keysDirectory()).isEqualTo(Path.of("/tmp/pod-1/etc/muster/keys"));
  }

  @Test
  void takesAnEmptyVariableAsAbsent() {
    assertThat(RuntimeConfig.of(with(Map.of("MUSTER_POD_IP", " ", "MUSTER_HTTP_PORT", ""))))
        .isEqualTo(RuntimeConfig.of(LEAST));
  }

  @Test
  void tellsAllProblemsTogether() {
    // Given
    var environment = Map.of("MUSTER_MATCHMAKER", "Default", "MUSTER_HTTP_PORT", "http");

    // When
    var refusal = catchThrowableOfType(InvalidConfig.class, () -> RuntimeConfig.of(environment));

    // Then
    assertThat(refusal.problems())
        .extracting(Problem::field)
        .containsExactly("MUSTER_NAMESPACE", "MUSTER_MATCHMAKER", "MUSTER_HTTP_PORT");
    assertThat(refusal)
        .hasMessageContaining("MUSTER_NAMESPACE: is missing")
        .hasMessageContaining("MUSTER_HTTP_PORT: is 'http', a port number");
  }

  @ParameterizedTest
  @CsvSource({
    "MUSTER_NAMESPACE, Games",
    "MUSTER_MATCHMAKER, 1st",
    "MUSTER_POD_IP, example.com",
    "MUSTER_POD_IP, 10.0.0",
    "MUSTER_POD_IP, 10.0.0.256",
    "MUSTER_POD_IP, :::",
    "MUSTER_HTTP_PORT, 65536",
    "MUSTER_HTTP_PORT, -1",
    "MUSTER_HTTP_PORT, tcp://10.0.0.1:80",
    "MUSTER_MANAGEMENT_PORT, 8080",
    "MUSTER_TOKENS_DIRECTORY, tokens",
    "MUSTER_KEYS_DIRECTORY, keys",
    "MUSTER_LOG_LEVEL, verbose",
  })
  void refusesNonsenseAndNamesTheVariable(String variable, String value) {
    assertThatThrownBy(() -> RuntimeConfig.of(with(Map.of(variable, value))))
        .isInstanceOf(InvalidConfig.class)
        .hasMessageContaining(variable + ": is ")
        .hasMessageContaining(value);
  }

  @ParameterizedTest
  @CsvSource({
    "MUSTER_POD_IP, ::1",
    "MUSTER_POD_IP, fd00::5:1",
    "MUSTER_HTTP_PORT, 0",
    "MUSTER_LOG_LEVEL, debug",
  })
  void takesWhatMakesSense(String variable, String value) {
    assertThat(RuntimeConfig.of(with(Map.of(variable, value)))).isNotNull();
  }

  private static Map<String, String> with(Map<String, String> more) {
    var all = new HashMap<>(LEAST);
    all.putAll(more);
    return all;
  }
}
