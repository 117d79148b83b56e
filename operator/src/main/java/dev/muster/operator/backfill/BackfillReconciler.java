package dev.muster.operator.backfill;

import dev.muster.api.mapping.Durations;
import dev.muster.api.mapping.ProfileMapping;
import dev.muster.api.ticket.Roster;
import dev.muster.api.v1alpha1.Api;
import dev.muster.api.v1alpha1.Backfill;
import dev.muster.api.v1alpha1.BackfillSpec;
import dev.muster.api.v1alpha1.Match;
import dev.muster.api.v1alpha1.MatchStatus;
import dev.muster.api.v1alpha1.Matchmaker;
import dev.muster.api.v1alpha1.MatchmakerProfile;
import dev.muster.engine.profile.Problem;
import dev.muster.operator.backfill.BackfillView.Queue;
import dev.muster.operator.events.EventRecorder;
import dev.muster.operator.objects.Labels;
import dev.muster.operator.objects.Names;
import dev.muster.operator.objects.Owners;
import dev.muster.operator.revision.Revision;
import dev.muster.operator.revision.RevisionData;
import dev.muster.operator.revision.Revisions;
import dev.muster.operator.status.Conflict;
import dev.muster.operator.status.StatusWriter;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.ResourceCache;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Checks Backfills, lets them expire, and removes them with their server. */
@ControllerConfiguration(name = "backfill", generationAwareEventProcessing = false)
public final class BackfillReconciler implements Reconciler<Backfill> {
  private static final String BY_SERVER = "by-server";
  private static final Duration AFTER_CONFLICT = Duration.ofMillis(100);

  private final KubernetesClient client;
  private final Revisions revisions;
  private final EventRecorder events;
  private final Clock clock;
  private InformerEventSource<Pod, Backfill> pods;
  private InformerEventSource<Match, Backfill> matches;
  private InformerEventSource<MatchmakerProfile, Backfill> profiles;

  /** A reconciler. */
  public BackfillReconciler(
      KubernetesClient client, Revisions revisions, EventRecorder events, Clock clock) {
    this.client = client;
    this.revisions = revisions;
    this.events = events;
    this.clock = clock;
  }

  /** Whether a change of a Backfill asks for another look: its spec, or that a match took it. */
  public static boolean matters(Backfill changed, Backfill before) {
    return !Objects.equals(
            changed.getMetadata().getGeneration(), before.getMetadata().getGeneration())
        || BackfillView.status(changed).phase() != BackfillView.status(before).phase();
  }

  @Override
  public List<EventSource<?, Backfill>> prepareEventSources(EventSourceContext<Backfill> context) {
    var backfills = context.getPrimaryCache();
    backfills.addIndexer(BY_SERVER, BackfillReconciler::servers);
    pods =
        new InformerEventSource<>(
            InformerEventSourceConfiguration.from(Pod.class, Backfill.class)
                .withName("servers-of-backfills")
                .withLabelSelector(Labels.GAME_SERVER_SELECTOR)
                .withSecondaryToPrimaryMapper(
                    pod -> concerned(pod, key -> backfills.byIndex(BY_SERVER, key)))
                .build(),
            context);
    matches =
        new InformerEventSource<>(
            InformerEventSourceConfiguration.from(Match.class, Backfill.class)
                .withName("matches-of-backfills")
                .withSecondaryToPrimaryMapper(
                    match -> concerned(match, key -> backfills.byIndex(BY_SERVER, key)))
                .withOnAddFilter(BackfillReconciler::isAssigned)
                .withOnUpdateFilter((now, before) -> isAssigned(now) && !isAssigned(before))
                .withOnDeleteFilter((match, unknown) -> false)
                .build(),
            context);
    profiles =
        new InformerEventSource<>(
            InformerEventSourceConfiguration.from(MatchmakerProfile.class, Backfill.class)
                .withName("queues-of-backfills")
                .withSecondaryToPrimaryMapper(profile -> open(profile, backfills))
                .withOnUpdateFilter(
                    (now, before) -> !Objects.equals(revisionOf(now), revisionOf(before)))
                .build(),
            context);
    return List.of(pods, matches, profiles);
  }

  /** Other rules are in force: those that search have to fit them, too. */
  private static Set<ResourceID> open(
      MatchmakerProfile profile, ResourceCache<Backfill> backfills) {
    return backfills
        .list(profile.getMetadata().getNamespace(), BackfillView::isOpen)
        .map(ResourceID::fromResource)
        .collect(Collectors.toSet());
  }

