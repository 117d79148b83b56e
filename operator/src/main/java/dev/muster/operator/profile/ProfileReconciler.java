package dev.muster.operator.profile;

import dev.muster.api.mapping.ProfileMapping;
import dev.muster.api.v1alpha1.Api;
import dev.muster.api.v1alpha1.Matchmaker;
import dev.muster.api.v1alpha1.MatchmakerProfile;
import dev.muster.api.v1alpha1.MatchmakerProfileSpec;
import dev.muster.api.v1alpha1.MatchmakerProfileStatus;
import dev.muster.api.v1alpha1.MatchmakerSpec;
import dev.muster.operator.conditions.Conditions;
import dev.muster.operator.conditions.Finding;
import dev.muster.operator.events.EventRecorder;
import dev.muster.operator.objects.Names;
import dev.muster.operator.objects.Namespaces;
import dev.muster.operator.profile.ProfileView.Home;
import dev.muster.operator.profile.QueueClaims.Claim;
import dev.muster.operator.revision.Revision;
import dev.muster.operator.revision.RevisionData;
import dev.muster.operator.revision.Revisions;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.ControllerRevision;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Accepts and refuses the specs of profiles. */
@ControllerConfiguration(
    name = "profile",
    generationAwareEventProcessing = false,
    fieldManager = Names.FIELD_MANAGER)
public final class ProfileReconciler implements Reconciler<MatchmakerProfile> {
  private static final Logger LOG = LoggerFactory.getLogger(ProfileReconciler.class);

  private final KubernetesClient client;
  private final Revisions revisions;
  private final EventRecorder events;
  private final Clock clock;
  private final PodCheck podCheck;

  /** A reconciler. */
  public ProfileReconciler(
      KubernetesClient client, Revisions revisions, EventRecorder events, Clock clock) {
    this.client = client;
    this.revisions = revisions;
    this.events = events;
    this.clock = clock;
    this.podCheck = new PodCheck(client);
  }

  /** Whether a change of a profile asks for another look. */
  public static boolean matters(MatchmakerProfile changed, MatchmakerProfile before) {
    return !Objects.equals(
            changed.getMetadata().getGeneration(), before.getMetadata().getGeneration())
        || !Objects.equals(served(changed), served(before));
  }

  private static String served(MatchmakerProfile profile) {
    var queue = ProfileView.status(profile).queue();
    return queue == null ? null : queue.revision();
  }

  @Override
  public List<EventSource<?, MatchmakerProfile>> prepareEventSources(
      EventSourceContext<MatchmakerProfile> context) {
    var profiles = context.getPrimaryCache();
    return List.of(
        new InformerEventSource<>(
            InformerEventSourceConfiguration.from(Matchmaker.class, MatchmakerProfile.class)
                .withName("matchmakers-of-profiles")
                .withSecondaryToPrimaryMapper(
                    matchmaker ->
                        profiles
                            .list(
                                matchmaker.getMetadata().getNamespace(),
                                profile -> homes(profile).contains(name(matchmaker)))
                            .map(ResourceID::fromResource)
                            .collect(Collectors.toSet()))
                .withPrimaryToSecondaryMapper(
                    (MatchmakerProfile profile) ->
                        homes(profile).stream()
                            .map(name -> new ResourceID(name, namespace(profile)))
                            .collect(Collectors.toSet()))
                .build(),
            context));
  }

  /** The Matchmaker that a profile asks for, and the one that serves it. */
  private Set<String> homes(MatchmakerProfile profile) {
    var homes = new HashSet<String>();
    homes.add(RevisionData.matchmaker(profile.getSpec()));
    revisions.matchmaker(profile).ifPresent(homes::add);
    return homes;
  }

  private static String name(HasMetadata object) {
    return object.getMetadata().getName();
  }

  private static String namespace(HasMetadata object) {
    return object.getMetadata().getNamespace();
  }

  @Override
  public UpdateControl<MatchmakerProfile> reconcile(
      MatchmakerProfile profile, Context<MatchmakerProfile> context) {
    if (profile.isMarkedForDeletion()) {
      return UpdateControl.noUpdate();
    }
    try {
      return look(profile, context);
    } catch (KubernetesClientException e) {
      if (!Namespaces.isGoing(e)) {
        throw e;
      }
      LOG.atDebug().setCause(e).log("The profile goes with its namespace");
      return UpdateControl.noUpdate();
    }
  }

  private UpdateControl<MatchmakerProfile> look(
      MatchmakerProfile profile, Context<MatchmakerProfile> context) {
    var view = view(profile, context);
    if (view.asked().matchmaker().isEmpty()) {
      makeImplicit(profile);
    }
    var plan = ProfilePlan.of(view);
    plan.revision().ifPresent(name -> revisions.ensure(revision(profile)));
    plan.notices().forEach(notice -> events.tell(profile, notice));
    return report(profile, plan);
  }

