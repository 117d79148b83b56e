package dev.muster.operator.gameserver;

import dev.muster.api.mapping.Durations;
import dev.muster.api.v1alpha1.GameServerSpec;
import dev.muster.api.v1alpha1.GameServerSpec.AssignWhen;
import dev.muster.api.v1alpha1.GameServerSpec.Exposure;
import dev.muster.api.v1alpha1.PortSpec;
import dev.muster.engine.profile.InvalidProfile;
import dev.muster.engine.profile.Problem;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A profile's {@code gameServer}, read and with its defaults.
 *
 * @param template the pod as the profile has it; not to be changed
 * @param container the name of the container that gets the ports; the template has it
 * @param matchmakerToken whether the server gets the Matchmaker's URL and a token
 * @param serviceAccountToken whether the pod gets a service account token
 * @param pendingTimeout from the attempt's begin to the start of the container
 * @param startTimeout from the start of the container until players can be told
 * @param maxRetries attempts after the first
 * @param maxDuration from the assignment on; empty for no limit
 * @param retainAfterExit from the match's end on
 */
public record GameServer(
    PodTemplateSpec template,
    String container,
    boolean matchmakerToken,
    boolean serviceAccountToken,
    List<PortSpec> ports,
    Exposure exposure,
    AssignWhen assignWhen,
    Duration pendingTimeout,
    Duration startTimeout,
    int maxRetries,
    Optional<Duration> maxDuration,
    Duration retainAfterExit) {
  /** How long a Match is kept after its end when its profile says nothing. */
  public static final Duration DEFAULT_RETAIN = Duration.ofMinutes(5);

  private static final Duration DEFAULT_PENDING = Duration.ofMinutes(10);
  private static final Duration DEFAULT_START = Duration.ofSeconds(60);
  private static final int DEFAULT_RETRIES = 3;
  private static final String PATH = "spec.gameServer";

  public GameServer {
    ports = List.copyOf(ports);
  }

  /**
   * Reads a profile's {@code gameServer}.
   *
   * @throws InvalidProfile with everything that is wrong, by field under {@code spec.gameServer}
   */
  public static GameServer of(GameServerSpec spec) {
    if (spec == null || spec.template() == null || spec.template().isNull()) {
      throw new InvalidProfile(
          List.of(new Problem(PATH + ".template", "is required: the pod of a game server")));
    }
    return new Reader(spec).read();
  }

  /**
   * What is wrong with a pod template though it can be read, by field under {@code
   * spec.gameServer}: values of another type than Kubernetes has there, fields beside the pod, and
   * images that no node could pull. {@link #of} reads it all the same, as in a revision that is in
   * force.
   */
  public static List<Problem> mistakes(GameServerSpec spec) {
    if (spec == null || spec.template() == null) {
      return List.of();
    }
    var path = PATH + ".template";
    var problems = new ArrayList<>(TemplateTypes.problems(spec.template(), path));
    problems.addAll(Images.problems(spec.template(), path));
    return problems;
  }

  /**
   * The names of the fields that there are at a place of a pod template.
   *
   * @param path such as {@code spec.containers[0].resources}
   */
  public static List<String> templateFields(String path) {
    return TemplateTypes.fields(path);
  }

  /** Whether the address that players connect to is the node's. */
  public boolean usesHostPorts() {
    return exposure == Exposure.HostPort && !ports.isEmpty();
  }

  /** The container that gets the ports. */
  public Container gameContainer() {
    return template.getSpec().getContainers().stream()
        .filter(candidate -> container.equals(candidate.getName()))
        .findFirst()
        .orElseThrow();
  }

  private static final class Reader {
    private final GameServerSpec spec;
    private final List<Problem> problems = new ArrayList<>();

    Reader(GameServerSpec spec) {
      this.spec = spec;
    }

    GameServer read() {
      var template = PodTemplates.read(spec.template(), PATH + ".template");
      var container = container(template);
      var server =
          new GameServer(
              template,
              container,
              Boolean.TRUE.equals(spec.matchmakerToken()),
              Boolean.TRUE.equals(spec.serviceAccountToken()),
              ports(),
              spec.exposure() == null ? Exposure.HostPort : spec.exposure(),
              spec.assignWhen() == null ? AssignWhen.Ready : spec.assignWhen(),
              duration("pendingTimeout", spec.pendingTimeout()).orElse(DEFAULT_PENDING),
              duration("startTimeout", spec.startTimeout()).orElse(DEFAULT_START),
              spec.maxRetries() == null ? DEFAULT_RETRIES : spec.maxRetries(),
              duration("maxDuration", spec.maxDuration()),
              duration("retainAfterExit", spec.retainAfterExit()).orElse(DEFAULT_RETAIN));
      if (!problems.isEmpty()) {
        throw new InvalidProfile(problems);
      }
      return server;
    }

    private String container(PodTemplateSpec template) {
      var names = template.getSpec().getContainers().stream().map(Container::getName).toList();
      if (spec.container() == null) {
        return names.get(0);
      }
      if (!names.contains(spec.container())) {
        problems.add(
            new Problem(
                PATH + ".container",
                "is '" + spec.container() + "', but the template's containers are " + names));
      }
      return spec.container();
    }

    private List<PortSpec> ports() {
      var ports = new ArrayList<PortSpec>();
      for (int i = 0; spec.ports() != null && i < spec.ports().size(); i++) {
        var port = spec.ports().get(i);
        if (port == null || port.name() == null || port.containerPort() == null) {
          problems.add(new Problem(PATH + ".ports[" + i + "]", "needs a name and a containerPort"));
        } else {
          ports.add(
              new PortSpec(
                  port.name(),
                  port.containerPort(),
                  port.protocol() == null ? PortSpec.Protocol.UDP : port.protocol()));
        }
      }
      return ports;
    }

    private Optional<Duration> duration(String field, String text) {
      var duration = Durations.parse(text);
      if (text != null && duration.isEmpty()) {
        problems.add(
            new Problem(
                PATH + "." + field,
                "is '" + text + "', a duration of at least 1ms was expected, such as 30s or 5m"));
      }
      return duration;
    }
  }
}