  private static String revisionOf(MatchmakerProfile profile) {
    return profile.getStatus() == null ? null : profile.getStatus().revision();
  }

  private static boolean isAssigned(Match match) {
    return match.getStatus() != null && match.getStatus().phase() == MatchStatus.Phase.Assigned;
  }

  static List<String> servers(Backfill backfill) {
    var namespace = backfill.getMetadata().getNamespace();
    var server = Optional.ofNullable(backfill.getSpec()).map(BackfillSpec::server);
    return Stream.of(
            server.map(BackfillSpec.ServerRef::podName).map(pod -> podKey(namespace, pod)),
            server.map(BackfillSpec.ServerRef::match).map(match -> matchKey(namespace, match)),
            Optional.ofNullable(BackfillView.status(backfill).podName())
                .map(pod -> podKey(namespace, pod)))
        .flatMap(Optional::stream)
        .distinct()
        .toList();
  }

  private static Set<ResourceID> concerned(Pod pod, Function<String, List<Backfill>> byServer) {
    var namespace = pod.getMetadata().getNamespace();
    return of(
        List.of(
            podKey(namespace, pod.getMetadata().getName()),
            matchKey(namespace, String.valueOf(label(pod, Api.MATCH_LABEL)))),
        byServer);
  }

  /** Those that wait until the players of that match know where its server is. */
  static Set<ResourceID> concerned(Match match, Function<String, List<Backfill>> byServer) {
    var namespace = match.getMetadata().getNamespace();
    var keys = new ArrayList<String>();
    keys.add(matchKey(namespace, match.getMetadata().getName()));
    Optional.ofNullable(match.getStatus())
        .map(MatchStatus::podName)
        .ifPresent(pod -> keys.add(podKey(namespace, pod)));
    return of(keys, byServer);
  }

  private static Set<ResourceID> of(
      List<String> servers, Function<String, List<Backfill>> byServer) {
    return servers.stream()
        .flatMap(key -> byServer.apply(key).stream())
        .map(ResourceID::fromResource)
        .collect(Collectors.toSet());
  }

  private static String podKey(String namespace, String pod) {
    return namespace + "/pod/" + pod;
  }

  private static String matchKey(String namespace, String match) {
    return namespace + "/match/" + match;
  }

  private static String label(Pod pod, String name) {
    var labels = pod.getMetadata().getLabels();
    return labels == null ? null : labels.get(name);
  }

  @Override
  public UpdateControl<Backfill> reconcile(Backfill backfill, Context<Backfill> context) {
    if (backfill.isMarkedForDeletion()) {
      return UpdateControl.noUpdate();
    }
    var pod = pod(backfill);
    var revision = revision(backfill);
    var plan =
        BackfillPlan.of(
            new BackfillView(
                backfill,
                clock.instant(),
                revision.map(BackfillReconciler::queue),
                revision.map(rules -> unfit(backfill, rules)).orElse(List.of()),
                pod,
                told(backfill, pod)));
    try {
      return act(backfill, plan, context);
    } catch (Conflict e) {
      return UpdateControl.<Backfill>noUpdate().rescheduleAfter(AFTER_CONFLICT);
    }
  }

  private UpdateControl<Backfill> act(
      Backfill backfill, BackfillPlan plan, Context<Backfill> context) {
    if (plan.removed()) {
      client.resource(backfill).delete();
      return UpdateControl.noUpdate();
    }
    plan.owner()
        .filter(pod -> !Owners.isOwnedBy(backfill, pod))
        .ifPresent(pod -> own(backfill, pod));
    if (!plan.status().equals(BackfillView.status(backfill))) {
      var fresh = new Backfill();
      fresh.setMetadata(backfill.getMetadata());
      fresh.setSpec(backfill.getSpec());
      fresh.setStatus(plan.status());
      StatusWriter.write(backfill, fresh, context);
    }
    plan.notices().forEach(notice -> events.tell(backfill, notice));
    var control = UpdateControl.<Backfill>noUpdate();
    plan.again().ifPresent(control::rescheduleAfter);
    return control;
  }

