package dev.muster.operator.profile;

import dev.muster.api.v1alpha1.Api;
import dev.muster.api.v1alpha1.Match;
import dev.muster.api.v1alpha1.MatchmakerProfile;
import dev.muster.operator.objects.Times;
import io.fabric8.kubernetes.api.model.apps.ControllerRevision;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import java.time.Clock;
import java.time.Duration;

/**
 * Removes revisions that neither a profile nor a match names.
 *
 * <p>Not sooner than a while after their making: a profile names its revision only after it exists,
 * and a runtime may still make matches of the one it is about to leave.
 */
@ControllerConfiguration(name = "revision", generationAwareEventProcessing = false)
public final class RevisionReconciler implements Reconciler<ControllerRevision> {
  private static final Duration LOOKS = Duration.ofMinutes(1);
  private static final Duration YOUNG = Duration.ofMinutes(1);

  private final KubernetesClient client;
  private final Clock clock;

  /** A reconciler. */
  public RevisionReconciler(KubernetesClient client, Clock clock) {
    this.client = client;
    this.clock = clock;
  }

  @Override
  public UpdateControl<ControllerRevision> reconcile(
      ControllerRevision revision, Context<ControllerRevision> context) {
    if (!isYoung(revision) && !isNamed(revision)) {
      client.resource(revision).delete();
      return UpdateControl.noUpdate();
    }
    return UpdateControl.<ControllerRevision>noUpdate().rescheduleAfter(LOOKS);
  }

  private boolean isYoung(ControllerRevision revision) {
    return Times.parse(revision.getMetadata().getCreationTimestamp())
        .map(made -> made.plus(YOUNG).isAfter(clock.instant()))
        .orElse(false);
  }

  /**
   * Whether something names a revision: its profile, also one whose spec has just gone back to it,
   * the runtime that serves it, or a match.
   */
  boolean isNamed(ControllerRevision revision) {
    var name = revision.getMetadata().getName();
    var namespace = revision.getMetadata().getNamespace();
    var profileName = revision.getMetadata().getLabels().get(Api.PROFILE_LABEL);
    var profile =
        client
            .resources(MatchmakerProfile.class)
            .inNamespace(namespace)
            .withName(profileName)
            .get();
    if (profile != null && isNamedBy(profile, name)) {
      return true;
    }
    return client
        .resources(Match.class)
        .inNamespace(namespace)
        .withLabel(Api.PROFILE_LABEL, profileName)
        .list()
        .getItems()
        .stream()
        .anyMatch(match -> match.getSpec() != null && name.equals(match.getSpec().revision()));
  }

  private static boolean isNamedBy(MatchmakerProfile profile, String revision) {
    var status = ProfileView.status(profile);
    return revision.equals(Assessment.of(profile).revision())
        || revision.equals(status.revision())
        || (status.queue() != null && revision.equals(status.queue().revision()));
  }
}
