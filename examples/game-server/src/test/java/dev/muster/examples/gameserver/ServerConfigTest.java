package dev.muster.examples.gameserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerConfigTest {

  @Test
  void opensPort7777OnAllAddressesForAMinuteWhenNothingIsSaid() {
    // Given
    var environment = Map.<String, String>of();

    // When
    var config = config(environment);

    // Then
    assertThat(config)
        .isEqualTo(
            new ServerConfig(
                new InetSocketAddress(7777),
                Duration.ZERO,
                Duration.ofSeconds(60),
                0,
                Optional.empty()));
  }

  @ParameterizedTest(name = "{1}: {0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"ports\":{\"web\":{\"internal\":80},\"gameport\":{\"internal\":7000}}} | 7000 | gameport",
        "{\"ports\":{\"web\":{\"internal\":80},\"voice\":{\"internal\":90}}} | 80 | the first",
        "{\"ports\":{\"gameport\":{\"internal\":\"7001\"}}} | 7001 | as a string",
        "{\"ports\":{}} | 7777 | none",
      })
  void takesTheInternalGamePort(String mapping, int port, String which) {
    // Given
    var environment = Map.of("ARBITRIUM_PORTS_MAPPING", mapping);

    // When
    var config = config(environment);

    // Then
    assertThat(config.address().getPort()).as(which).isEqualTo(port);
  }

  @ParameterizedTest
  @CsvSource({"127.3.0.9, 127.3.0.9", "::1, 0:0:0:0:0:0:0:1"})
  void bindsToTheAddressOfThePod(String ip, String address) {
    // Given
    var environment = Map.of("MUSTER_POD_IP", ip);

    // When
    var config = config(environment);

    // Then
    assertThat(config.address().getAddress().getHostAddress()).isEqualTo(address);
  }

  @ParameterizedTest(name = "{0}={1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "MUSTER_POD_IP | localhost | MUSTER_POD_IP: expected an IPv4 or IPv6 address",
        "MUSTER_POD_IP | 1.2.3.999 | MUSTER_POD_IP: expected an IPv4 or IPv6 address",
        "EMPTY_SECONDS | soon | EMPTY_SECONDS: expected a whole number from 1 to 86400",
        "EMPTY_SECONDS | 0 | EMPTY_SECONDS: expected a whole number from 1 to 86400",
        "STARTUP_MILLIS | -1 | STARTUP_MILLIS: expected a whole number from 0 to 600000",
        "EXIT_AT_START | 256 | EXIT_AT_START: expected a whole number from 0 to 255",
        "ARBITRIUM_PORTS_MAPPING | no | ARBITRIUM_PORTS_MAPPING: expected a JSON object",
        "ARBITRIUM_PORTS_MAPPING | {\"ports\":{\"a\":{\"internal\":70000}}} | expected \"internal\" to be a port",
      })
  void saysWhichVariableIsWrong(String name, String value, String problem) {
    // Given
    var environment = Map.of(name, value);

    // When
    // Then
    assertThatThrownBy(() -> config(environment))
        .isInstanceOf(InvalidEnvironment.class)
        .hasMessageContaining(problem);
  }

  @Test
  void tellsAllProblemsTogether() {
    // Given
    var environment = Map.of("EMPTY_SECONDS", "x", "STARTUP_MILLIS", "y");

    // When
    // Then
    assertThatThrownBy(() -> config(environment))
        .hasMessageContaining("EMPTY_SECONDS")
        .hasMessageContaining("STARTUP_MILLIS");
  }

  private static ServerConfig config(Map<String, String> variables) {
    var environment = new Environment(variables);
    var config = ServerConfig.read(environment);
    environment.refuseProblems();
    return config;
  }
}
