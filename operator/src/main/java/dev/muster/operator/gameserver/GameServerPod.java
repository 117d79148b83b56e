package dev.muster.operator.gameserver;

import dev.muster.api.v1alpha1.Api;
import dev.muster.api.v1alpha1.PortSpec;
import dev.muster.api.v1alpha1.TicketSpec;
import dev.muster.operator.objects.Labels;
import dev.muster.operator.objects.Names;
import dev.muster.operator.objects.Owners;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.ContainerPortBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The pod of one attempt: the profile's template with everything that Muster adds. */
public final class GameServerPod {
  /** Tells the cluster autoscaler to leave a pod's node alone. */
  public static final String SAFE_TO_EVICT = "cluster-autoscaler.kubernetes.io/safe-to-evict";

  private final GameServer server;
  private final Attempt attempt;
  private final Home home;

  private GameServerPod(GameServer server, Attempt attempt, Home home) {
    this.server = server;
    this.attempt = attempt;
    this.home = home;
  }

  /** The pod to create. */
  public static Pod of(GameServer server, Attempt attempt, Home home) {
    return new GameServerPod(server, attempt, home).build();
  }

  private Pod build() {
    return new PodBuilder().withMetadata(metadata()).withSpec(spec()).build();
  }

  private ObjectMeta metadata() {
    var match = attempt.match();
    var metadata =
        new ObjectMetaBuilder()
            .withName(attempt.podName())
            .withNamespace(match.getMetadata().getNamespace())
            .withLabels(labels())
            .withAnnotations(annotations());
    if (match.getMetadata().getUid() != null) {
      metadata.withOwnerReferences(Owners.controlledBy(match));
    }
    return metadata.build();
  }

  private Map<String, String> labels() {
    var labels = new LinkedHashMap<String, String>();
    labels.put(Labels.NAME, attempt.match().getSpec().profile());
    labels.putAll(ofTemplate(ObjectMeta::getLabels));
    labels.put(Labels.PART_OF, Labels.MUSTER);
    labels.put(Labels.MANAGED_BY, Labels.MUSTER);
    labels.put(Labels.COMPONENT, Labels.GAME_SERVER);
    labels.put(Api.MATCHMAKER_LABEL, attempt.match().getSpec().matchmaker());
    labels.put(Api.PROFILE_LABEL, attempt.match().getSpec().profile());
    labels.put(Api.MATCH_LABEL, attempt.match().getMetadata().getName());
    labels.put(Api.REQUEST_ID_LABEL, attempt.requestId());
    return labels;
  }

  private Map<String, String> annotations() {
    var annotations = new LinkedHashMap<String, String>();
    annotations.put(SAFE_TO_EVICT, "false");
    annotations.putAll(ofTemplate(ObjectMeta::getAnnotations));
    annotations.put(
        Api.TICKETS_ANNOTATION,
        attempt.match().getSpec().tickets().stream()
            .map(TicketSpec::id)
            .collect(Collectors.joining(",")));
    return annotations;
  }

  private Map<String, String> ofTemplate(Function<ObjectMeta, Map<String, String>> part) {
    var metadata = server.template().getMetadata();
    var found = metadata == null ? null : part.apply(metadata);
    return found == null ? Map.of() : found;
  }

  private PodSpec spec() {
    var template = server.template().getSpec();
    var env = environment();
    var spec =
        new PodSpecBuilder(template)
            .withRestartPolicy("Never")
            .withAutomountServiceAccountToken(server.serviceAccountToken())
            .withContainers(
                template.getContainers().stream()
                    .map(container -> withPorts(withEnvironment(container, env)))
                    .toList())
            .withInitContainers(
                template.getInitContainers().stream()
                    .map(container -> withEnvironment(container, env))
                    .toList());
    if (template.getServiceAccountName() == null) {
      spec.withServiceAccountName(Names.GAME_SERVER_ACCOUNT);
    }
    return spec.build();
  }

  private List<EnvVar> environment() {
    var env = new EnvWriter();
    env.field("MUSTER_POD_IP", "status.podIP");
    MatchVariables.write(attempt.match().getSpec(), env);
    new ServerVariables(server, attempt, home, env).write();
    if (server.matchmakerToken()) {
      env.text("MM_BASE_URL", home.url());
      env.text("EDGEGAP_MM_URL", home.url());
      env.secret("MM_AUTH_TOKEN", home.matchmakerToken());
      env.secret("EDGEGAP_MM_AUTH_TOKEN", home.matchmakerToken());
      env.secret("EDGEGAP_MATCHMAKER_AUTH_TOKEN", home.matchmakerToken());
    }
    return env.variables();
  }

  /** Ours first, so that the container's own may refer to them; ours win on a clash. */
  private static Container withEnvironment(Container container, List<EnvVar> ours) {
    var names = ours.stream().map(EnvVar::getName).collect(Collectors.toSet());
    var env = new ArrayList<>(ours);
    container.getEnv().stream().filter(own -> !names.contains(own.getName())).forEach(env::add);
    return new ContainerBuilder(container).withEnv(env).build();
  }

  private Container withPorts(Container container) {
    if (!container.getName().equals(server.container())) {
      return container;
    }
    var ours = server.ports().stream().map(this::port).toList();
    var ports = new ArrayList<>(ours);
    container.getPorts().stream()
        .filter(own -> ours.stream().noneMatch(port -> clash(own, port)))
        .forEach(ports::add);
    return new ContainerBuilder(container).withPorts(ports).build();
  }

  private ContainerPort port(PortSpec port) {
    return new ContainerPortBuilder()
        .withName(port.name())
        .withContainerPort(port.containerPort())
        .withProtocol(port.protocol().name())
        .withHostPort(attempt.hostPorts().get(port.name()))
        .build();
  }

  /** Whether two ports of a container cannot both be: one name, or one number and protocol. */
  public static boolean clash(ContainerPort own, ContainerPort ours) {
    var protocol = own.getProtocol() == null ? "TCP" : own.getProtocol();
    return Objects.equals(own.getName(), ours.getName())
        || (Objects.equals(own.getContainerPort(), ours.getContainerPort())
            && protocol.equals(ours.getProtocol()));
  }
}
