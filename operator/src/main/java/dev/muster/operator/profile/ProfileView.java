package dev.muster.operator.profile;

import dev.muster.api.v1alpha1.Matchmaker;
import dev.muster.api.v1alpha1.MatchmakerProfile;
import dev.muster.api.v1alpha1.MatchmakerProfileStatus;
import java.time.Instant;
import java.util.Optional;

/**
 * All that a plan for a profile is made from.
 *
 * @param assessment what is to be said of the spec by itself
 * @param queueTakenBy the profile that has the queue already
 * @param podRefusal what the API server said of the pod, if it refused it
 * @param asked the Matchmaker that the spec asks for
 * @param serving the one that serves the revision in force, which another spec may have asked for;
 *     the same as long as no revision is
 */
record ProfileView(
    MatchmakerProfile profile,
    Instant now,
    Assessment assessment,
    Optional<String> queueTakenBy,
    Optional<String> podRefusal,
    Home asked,
    Home serving) {
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

  /**
   * A Matchmaker that profiles belong to.
   *
   * @param name its name
   * @param matchmaker what it is, if it exists
   */
  record Home(String name, Optional<Matchmaker> matchmaker) {}
}