  private ProfileView view(MatchmakerProfile profile, Context<MatchmakerProfile> context) {
    var assessment = Assessment.of(profile);
    var takenBy = assessment.isGood() ? takenBy(profile, context) : Optional.<String>empty();
    var refusal =
        assessment.isGood() && takenBy.isEmpty() && !isKnownGood(profile, assessment)
            ? podCheck.refusal(profile, assessment.server().orElseThrow())
            : Optional.<String>empty();
    var asked = RevisionData.matchmaker(profile.getSpec());
    return new ProfileView(
        profile,
        clock.instant(),
        assessment,
        takenBy,
        refusal,
        home(asked, context),
        home(revisions.matchmaker(profile).orElse(asked), context));
  }

  private static Home home(String name, Context<MatchmakerProfile> context) {
    return new Home(
        name,
        context
            .getSecondaryResourcesAsStream(Matchmaker.class)
            .filter(matchmaker -> name.equals(name(matchmaker)))
            .findFirst());
  }

  /** Whether this very spec was accepted before, so that nobody has to be asked again. */
  private static boolean isKnownGood(MatchmakerProfile profile, Assessment assessment) {
    return assessment.revision().equals(ProfileView.status(profile).revision());
  }

  private Optional<String> takenBy(MatchmakerProfile profile, Context<MatchmakerProfile> context) {
    var matchmaker = RevisionData.matchmaker(profile.getSpec());
    var others =
        context
            .getPrimaryCache()
            .list(namespace(profile), other -> !name(other).equals(name(profile)))
            .map(other -> claim(other, matchmaker, !isRefused(other)))
            .toList();
    return QueueClaims.takenBy(claim(profile, matchmaker, true), others);
  }

  /** What a profile says of the queues of a Matchmaker; only what it serves if it asks for none. */
  private Claim claim(MatchmakerProfile profile, String matchmaker, boolean asks) {
    Predicate<MatchmakerProfileSpec> isThere =
        spec -> matchmaker.equals(RevisionData.matchmaker(spec));
    var asked =
        Optional.ofNullable(profile.getSpec())
            .filter(isThere.and(spec -> asks))
            .map(spec -> ProfileMapping.queue(name(profile), spec));
    var served =
        revisions
            .get(namespace(profile), ProfileView.status(profile).revision())
            .filter(revision -> isThere.test(revision.spec()))
            .map(Revision::queue);
    return new Claim(name(profile), profile.getMetadata().getCreationTimestamp(), asked, served);
  }

  /** Whether the spec as it stands was refused for something else than its queue. */
  private static boolean isRefused(MatchmakerProfile profile) {
    return Conditions.find(ProfileView.status(profile).conditions(), Finding.ACCEPTED)
        .filter(accepted -> "False".equals(accepted.getStatus()))
        .filter(accepted -> !ProfilePlan.QUEUE_TAKEN.equals(accepted.getReason()))
        .filter(
            accepted ->
                Objects.equals(
                    accepted.getObservedGeneration(), profile.getMetadata().getGeneration()))
        .isPresent();
  }

  private void makeImplicit(MatchmakerProfile profile) {
    if (!Api.DEFAULT_MATCHMAKER.equals(RevisionData.matchmaker(profile.getSpec()))) {
      return;
    }
    var matchmaker = new Matchmaker();
    matchmaker.getMetadata().setName(Api.DEFAULT_MATCHMAKER);
    matchmaker.getMetadata().setNamespace(profile.getMetadata().getNamespace());
    if (client.resource(matchmaker).get() != null) {
      return;
    }
    matchmaker.getMetadata().setLabels(java.util.Map.of(Api.IMPLICIT_LABEL, "true"));
    matchmaker.setSpec(MatchmakerSpec.defaults());
    client
        .resource(matchmaker)
        .fieldManager(Names.FIELD_MANAGER)
        .forceConflicts()
        .serverSideApply();
  }

  private static ControllerRevision revision(MatchmakerProfile profile) {
    var generation = profile.getMetadata().getGeneration();
    return RevisionData.toCreate(profile, generation == null ? 1 : generation);
  }

  private static UpdateControl<MatchmakerProfile> report(
      MatchmakerProfile profile, ProfilePlan plan) {
    UpdateControl<MatchmakerProfile> control;
    if (plan.status().equals(withoutQueue(ProfileView.status(profile)))) {
      control = UpdateControl.noUpdate();
    } else {
      var fresh = new MatchmakerProfile();
      fresh.getMetadata().setName(profile.getMetadata().getName());
      fresh.getMetadata().setNamespace(profile.getMetadata().getNamespace());
      fresh.setStatus(plan.status());
      control = UpdateControl.patchStatus(fresh);
    }
    plan.again().ifPresent(control::rescheduleAfter);
    return control;
  }

  private static MatchmakerProfileStatus withoutQueue(MatchmakerProfileStatus status) {
    return new MatchmakerProfileStatus(
        status.observedGeneration(), status.revision(), status.conditions(), status.url(), null);
  }
}
