package dev.muster.operator.match;

import dev.muster.api.v1alpha1.Api;
import dev.muster.api.v1alpha1.Match;
import dev.muster.api.v1alpha1.TicketSpec;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;

/** Whose tickets a server's pod names in its annotation. Pure. */
final class PodPlayers {
  private PodPlayers() {}

  /** Whether the pod names every ticket of the match. */
  static boolean areNoted(Match match, Pod pod) {
    return named(pod).containsAll(match.getSpec().tickets().stream().map(TicketSpec::id).toList());
  }

  /** The annotation with the match's tickets in it, after those that are there. */
  static String with(Match match, Pod pod) {
    var all = named(pod);
    match.getSpec().tickets().forEach(ticket -> all.add(ticket.id()));
    return String.join(",", all);
  }

  private static Set<String> named(Pod pod) {
    var annotations = pod.getMetadata().getAnnotations();
    var text = annotations == null ? null : annotations.get(Api.TICKETS_ANNOTATION);
    return text == null || text.isEmpty()
        ? new LinkedHashSet<>()
        : new LinkedHashSet<>(Arrays.asList(text.split(",")));
  }
}
