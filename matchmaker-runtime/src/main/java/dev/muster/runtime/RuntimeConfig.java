package dev.muster.runtime;

import dev.muster.api.v1alpha1.Api;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * What the process is told by its environment. Everything else it reads live from its Matchmaker.
 *
 * @param namespace the namespace of the Matchmaker, {@code MUSTER_NAMESPACE}
 * @param matchmaker the Matchmaker that this process serves, {@code MUSTER_MATCHMAKER}
 * @param bindAddress the address that both ports listen on, {@code MUSTER_POD_IP}; default {@link
 *     #ALL_ADDRESSES}
 * @param httpPort the port of the players' API, {@code MUSTER_HTTP_PORT}; default 8080; 0 takes a
 *     free one
 * @param managementPort the port of health and metrics, {@code MUSTER_MANAGEMENT_PORT}; default
 *     8081; 0 takes a free one
 * @param tokensDirectory where every file holds a valid token, {@code MUSTER_TOKENS_DIRECTORY};
 *     default {@code /etc/muster/tokens}; already under {@code MUSTER_POD_ROOT} where that is set
 * @param keysDirectory where the file {@code server} holds the key of game servers' own tokens,
 *     {@code MUSTER_KEYS_DIRECTORY}; default {@code /etc/muster/keys}; under {@code
 *     MUSTER_POD_ROOT} likewise
 * @param recording where to record what the engines are told; empty: it is not recorded
 */
public record RuntimeConfig(
    String namespace,
    String matchmaker,
    String bindAddress,
    int httpPort,
    int managementPort,
    Path tokensDirectory,
    Path keysDirectory,
    Optional<Recording> recording) {
  /**
   * A recording to be made.
   *
   * @param directory the folder for it, {@code MUSTER_RECORDING_DIRECTORY}
   * @param limitBytes how large it may become, {@code MUSTER_RECORDING_LIMIT_MIB}; default {@link
   *     #DEFAULT_RECORDING_MIB}
   */
  public record Recording(Path directory, long limitBytes) {}

  /** Without a recording. */
  public RuntimeConfig(
      String namespace,
      String matchmaker,
      String bindAddress,
      int httpPort,
      int managementPort,
      Path tokensDirectory,
      Path keysDirectory) {
    this(
        namespace,
        matchmaker,
        bindAddress,
        httpPort,
        managementPort,
        tokensDirectory,
        keysDirectory,
        Optional.empty());
  }

  /** The bind address that stands for every address of the machine. */
  public static final String ALL_ADDRESSES = "0.0.0.0";

  /** How many tickets are held, in all queues and states together. */
  public static final int MOST_TICKETS = 200_000;

  /** How many tickets may search in one queue. */
  public static final int MOST_WAITING_PER_QUEUE = 100_000;

  /** How many players may be in groups that still form. */
  public static final int MOST_FORMING_PLAYERS = 100_000;

  /** How many commands may wait for the loop. */
  public static final int MOST_COMMANDS = 16_384;

  /** How large a recording may become unless told otherwise, MiB. */
  public static final int DEFAULT_RECORDING_MIB = 256;

  private static final long MIB = 1_024 * 1_024;
  private static final int DEFAULT_HTTP_PORT = 8080;
  private static final int DEFAULT_MANAGEMENT_PORT = 8081;
  private static final String DEFAULT_TOKENS_DIRECTORY = "/etc/muster/tokens";
  private static final String DEFAULT_KEYS_DIRECTORY = "/etc/muster/keys";
  private static final String NAMESPACE_PATTERN = "^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$";

  /**
   * Reads the configuration. An empty variable counts as absent.
   *
   * @throws InvalidConfig with everything that is wrong
   */
  public static RuntimeConfig of(Map<String, String> environment) {
    var reader = new EnvironmentReader(environment);
    var config =
        new RuntimeConfig(
            reader.matching("MUSTER_NAMESPACE", NAMESPACE_PATTERN, "the namespace's name"),
            reader.matching("MUSTER_MATCHMAKER", Api.NAME_PATTERN, "the Matchmaker's name"),
            address(reader),
            reader.port("MUSTER_HTTP_PORT", DEFAULT_HTTP_PORT),
            reader.port("MUSTER_MANAGEMENT_PORT", DEFAULT_MANAGEMENT_PORT),
            directory(reader, "MUSTER_TOKENS_DIRECTORY", DEFAULT_TOKENS_DIRECTORY),
            directory(reader, "MUSTER_KEYS_DIRECTORY", DEFAULT_KEYS_DIRECTORY),
            recording(reader));
    if (config.httpPort == config.managementPort && config.httpPort != 0) {
      reader.problem(
          "MUSTER_MANAGEMENT_PORT",
          "is " + config.managementPort + " like MUSTER_HTTP_PORT; two different ports are needed");
    }
    reader.oneOf("MUSTER_LOG_LEVEL", "TRACE", "DEBUG", "INFO", "WARN", "ERROR");
    reader.stopOnProblems();
    return config;
  }

  private static Optional<Recording> recording(EnvironmentReader reader) {
    long limit = reader.atLeastOne("MUSTER_RECORDING_LIMIT_MIB", DEFAULT_RECORDING_MIB) * MIB;
    return reader
        .text("MUSTER_RECORDING_DIRECTORY")
        .map(text -> new Recording(reader.path("MUSTER_RECORDING_DIRECTORY", text), limit));
  }

  static String address(EnvironmentReader reader) {
    var text = reader.text("MUSTER_POD_IP").orElse(ALL_ADDRESSES);
    if (!isAddress(text)) {
      reader.problem("MUSTER_POD_IP", "is '" + text + "', an IPv4 or IPv6 address was expected");
    }
    return text;
  }

  /** Only literals are looked at, so that no name is ever resolved here. */
  private static boolean isAddress(String text) {
    if (!text.matches("[0-9.]+|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*")) {
      return false;
    }
    try {
      return InetAddress.getByName(text) != null
          && (text.contains(":") || text.split("\\.").length == 4);
    } catch (java.net.UnknownHostException e) {
      return false;
    }
  }

  private static Path directory(EnvironmentReader reader, String name, String byDefault) {
    var directory = reader.path(name, byDefault);
    return reader
        .text("MUSTER_POD_ROOT")
        .map(root -> Path.of(root).resolve(Path.of("/").relativize(directory)))
        .orElse(directory);
  }
}
