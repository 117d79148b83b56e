package dev.muster.operator.profile;

import dev.muster.api.mapping.ProfileMapping;
import dev.muster.api.v1alpha1.Api;
import dev.muster.api.v1alpha1.Matchmaker;
import dev.muster.api.v1alpha1.MatchmakerProfile;
import dev.muster.api.v1alpha1.MatchmakerProfileStatus;
import dev.muster.api.v1alpha1.MatchmakerSpec;
import dev.muster.operator.conditions.Conditions;
import dev.muster.operator.conditions.Finding;
import dev.muster.operator.events.EventRecorder;
import dev.muster.operator.objects.Names;
import dev.muster.operator.profile.QueueClaims.Claim;
import dev.muster.operator.revision.Revision;
import dev.muster.operator.revision.RevisionData;
import dev.muster.operator.revision.Revisions;
import io.fabric8.kubernetes.api.model.apps.ControllerRevision;
import io.fabric8.kubernetes.client.KubernetesClient;
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
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Accepts and refuses the specs of profiles. */
@ControllerConfiguration(
    name = "profile",
    generationAwareEventProcessing = false,
    fieldManager = Names.FIELD_MANAGER)
public final class ProfileReconciler implements Reconciler<MatchmakerProfile> {
  private static final String BY_MATCHMAKER = "by-matchmaker";

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
    profiles.addIndexer(BY_MATCHMAKER, profile -> List.of(key(profile)));
    return List.of(
        new InformerEventSource<>(
            InformerEventSourceConfiguration.from(Matchmaker.class, MatchmakerProfile.class)
                .withName("matchmakers-of-profiles")
                .withSecondaryToPrimaryMapper(
                    matchmaker ->
                        profiles.byIndex(BY_MATCHMAKER, key(matchmaker)).stream()
                            .map(ResourceID::fromResource)
                            .collect(Collectors.toSet()))
                .withPrimaryToSecondaryMapper(
                    (MatchmakerProfile profile) ->
                        java.util.Set.of(
                            new ResourceID(
                                RevisionData.matchmaker(profile.getSpec()),
                                profile.getMetadata().getNamespace())))
                .build(),
            context));
  }

  private static String key(MatchmakerProfile profile) {
    return profile.getMetadata().getNamespace() + "/" + RevisionData.matchmaker(profile.getSpec());
  }

  private static String key(Matchmaker matchmaker) {
    return matchmaker.getMetadata().getNamespace() + "/" + matchmaker.getMetadata().getName();
  }

  @Override
  public UpdateControl<MatchmakerProfile> reconcile(
      MatchmakerProfile profile, Context<MatchmakerProfile> context) {
    if (profile.isMarkedForDeletion()) {
      return UpdateControl.noUpdate();
    }
    var matchmaker = context.getSecondaryResource(Matchmaker.class);
    if (matchmaker.isEmpty()) {
      makeImplicit(profile);
    }
    var plan = ProfilePlan.of(view(profile, matchmaker, context));
    plan.revision().ifPresent(name -> revisions.ensure(revision(profile)));
    plan.notices().forEach(notice -> events.tell(profile, notice));
    return report(profile, plan);
  }

  private ProfileView view(
      MatchmakerProfile profile,
      Optional<Matchmaker> matchmaker,
      Context<MatchmakerProfile> context) {
    var assessment = Assessment.of(profile);
    var takenBy = assessment.isGood() ? takenBy(profile, context) : Optional.<String>empty();
    var refusal =
        assessment.isGood() && takenBy.isEmpty() && !isKnownGood(profile, assessment)
            ? podCheck.refusal(profile, assessment.server().orElseThrow())
            : Optional.<String>empty();
    return new ProfileView(profile, clock.instant(), assessment, takenBy, refusal, matchmaker);
  }

  /** Whether this very spec was accepted before, so that nobody has to be asked again. */
  private static boolean isKnownGood(MatchmakerProfile profile, Assessment assessment) {
    return assessment.revision().equals(ProfileView.status(profile).revision());
  }

  private Optional<String> takenBy(MatchmakerProfile profile, Context<MatchmakerProfile> context) {
    Predicate<MatchmakerProfile> isOther =
        other -> !other.getMetadata().getName().equals(profile.getMetadata().getName());
    var others =
        context.getPrimaryCache().byIndex(BY_MATCHMAKER, key(profile)).stream()
            .filter(isOther)
            .map(this::claim)
            .toList();
    return QueueClaims.takenBy(claim(profile), others);
  }

  private Claim claim(MatchmakerProfile profile) {
    var name = profile.getMetadata().getName();
    var asked =
        isRefused(profile)
            ? Optional.<String>empty()
            : Optional.ofNullable(profile.getSpec()).map(spec -> ProfileMapping.queue(name, spec));
    var served =
        revisions
            .get(profile.getMetadata().getNamespace(), ProfileView.status(profile).revision())
            .filter(
                revision ->
                    RevisionData.matchmaker(revision.spec())
                        .equals(RevisionData.matchmaker(profile.getSpec())))
            .map(Revision::queue);
    return new Claim(name, profile.getMetadata().getCreationTimestamp(), asked, served);
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
