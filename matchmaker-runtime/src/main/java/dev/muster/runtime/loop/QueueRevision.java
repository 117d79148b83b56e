package dev.muster.runtime.loop;

import dev.muster.engine.profile.Profile;
import java.util.Objects;
import java.util.Set;

/**
 * A profile's rules in one revision.
 *
 * @param profileName the MatchmakerProfile resource's name
 * @param revision the ControllerRevision's name
 * @param profile the rules; names the queue
 * @param serverAttributes attributes that only holders of a token of game servers may say
 */
public record QueueRevision(
    String profileName, String revision, Profile profile, Set<String> serverAttributes) {
  /** Rules whose attributes anybody may say. */
  public QueueRevision(String profileName, String revision, Profile profile) {
    this(profileName, revision, profile, Set.of());
  }

  public QueueRevision {
    Objects.requireNonNull(profileName, "profileName");
    Objects.requireNonNull(revision, "revision");
    Objects.requireNonNull(profile, "profile");
    serverAttributes = Set.copyOf(serverAttributes);
  }

  /** What clients call the queue. */
  public String queue() {
    return profile.queue();
  }
}
