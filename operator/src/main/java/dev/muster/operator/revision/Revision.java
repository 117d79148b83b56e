package dev.muster.operator.revision;

import dev.muster.api.mapping.ProfileMapping;
import dev.muster.api.v1alpha1.MatchmakerProfileSpec;

/**
 * A spec that was accepted.
 *
 * @param name the ControllerRevision's name
 * @param profile the name of the profile whose spec it was
 * @param spec the spec as it was then
 */
public record Revision(String name, String profile, MatchmakerProfileSpec spec) {
  /** What clients called the queue. */
  public String queue() {
    return ProfileMapping.queue(profile, spec);
  }
}
