package dev.muster.operator.profile;

import dev.muster.api.v1alpha1.MatchmakerProfile;
import dev.muster.engine.profile.Problem;
import dev.muster.operator.gameserver.GameServer;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.List;
import java.util.Optional;

/** What the operator is going to say of a profile, for who asks before it is applied. */
public final class ProfileChecks {
  private ProfileChecks() {}

  /** What is wrong with a spec by itself, in the words of the condition {@code Accepted}. */
  public static List<Problem> problems(MatchmakerProfile profile) {
    return Assessment.of(profile).problems();
  }

  /** What is right in a good spec but may not be what was meant. */
  public static List<Problem> warnings(MatchmakerProfile profile) {
    return Assessment.of(profile).warnings();
  }

  /**
   * The names of the fields that a pod template may have at a place, such as {@code
   * spec.containers[0].resources}; none where any name may stand.
   */
  public static List<String> templateFields(String path) {
    return GameServer.templateFields(path);
  }

  /** The pod that the API server would be asked about; empty when the spec is wrong already. */
  public static Optional<Pod> samplePod(MatchmakerProfile profile) {
    return Assessment.of(profile).server().map(server -> PodCheck.sample(profile, server));
  }
}
