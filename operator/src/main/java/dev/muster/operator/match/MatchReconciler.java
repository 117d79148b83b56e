package dev.muster.operator.match;

import dev.muster.api.v1alpha1.Api;
import dev.muster.api.v1alpha1.Backfill;
import dev.muster.api.v1alpha1.BackfillStatus;
import dev.muster.api.v1alpha1.Match;
import dev.muster.api.v1alpha1.MatchStatus;
import dev.muster.operator.events.EventRecorder;
import dev.muster.operator.gameserver.Attempt;
import dev.muster.operator.gameserver.GameServerPod;
import dev.muster.operator.match.HostPorts.PodKey;
import dev.muster.operator.match.MatchPlan.Step;
import dev.muster.operator.objects.Labels;
import dev.muster.operator.objects.Names;
import dev.muster.operator.objects.Times;
import dev.muster.operator.revision.Revisions;
import dev.muster.operator.status.Conflict;
import dev.muster.operator.status.StatusWriter;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.IndexerResourceCache;
import io.javaoperatorsdk.operator.processing.event.source.inbound.SimpleInboundEventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.Mappers;
import java.net.HttpURLConnection;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gives every match a game server, and ends both. */
@ControllerConfiguration(name = "match", generationAwareEventProcessing = false)
public final class MatchReconciler implements Reconciler<Match> {
  private static final Logger LOG = LoggerFactory.getLogger(MatchReconciler.class);
  private static final String FILLING_BY_POD = "filling-by-pod";
  private static final Duration AFTER_CONFLICT = Duration.ofMillis(100);

  private final KubernetesClient client;
  private final MatchLookups lookups;
  private final EventRecorder events;
  private final Clock clock;
  private final HostPorts hostPorts;
  private final PodCreation creation;
  private final CachedSights sights;
  private final StartGate gate;
  private final SimpleInboundEventSource<Match> turns = new SimpleInboundEventSource<>("turns");
  private InformerEventSource<Pod, Match> pods;

  /**
   * A reconciler.
   *
   * @param requestIds gives 12 fresh hex digits each time
   */
  public MatchReconciler(
      KubernetesClient client,
      Revisions revisions,
      EventRecorder events,
      Clock clock,
      Supplier<String> requestIds) {
    this.client = client;
    this.sights = new CachedSights(client);
    this.gate = new StartGate(sights, clock);
    this.hostPorts = new HostPorts(clock);
    this.lookups =
        new MatchLookups(client, revisions, clock, requestIds, gate, hostPorts, this::allPods);
    this.events = events;
    this.clock = clock;
    this.creation = new PodCreation(client);
  }

  /** Whether a change of a match asks for another look; one of its status is our own doing. */
  public static boolean matters(Match changed, Match before) {
    var now = changed.getMetadata();
    var then = before.getMetadata();
    return !Objects.equals(now.getGeneration(), then.getGeneration())
        || !Objects.equals(now.getAnnotations(), then.getAnnotations())
        || !Objects.equals(now.getDeletionTimestamp(), then.getDeletionTimestamp());
  }

  @Override
  public List<EventSource<?, Match>> prepareEventSources(EventSourceContext<Match> context) {
    var matches = context.getPrimaryCache();
    matches.addIndexer(FILLING_BY_POD, MatchReconciler::podFilled);
    pods =
        new InformerEventSource<>(
            InformerEventSourceConfiguration.from(Pod.class, Match.class)
                .withName("game-server-pods")
                .withLabelSelector(Labels.GAME_SERVER_SELECTOR)
                .withSecondaryToPrimaryMapper(pod -> concerned(pod, matches))
                .build(),
            context);
    return List.of(pods, sights.open(context, pods, this::next), turns);
  }

  private static List<String> podFilled(Match match) {
    var pod = MatchView.status(match).podName();
    return match.getSpec() == null || match.getSpec().backfill() == null || pod == null
        ? List.of()
        : List.of(match.getMetadata().getNamespace() + "/" + pod);
  }

  private Set<ResourceID> concerned(Pod pod, IndexerResourceCache<Match> matches) {
    var concerned =
        new HashSet<>(Mappers.<Pod>fromOwnerReferences(Match.class).toPrimaryResourceIDs(pod));
    var key = pod.getMetadata().getNamespace() + "/" + pod.getMetadata().getName();
    matches.byIndex(FILLING_BY_POD, key).stream()
        .map(ResourceID::fromResource)
        .forEach(concerned::add);
    var server = new ServerPod(pod, Optional.empty());
    if (server.isDead() || server.isBeingDeleted()) {
      MatchmakerRef.of(pod).map(this::next).ifPresent(concerned::addAll);
    }
    return concerned;
  }

  /** The matches that may start a server now, of those that wait for it. */
  private Set<ResourceID> next(MatchmakerRef of) {
    return gate.next(of).stream().map(ResourceID::fromResource).collect(Collectors.toSet());
  }

  @Override
  public UpdateControl<Match> reconcile(Match match, Context<Match> context) {
    var cached = context.getSecondaryResources(Pod.class);
    var view =
        lookups.view(
            match,
            List.copyOf(cached),
            (namespace, name) -> context.getPrimaryCache().get(new ResourceID(name, namespace)));
    try {
      return act(view, atItsTurn(view), context);
    } catch (Conflict e) {
      LOG.atDebug().log("The match changed meanwhile; looking again");
      return UpdateControl.<Match>noUpdate().rescheduleAfter(AFTER_CONFLICT);
    }
  }

