package dev.muster.runtime.loop;

import dev.muster.engine.profile.Profile;
import java.util.Objects;

/**
 * A profile's rules in one revision.
 *
 * @param profileName the MatchmakerProfile resource's name
 * @param revision the ControllerRevision's name
 * @param profile the rules; names the queue
 */
public record QueueRevision(String profileName, String revision, Profile profile) {
  public QueueRevision {
    Objects.requireNonNull(profileName, "profileName");
    Objects.requireNonNull(revision, "revision");
    Objects.requireNonNull(profile, "profile");
  }

  /** What clients call the queue. */
  public String queue() {
    return profile.queue();
  }
}
