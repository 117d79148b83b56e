package dev.muster.operator.matchmaker;

import dev.muster.api.v1alpha1.MatchmakerSpec;
import dev.muster.api.v1alpha1.MatchmakerStatus;
import dev.muster.engine.profile.Problem;
import dev.muster.operator.conditions.Conditions;
import dev.muster.operator.conditions.Finding;
import dev.muster.operator.matchmaker.RuntimePlacement.Deployed;
import dev.muster.operator.matchmaker.RuntimePlacement.External;
import dev.muster.operator.matchmaker.RuntimePlacement.ServiceHost;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentCondition;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatus;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What a Matchmaker should consist of, and what to say about it.
 *
 * @param desired what is to be applied
 * @param makesTokens whether the operator keeps the Secret with the tokens
 * @param removed whether the Matchmaker itself is to be deleted
 * @param status what the status should be
 * @param again when to look again, though nothing changed
 */
record MatchmakerPlan(
    List<HasMetadata> desired,
    boolean makesTokens,
    boolean removed,
    MatchmakerStatus status,
    Duration again) {
  static final String ACCEPTED = "Accepted";
  static final String INVALID_SPEC = "InvalidSpec";
  static final String RUNTIME_REFUSED = "RuntimeRefused";
  static final String SERVING = "Serving";
  static final String EXTERNAL_RUNTIME = "ExternalRuntime";
  static final String STOPPED = "Stopped";
  static final String STARTING = "Starting";
  static final String UNAVAILABLE = "Unavailable";
  static final String TOKENS_MISSING = "TokensSecretMissing";

  private static final Duration WHEN_ALL_IS_WELL = Duration.ofMinutes(1);
  private static final Duration WHILE_SOMETHING_LACKS = Duration.ofSeconds(5);

  MatchmakerPlan {
    desired = List.copyOf(desired);
  }

  /** Decides. */
  static MatchmakerPlan of(MatchmakerView view) {
    if (!view.isServed() && ImplicitMatchmaker.isOurs(view.matchmaker())) {
      return new MatchmakerPlan(List.of(), false, true, view.status(), WHEN_ALL_IS_WELL);
    }
    var problem =
        problem(view.spec())
            .map(found -> new Refused(INVALID_SPEC, found.toString()))
            .or(() -> view.refusal().map(text -> new Refused(RUNTIME_REFUSED, text)))
            .map(found -> found.withWhatStays(view));
    var accepted =
        problem
            .map(found -> Finding.no(Finding.ACCEPTED, found.reason(), found.message()))
            .orElseGet(() -> Finding.yes(Finding.ACCEPTED, ACCEPTED, "The spec makes sense"));
    var ready =
        problem
            .map(found -> Finding.no(Finding.READY, found.reason(), found.message()))
            .orElseGet(() -> ready(view));
    return new MatchmakerPlan(
        problem.isPresent() ? List.of() : desired(view),
        problem.isEmpty() && view.spec().tokensSecretName() == null,
        false,
        status(view, accepted, ready),
        ready.isTrue() ? WHEN_ALL_IS_WELL : WHILE_SOMETHING_LACKS);
  }

  private record Refused(String reason, String message) {
    Refused withWhatStays(MatchmakerView view) {
      return view.deployment().isEmpty()
          ? this
          : new Refused(reason, message + " (the runtime goes on as it was before)");
    }
  }

  /** What no schema can see, and what one refuses, should an object that it never saw be stored. */
  static Optional<Problem> problem(MatchmakerSpec spec) {
    if (spec.replicas() != null && (spec.replicas() < 0 || spec.replicas() > 1)) {
      return Optional.of(
          new Problem(
              "spec.replicas",
              "is " + spec.replicas() + ": use 0 or 1, as tickets are kept in memory"));
    }
    var ports = spec.hostPorts();
    if (ports != null
        && (ports.min() == null || ports.max() == null || ports.min() > ports.max())) {
      return Optional.of(
          new Problem("spec.hostPorts", "needs a min and a max, and min must not be above max"));
    }
    var proxies = spec.trustedProxies() == null ? List.<String>of() : spec.trustedProxies();
    return IntStream.range(0, proxies.size())
        .filter(i -> isNoIpv6(proxies.get(i)))
        .mapToObj(
            i ->
                new Problem(
                    "spec.trustedProxies[" + i + "]",
                    "is '" + proxies.get(i) + "'; an IPv6 address was expected before the '/'"))
        .findFirst();
  }

  /** Whether something with colons is no address: to a schema any digits and colons look good. */
  private static boolean isNoIpv6(String network) {
    if (network.indexOf(':') < 0) {
      return false;
    }
    try {
      InetAddress.getByName(network.replaceFirst("/.*", ""));
      return false;
    } catch (UnknownHostException e) {
      return true;
    }
  }

  private static List<HasMetadata> desired(MatchmakerView view) {
    var objects = new RuntimeObjects(view.matchmaker());
    var desired = new ArrayList<HasMetadata>();
    desired.add(objects.gameServerAccount());
    if (view.placement() instanceof Deployed deployed) {
      desired.add(objects.account());
      desired.add(objects.role());
      desired.add(objects.roleBinding());
      desired.add(objects.service());
      if (objects.service().getSpec().getPorts().size() == 1) {
        desired.add(objects.managementService());
      }
      desired.add(RuntimeDeployment.of(view, deployed.image()));
    }
    return desired;
  }

  /** Those of the objects that the spec shapes, so that the API server may refuse them. */
  Stream<HasMetadata> shaped() {
    return desired.stream()
        .filter(object -> object instanceof Deployment || object instanceof Service);
  }

  /** Whether a Service of this Matchmaker was made for an earlier spec. */
  boolean isObsolete(Service found) {
    var name = found.getMetadata().getName();
    return !desired.isEmpty()
        && desired.stream()
            .filter(Service.class::isInstance)
            .noneMatch(wanted -> wanted.getMetadata().getName().equals(name));
  }

  private static MatchmakerStatus status(MatchmakerView view, Finding accepted, Finding ready) {
    var deployment = view.deployment().map(Deployment::getStatus);
    return new MatchmakerStatus(
        view.matchmaker().getMetadata().getGeneration(),
        Conditions.of(
            view.status().conditions(), view.matchmaker(), view.now(), List.of(accepted, ready)),
        url(view).orElse(null),
        deployment.map(DeploymentStatus::getReplicas).orElse(0),
        deployment.map(DeploymentStatus::getReadyReplicas).orElse(0));
  }

  /** Where clients in the cluster reach the runtime; empty until that is known. */
  private static Optional<String> url(MatchmakerView view) {
    if (view.placement() instanceof External external) {
      return Optional.of(external.url());
    }
    var deployed = (Deployed) view.placement();
    var host =
        deployed.serviceHost() == ServiceHost.Dns
            ? Optional.of(view.name() + "." + view.namespace() + ".svc")
            : view.service().flatMap(MatchmakerPlan::clusterIp);
    return host.map(name -> "http://" + name + ":" + RuntimeDeployment.HTTP_PORT);
  }

  private static Optional<String> clusterIp(Service service) {
    return Optional.ofNullable(service.getSpec().getClusterIP())
        .filter(ip -> !ip.isEmpty() && !ip.equals("None"))
        .map(ip -> ip.indexOf(':') >= 0 ? "[" + ip + "]" : ip);
  }

  private static Finding ready(MatchmakerView view) {
    if (!view.tokensExist() && view.spec().tokensSecretName() != null) {
      return Finding.no(Finding.READY, TOKENS_MISSING, tokensMissing(view));
    }
    if (view.placement() instanceof External external) {
      return Finding.yes(
          Finding.READY,
          EXTERNAL_RUNTIME,
          "The runtime is run outside of the cluster, at " + external.url());
    }
    if (view.replicas() == 0) {
      return Finding.no(Finding.READY, STOPPED, "spec.replicas is 0: set it to 1 to serve players");
    }
    return view.deployment()
        .map(deployment -> ready(view, deployment))
        .orElseGet(() -> starting("The runtime's Deployment is being created"));
  }

  private static String tokensMissing(MatchmakerView view) {
    var stays =
        view.mountedTokens().equals(view.wantedTokens())
            ? ""
            : " (the runtime goes on with the tokens of Secret " + view.mountedTokens() + ")";
    return "There is no Secret %s with tokens in namespace %s: create it with a token as the value of each key, or remove spec.tokensSecretName"
            .formatted(view.wantedTokens(), view.namespace())
        + stays;
  }

  private static Finding ready(MatchmakerView view, Deployment deployment) {
    var status = deployment.getStatus();
    if (status == null || !isCurrent(deployment)) {
      return starting("The runtime is being started or replaced");
    }
    int readyReplicas = status.getReadyReplicas() == null ? 0 : status.getReadyReplicas();
    if (readyReplicas >= view.replicas()) {
      return Finding.yes(
          Finding.READY,
          SERVING,
          "%d of %d runtimes serve".formatted(readyReplicas, view.replicas()));
    }
    return trouble(status)
        .map(text -> Finding.no(Finding.READY, UNAVAILABLE, "The runtime does not start: " + text))
        .orElseGet(() -> starting("The runtime is being started"));
  }

  private static boolean isCurrent(Deployment deployment) {
    var generation = deployment.getMetadata().getGeneration();
    var observed = deployment.getStatus().getObservedGeneration();
    return generation == null || (observed != null && observed >= generation);
  }

  private static Optional<String> trouble(DeploymentStatus status) {
    return status.getConditions().stream()
        .filter(MatchmakerPlan::isBad)
        .map(condition -> condition.getReason() + ": " + condition.getMessage())
        .findFirst();
  }

  private static boolean isBad(DeploymentCondition condition) {
    return switch (condition.getType()) {
      case "ReplicaFailure" -> "True".equals(condition.getStatus());
      case "Progressing" -> "False".equals(condition.getStatus());
      default -> false;
    };
  }

  private static Finding starting(String message) {
    return Finding.no(Finding.READY, STARTING, message);
  }
}