  /** Its version changes by this, which the status then has to be written over. */
  private void own(Backfill backfill, Pod pod) {
    var owned = new Backfill();
    owned.getMetadata().setName(backfill.getMetadata().getName());
    owned.getMetadata().setNamespace(backfill.getMetadata().getNamespace());
    owned.getMetadata().setUid(backfill.getMetadata().getUid());
    owned.getMetadata().setOwnerReferences(List.of(Owners.ownedBy(pod)));
    var applied =
        client.resource(owned).fieldManager(Names.FIELD_MANAGER).forceConflicts().serverSideApply();
    backfill.setMetadata(applied.getMetadata());
  }

  /** The rules of its queue; empty while nobody serves that. */
  private Optional<Revision> revision(Backfill backfill) {
    var spec = backfill.getSpec();
    if (spec == null || spec.queue() == null) {
      return Optional.empty();
    }
    return profiles
        .list(backfill.getMetadata().getNamespace(), profile -> true)
        .flatMap(profile -> inForce(profile).stream())
        .filter(
            revision ->
                revision.queue().equals(spec.queue())
                    && RevisionData.matchmaker(revision.spec())
                        .equals(BackfillView.matchmaker(spec)))
        .findFirst();
  }

  /** What the rules have against its tickets, until it has ended. */
  private List<Problem> unfit(Backfill backfill, Revision rules) {
    var tickets = backfill.getSpec().tickets();
    if (!BackfillView.isOpen(backfill) || tickets == null) {
      return List.of();
    }
    var profile = ProfileMapping.profile(rules.profile(), rules.spec());
    var listed = beaconsListed(backfill);
    return tickets.stream()
        .flatMap(
            ticket -> Roster.problems(profile, ticket.id(), ticket.attributes(), listed).stream())
        .toList();
  }

  private boolean beaconsListed(Backfill backfill) {
    var matchmaker =
        client
            .resources(Matchmaker.class)
            .inNamespace(backfill.getMetadata().getNamespace())
            .withName(BackfillView.matchmaker(backfill.getSpec()))
            .get();
    return matchmaker != null
        && matchmaker.getSpec() != null
        && matchmaker.getSpec().beacons() != null
        && !matchmaker.getSpec().beacons().isEmpty();
  }

  /** Whether the players of the pod's own match know where it is, as far as the watch tells. */
  private boolean told(Backfill backfill, Optional<Pod> pod) {
    if (BackfillView.status(backfill).phase() != null) {
      return true;
    }
    var namespace = backfill.getMetadata().getNamespace();
    return pod.map(found -> label(found, Api.MATCH_LABEL))
        .flatMap(match -> matches.get(new ResourceID(match, namespace)))
        .filter(BackfillReconciler::isAssigned)
        .isPresent();
  }

  private Optional<Revision> inForce(MatchmakerProfile profile) {
    return Optional.ofNullable(revisionOf(profile))
        .flatMap(name -> revisions.get(profile.getMetadata().getNamespace(), name));
  }

  private static Queue queue(Revision revision) {
    return new Queue(
        revision.profile(),
        Durations.parse(revision.spec().ticketExpirationPeriod())
            .orElse(Queue.BY_DEFAULT.expiration()),
        Durations.parse(revision.spec().ticketRemovalPeriod()).orElse(Queue.BY_DEFAULT.removal()));
  }

  /** The server's pod, from the cache; what that does not show yet the API server is asked for. */
  private Optional<Pod> pod(Backfill backfill) {
    var namespace = backfill.getMetadata().getNamespace();
    var server = Optional.ofNullable(backfill.getSpec()).map(BackfillSpec::server);
    var byName =
        Optional.ofNullable(BackfillView.status(backfill).podName())
            .or(() -> server.map(BackfillSpec.ServerRef::podName));
    return byName.isPresent()
        ? byName.filter(Names::isPossible).flatMap(name -> podNamed(namespace, name))
        : server
            .map(BackfillSpec.ServerRef::match)
            .filter(Names::isPossible)
            .flatMap(match -> podOfMatch(namespace, match));
  }

  private Optional<Pod> podNamed(String namespace, String name) {
    return pods.get(new ResourceID(name, namespace))
        .or(() -> Optional.ofNullable(client.pods().inNamespace(namespace).withName(name).get()))
        .filter(pod -> label(pod, Api.MATCH_LABEL) != null);
  }

  /** The newest attempt's pod. */
  private Optional<Pod> podOfMatch(String namespace, String match) {
    return client
        .pods()
        .inNamespace(namespace)
        .withLabel(Api.MATCH_LABEL, match)
        .list()
        .getItems()
        .stream()
        .filter(BackfillView::runs)
        .findFirst();
  }
}
