package dev.muster.operator.match;

import dev.muster.api.v1alpha1.Api;
import dev.muster.api.v1alpha1.Backfill;
import dev.muster.api.v1alpha1.BackfillSpec;
import dev.muster.api.v1alpha1.BeaconSpec;
import dev.muster.api.v1alpha1.Match;
import dev.muster.api.v1alpha1.MatchStatus;
import dev.muster.engine.profile.InvalidProfile;
import dev.muster.operator.gameserver.GameServer;
import dev.muster.operator.gameserver.Locations;
import dev.muster.operator.objects.Owners;
import dev.muster.operator.revision.Revisions;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/** Looks: makes the view of a match from caches, and from the API server where those don't do. */
final class MatchLookups {
  private static final Set<Integer> NO_NODE_RIGHTS = Set.of(403, 404, 501);

  private final KubernetesClient client;
  private final Revisions revisions;
  private final HomeReader homes;
  private final Clock clock;
  private final Supplier<String> requestIds;
  private final StartGate gate;
  private final HostPorts hostPorts;
  private final Supplier<List<Pod>> allPods;

  MatchLookups(
      KubernetesClient client,
      Revisions revisions,
      Clock clock,
      Supplier<String> requestIds,
      StartGate gate,
      HostPorts hostPorts,
      Supplier<List<Pod>> allPods) {
    this.client = client;
    this.revisions = revisions;
    this.homes = new HomeReader(client);
    this.clock = clock;
    this.requestIds = requestIds;
    this.gate = gate;
    this.hostPorts = hostPorts;
    this.allPods = allPods;
  }

  /**
   * The view of a match.
   *
   * @param cached the pods that the cache has for it
   * @param matches the cached match of a namespace and a name
   */
  MatchView view(
      Match match, List<Pod> cached, BiFunction<String, String, Optional<Match>> matches) {
    var server = MatchSpecs.problem(match.getSpec()).isPresent() ? noServer() : server(match);
    var pods = pods(match, cached);
    var known =
        new MatchView(
            match,
            clock.instant(),
            server.server(),
            server.problem(),
            pods,
            new HomeLookup.NotAsked(),
            Optional.empty(),
            Locations.of(List.of(), ""),
            requestIds.get(),
            FillingView.NONE,
            new Turn.Go(clock.instant()),
            Optional.empty());
    if (known.hasEnded() || MatchSpecs.problem(match.getSpec()).isPresent()) {
      return known;
    }
    return match.getSpec().backfill() == null
        ? withServer(known.mayBegin() ? known.with(gate.look(match)) : known)
        : known.with(filling(match, matches));
  }

  private MatchView withServer(MatchView view) {
    if (view.server().isEmpty() || view.status().phase() == MatchStatus.Phase.Assigned) {
      return view;
    }
    var server = view.server().get();
    var pod = view.pod();
    var home =
        view.turn() instanceof Turn.Go && (pod.isEmpty() || view.status().failedAt() != null)
            ? homes.read(view.match(), server)
            : new HomeLookup.NotAsked();
    var assignable = pod.filter(found -> found.isAssignable(server.assignWhen()));
    var address = assignable.flatMap(found -> address(server, found.pod()));
    var beacons =
        address.isPresent()
            ? HomeReader.beaconsOf(homes.matchmaker(view.match()))
            : List.<BeaconSpec>of();
    var location = Locations.of(beacons, view.match().getSpec().location());
    return view.with(home, address, location, ports(view, server));
  }

  /** Only of a pod that the scheduler says has no free ports anywhere. */
  private Optional<PortOutlook> ports(MatchView view, GameServer server) {
    var pod = view.pod().filter(found -> view.status().failedAt() == null);
    var refusal = pod.flatMap(ServerPod::portRefusal);
    if (!server.usesHostPorts() || refusal.isEmpty()) {
      return Optional.empty();
    }
    return homes
        .matchmaker(view.match())
        .flatMap(
            matchmaker ->
                hostPorts.outlook(
                    pod.get().pod(),
                    refusal.get(),
                    server.ports(),
                    HomeReader.hostPorts(matchmaker),
                    MatchView.triedPorts(view.match()),
                    allPods.get()));
  }

