package dev.muster.operator;

import dev.muster.operator.matchmaker.RuntimePlacement;
import dev.muster.operator.matchmaker.RuntimePlacement.Deployed;
import dev.muster.operator.matchmaker.RuntimePlacement.External;
import dev.muster.operator.matchmaker.RuntimePlacement.ServiceHost;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * How the operator is set up.
 *
 * @param namespaces the namespaces to watch; empty for all
 * @param runtime where the runtimes of Matchmakers run
 * @param leaderElection the namespace of the Lease by which several operators agree on one; empty
 *     when there is only one
 * @param healthPort the port of {@code /health/live} and {@code /health/ready}; 0 for none
 */
public record OperatorConfig(
    Set<String> namespaces,
    RuntimePlacement runtime,
    Optional<String> leaderElection,
    int healthPort) {
  /** The runtime's image of this release. */
  public static final String RUNTIME_IMAGE = "muster.dev/matchmaker-runtime:0.1.0";

  private static final int HEALTH_PORT = 8081;
  private static final Pattern NAMESPACE = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");

  public OperatorConfig {
    namespaces = Set.copyOf(namespaces);
    if (healthPort < 0 || healthPort > 65_535) {
      throw new IllegalArgumentException(
          "healthPort is " + healthPort + ", 0 to 65535 was expected");
    }
  }

  /**
   * Reads the environment.
   *
   * <ul>
   *   <li>{@code MUSTER_WATCH_NAMESPACES}: names with commas between; default all
   *   <li>{@code MUSTER_RUNTIME_IMAGE}: default the one of this release
   *   <li>{@code MUSTER_SERVICE_HOST}: {@code dns} (default) or {@code cluster-ip}
   *   <li>{@code MUSTER_EXTERNAL_RUNTIME_URL}: the runtime is run elsewhere, at this URL
   *   <li>{@code MUSTER_LEADER_ELECTION}: {@code true} or {@code false} (default)
   *   <li>{@code MUSTER_NAMESPACE}: the operator's own; needed for leader election
   *   <li>{@code MUSTER_HEALTH_PORT}: default 8081; 0 for none
   * </ul>
   *
   * @throws IllegalArgumentException with all that is wrong, by variable
   */
  public static OperatorConfig of(Map<String, String> environment) {
    return new Reader(environment).read();
  }

  private static final class Reader {
    private final Map<String, String> environment;
    private final List<String> problems = new ArrayList<>();

    Reader(Map<String, String> environment) {
      this.environment = environment;
    }

    OperatorConfig read() {
      var namespaces = namespaces();
      var runtime = runtime();
      var leaderElection = leaderElection();
      var healthPort = healthPort();
      if (!problems.isEmpty()) {
        throw new IllegalArgumentException(String.join("; ", problems));
      }
      return new OperatorConfig(namespaces, runtime, leaderElection, healthPort);
    }

    private Optional<String> get(String name) {
      return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
    }

    private Set<String> namespaces() {
      var names = new TreeSet<String>();
      for (String name : get("MUSTER_WATCH_NAMESPACES").orElse("").split(",", -1)) {
        if (name.isBlank()) {
          continue;
        }
        if (!NAMESPACE.matcher(name.strip()).matches()) {
          problems.add("MUSTER_WATCH_NAMESPACES: '" + name.strip() + "' is no namespace's name");
        }
        names.add(name.strip());
      }
      return names;
    }

    private RuntimePlacement runtime() {
      var external = get("MUSTER_EXTERNAL_RUNTIME_URL");
      if (external.isPresent()) {
        return new External(external.get());
      }
      var host = get("MUSTER_SERVICE_HOST").orElse("dns").toLowerCase(Locale.ROOT);
      if (!Set.of("dns", "cluster-ip").contains(host)) {
        problems.add("MUSTER_SERVICE_HOST is '" + host + "', dns or cluster-ip was expected");
      }
      return new Deployed(
          get("MUSTER_RUNTIME_IMAGE").orElse(RUNTIME_IMAGE),
          host.equals("dns") ? ServiceHost.Dns : ServiceHost.ClusterIp);
    }

    private Optional<String> leaderElection() {
      var wanted = get("MUSTER_LEADER_ELECTION").orElse("false");
      if (!Set.of("true", "false").contains(wanted)) {
        problems.add("MUSTER_LEADER_ELECTION is '" + wanted + "', true or false was expected");
      }
      if (!wanted.equals("true")) {
        return Optional.empty();
      }
      var namespace = get("MUSTER_NAMESPACE");
      if (namespace.isEmpty()) {
        problems.add("MUSTER_NAMESPACE is needed for leader election: the operator's namespace");
      }
      return namespace;
    }

    private int healthPort() {
      var text = get("MUSTER_HEALTH_PORT").orElse(Integer.toString(HEALTH_PORT));
      try {
        int port = Integer.parseInt(text);
        if (port >= 0 && port <= 65_535) {
          return port;
        }
      } catch (NumberFormatException e) {
        // Told below, like a number out of range.
      }
      problems.add("MUSTER_HEALTH_PORT is '" + text + "', a port from 0 to 65535 was expected");
      return HEALTH_PORT;
    }
  }
}
