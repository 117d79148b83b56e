package dev.muster.operator.match;

import dev.muster.api.v1alpha1.Api;
import dev.muster.api.v1alpha1.Match;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.Optional;

/** A Matchmaker by its name. */
record MatchmakerRef(String namespace, String name) {
  /** The one that a match belongs to; empty when the match does not say. */
  static Optional<MatchmakerRef> of(Match match) {
    return match.getSpec() == null || match.getSpec().matchmaker() == null
        ? Optional.empty()
        : Optional.of(in(match, match.getSpec().matchmaker()));
  }

  /** The one whose match a pod plays. */
  static Optional<MatchmakerRef> of(Pod pod) {
    var labels = pod.getMetadata().getLabels();
    return labels == null || labels.get(Api.MATCHMAKER_LABEL) == null
        ? Optional.empty()
        : Optional.of(in(pod, labels.get(Api.MATCHMAKER_LABEL)));
  }

  private static MatchmakerRef in(HasMetadata object, String name) {
    return new MatchmakerRef(object.getMetadata().getNamespace(), name);
  }

  /** For an index. */
  String key() {
    return namespace + "/" + name;
  }
}
