package dev.muster.operator.profile;

import dev.muster.api.v1alpha1.Matchmaker;
import dev.muster.api.v1alpha1.MatchmakerProfile;
import dev.muster.api.v1alpha1.MatchmakerProfileStatus;
import dev.muster.operator.revision.RevisionData;
import java.time.Instant;
import java.util.Optional;

/**
 * All that a plan for a profile is made from.
 *
 * @param assessment what is to be said of the spec by itself
 * @param queueTakenBy the profile that has the queue already
 * @param podRefusal what the API server said of the pod, if it refused it
 * @param matchmaker the Matchmaker, if it exists
 */
record ProfileView(
    MatchmakerProfile profile,
    Instant now,
    Assessment assessment,
    Optional<String> queueTakenBy,
    Optional<String> podRefusal,
    Optional<Matchmaker> matchmaker) {
  private static final MatchmakerProfileStatus NEW =
      new MatchmakerProfileStatus(null, null, null, null, null);

  /** The status, or one without anything. */
  MatchmakerProfileStatus status() {
    return status(profile);
  }

  /** A profile's status, or one without anything. */
  static MatchmakerProfileStatus status(MatchmakerProfile profile) {
    return profile.getStatus() == null ? NEW : profile.getStatus();
  }

  /** The name of the Matchmaker that the profile belongs to. */
  String matchmakerName() {
    return RevisionData.matchmaker(profile.getSpec());
  }
}