  /** A plan that begins an attempt is only good if the gate lets the match through. */
  private MatchPlan atItsTurn(MatchView view) {
    var plan = MatchPlan.of(view);
    return plan.begins(view)
        .map(attempt -> gate.admit(view.match(), attempt, limits(view.home())))
        .map(turn -> MatchPlan.of(view.with(turn)))
        .orElse(plan);
  }

  private static StartLimits limits(HomeLookup home) {
    return home instanceof HomeLookup.Found found ? found.limits() : StartLimits.NONE;
  }

  private UpdateControl<Match> act(MatchView view, MatchPlan plan, Context<Match> context) {
    var match = report(view.match(), plan, context);
    var again = plan.again();
    for (Step step : plan.steps()) {
      var failure = take(step, match, view);
      if (failure.isPresent()) {
        var then =
            new ServerPlan(view.of(match))
                .podNotCreated(failure.get().reason(), failure.get().message());
        match = report(match, then, context);
        again = then.again();
      }
      if (step instanceof Step.ClaimBackfill) {
        again = Optional.of(Duration.ofMillis(1));
      }
    }
    if (plan.begins(view).isPresent() || plan.ends(view.match()) || view.hasEnded()) {
      MatchmakerRef.of(match).map(this::next).orElse(Set.of()).forEach(turns::propagateEvent);
    }
    var control = UpdateControl.<Match>noUpdate();
    again.ifPresent(control::rescheduleAfter);
    return control;
  }

  /** Writes the status if it is another, only over the version that was looked at. */
  private Match report(Match match, MatchPlan plan, Context<Match> context) {
    var reported =
        plan.status().equals(MatchView.status(match))
            ? match
            : write(match, plan.status(), context);
    if (plan.ends(match)) {
      gate.ended(match);
    }
    plan.notices().forEach(notice -> events.tell(match, notice));
    return reported;
  }

  private Match write(Match match, MatchStatus status, Context<Match> context) {
    var fresh = new Match();
    fresh.setMetadata(match.getMetadata());
    fresh.setSpec(match.getSpec());
    fresh.setStatus(status);
    return StatusWriter.write(match, fresh, context);
  }

  private Optional<MatchView.Problem> take(Step step, Match match, MatchView view) {
    if (step instanceof Step.CreatePod) {
      return createPod(match, view);
    }
    if (step instanceof Step.DeletePod delete) {
      deletePod(match, delete);
    } else if (step instanceof Step.ClaimBackfill) {
      claim(match, view.filling());
    } else if (step instanceof Step.NotePlayers note) {
      notePlayers(match, note.pod());
    } else if (step instanceof Step.RemoveMatch) {
      client.resource(match).delete();
    } else {
      throw new AssertionError(step);
    }
    return Optional.empty();
  }

  private Optional<MatchView.Problem> createPod(Match match, MatchView view) {
    var server = view.server().orElseThrow();
    var found = (HomeLookup.Found) view.home();
    var number = MatchView.attempt(match);
    var key =
        new PodKey(
            match.getMetadata().getNamespace(), Names.pod(match.getMetadata().getName(), number));
    var numbers =
        server.usesHostPorts()
            ? hostPorts.reserve(
                key, server.ports(), found.hostPorts(), MatchView.triedPorts(match), allPods())
            : Optional.of(Map.<String, Integer>of());
    if (numbers.isEmpty()) {
      return Optional.of(
          new MatchView.Problem(
              Reason.HostPortsExhausted,
              "the Matchmaker's hostPorts has fewer ports than one server needs"));
    }
    var attempt = new Attempt(match, number, match.getStatus().requestId(), numbers.get());
    var problem = creation.create(match, GameServerPod.of(server, attempt, found.home()));
    problem.ifPresent(given -> hostPorts.forget(key));
    return problem;
  }

  private List<Pod> allPods() {
    return pods.list().collect(Collectors.toList());
  }

  private void deletePod(Match match, Step.DeletePod delete) {
    var pod = client.pods().inNamespace(match.getMetadata().getNamespace()).withName(delete.name());
    if (delete.graceSeconds().isPresent()) {
      pod.withGracePeriod(delete.graceSeconds().get()).delete();
    } else {
      pod.delete();
    }
  }

  /** Adds to the annotation, unless someone changed the pod since it was looked at. */
  private void notePlayers(Match match, Pod pod) {
    var metadata = new ObjectMeta();
    metadata.setResourceVersion(pod.getMetadata().getResourceVersion());
    metadata.setAnnotations(Map.of(Api.TICKETS_ANNOTATION, PodPlayers.with(match, pod)));
    var patch = Serialization.asJson(Map.of("metadata", metadata));
    try {
      client
          .pods()
          .inNamespace(pod.getMetadata().getNamespace())
          .withName(pod.getMetadata().getName())
          .patch(PatchContext.of(PatchType.JSON_MERGE), patch);
    } catch (KubernetesClientException e) {
      if (e.getCode() != HttpURLConnection.HTTP_CONFLICT
          && e.getCode() != HttpURLConnection.HTTP_NOT_FOUND) {
        throw e;
      }
      throw new Conflict(e);
    }
  }

  /** Takes the seat, unless someone changed the Backfill since it was looked at. */
  private void claim(Match match, FillingView filling) {
    var backfill = filling.backfill().orElseThrow();
    var before = backfill.getStatus();
    var fresh = new Backfill();
    fresh.setMetadata(backfill.getMetadata());
    fresh.setSpec(backfill.getSpec());
    fresh.setStatus(
        new BackfillStatus(
            BackfillStatus.Phase.Assigned,
            before.podName(),
            before.profile(),
            match.getMetadata().getName(),
            match.getSpec().tickets(),
            before.expiresAt(),
            Times.precise(clock.instant()),
            before.conditions()));
    StatusWriter.writeOther(client, fresh);
  }
}
