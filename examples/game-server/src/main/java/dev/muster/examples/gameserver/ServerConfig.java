package dev.muster.examples.gameserver;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Optional;

/**
 * How this process is to run.
 *
 * @param address where the game port opens, UDP for players and TCP for the readiness probe
 * @param startup how long it waits before it opens, to play a slow engine
 * @param emptyFor how long the match may be without a player until it ends
 * @param exitAtStart the code to exit with at once; 0: it runs
 * @param seats how it asks for players when one leaves; empty: it does not
 */
record ServerConfig(
    InetSocketAddress address,
    Duration startup,
    Duration emptyFor,
    int exitAtStart,
    Optional<SeatConfig> seats) {
  private static final String PORTS = "ARBITRIUM_PORTS_MAPPING";
  private static final int DEFAULT_PORT = 7777;

  /** Reads the configuration; what is wrong with it is noted in the environment. */
  static ServerConfig read(Environment environment) {
    return new ServerConfig(
        address(environment),
        Duration.ofMillis(environment.number("STARTUP_MILLIS", 0, 600_000, 0)),
        Duration.ofSeconds(environment.number("EMPTY_SECONDS", 1, 86_400, 60)),
        environment.number("EXIT_AT_START", 0, 255, 0),
        SeatConfig.read(environment));
  }

  private static InetSocketAddress address(Environment environment) {
    int port = port(environment);
    return environment
        .text("MUSTER_POD_IP")
        .map(ip -> new InetSocketAddress(ip(ip, environment), port))
        .orElseGet(() -> new InetSocketAddress(port));
  }

  private static InetAddress ip(String text, Environment environment) {
    // Only literals: a name would be looked up.
    if (text.matches("[0-9.]+|[0-9a-fA-F.]*:[0-9a-fA-F.:]*")) {
      try {
        return InetAddress.getByName(text);
      } catch (UnknownHostException e) {
        // Told below, like any other text.
      }
    }
    environment.problem("MUSTER_POD_IP", "expected an IPv4 or IPv6 address");
    return InetAddress.getLoopbackAddress();
  }

  private static int port(Environment environment) {
    var ports = environment.object(PORTS).path("ports");
    if (ports.isEmpty()) {
      return DEFAULT_PORT;
    }
    JsonNode port = ports.path("gameport");
    if (port.isMissingNode()) {
      port = ports.elements().next();
    }
    // Some clients of this format write the numbers as strings.
    int internal = port.path("internal").asInt(0);
    if (internal < 1 || internal > 65_535) {
      environment.problem(PORTS, "expected \"internal\" to be a port from 1 to 65535");
      return DEFAULT_PORT;
    }
    return internal;
  }
}