  private record ServerAnswer(Optional<GameServer> server, Optional<MatchView.Problem> problem) {}

  private static ServerAnswer noServer() {
    return new ServerAnswer(Optional.empty(), Optional.empty());
  }

  private ServerAnswer server(Match match) {
    var name = match.getSpec().revision();
    var revision = revisions.get(match.getMetadata().getNamespace(), name);
    if (revision.isEmpty()) {
      return problem(Reason.RevisionMissing, "Revision " + name + " does not exist");
    }
    try {
      return new ServerAnswer(
          Optional.of(GameServer.of(revision.get().spec().gameServer())), Optional.empty());
    } catch (InvalidProfile e) {
      return problem(
          Reason.RevisionUnusable, "Revision " + name + " cannot be played: " + e.getMessage());
    }
  }

  private static ServerAnswer problem(Reason reason, String message) {
    return new ServerAnswer(Optional.empty(), Optional.of(new MatchView.Problem(reason, message)));
  }

  /**
   * The match's own pods. That a pod is gone is too weighty to believe a cache that may have begun
   * behind the times: the API server is asked.
   */
  private List<Pod> pods(Match match, List<Pod> cached) {
    var pods =
        new ArrayList<>(cached.stream().filter(pod -> Owners.isOwnedBy(pod, match)).toList());
    var named = MatchView.status(match).podName();
    var fills = match.getSpec() != null && match.getSpec().backfill() != null;
    var seen = pods.stream().anyMatch(pod -> pod.getMetadata().getName().equals(named));
    if (named != null && !fills && !seen && !MatchView.hasEnded(match)) {
      pod(match, named).filter(pod -> Owners.isOwnedBy(pod, match)).ifPresent(pods::add);
    }
    return pods;
  }

  private Optional<Pod> pod(Match match, String name) {
    return Optional.ofNullable(
        client.pods().inNamespace(match.getMetadata().getNamespace()).withName(name).get());
  }

  private Optional<NodeAddress> address(GameServer server, Pod pod) {
    return server.usesHostPorts() ? NodeAddress.of(node(pod), pod) : NodeAddress.ofPod(pod);
  }

  private Optional<Node> node(Pod pod) {
    try {
      return Optional.ofNullable(client.nodes().withName(pod.getSpec().getNodeName()).get());
    } catch (KubernetesClientException e) {
      if (NO_NODE_RIGHTS.contains(e.getCode())) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private FillingView filling(Match match, BiFunction<String, String, Optional<Match>> matches) {
    var namespace = match.getMetadata().getNamespace();
    var backfill =
        Optional.ofNullable(
            client
                .resources(Backfill.class)
                .inNamespace(namespace)
                .withName(match.getSpec().backfill())
                .get());
    var server = backfill.map(Backfill::getSpec).map(BackfillSpec::server);
    var podName =
        Optional.ofNullable(MatchView.status(match).podName())
            .or(() -> server.map(BackfillSpec.ServerRef::podName));
    var pod = podName.flatMap(name -> pod(match, name));
    var serverMatch =
        pod.map(found -> found.getMetadata().getLabels())
            .map(labels -> labels.get(Api.MATCH_LABEL))
            .or(() -> server.map(BackfillSpec.ServerRef::match))
            .or(() -> podName.map(MatchLookups::matchOf))
            .flatMap(name -> matches.apply(namespace, name));
    return new FillingView(backfill, serverMatch, pod);
  }

  /** A pod is called after its match and its attempt. */
  private static String matchOf(String podName) {
    int dash = podName.lastIndexOf('-');
    return dash < 0 ? podName : podName.substring(0, dash);
  }
}
