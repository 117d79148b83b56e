package dev.muster.operator.match;

import dev.muster.api.v1alpha1.Api;
import dev.muster.api.v1alpha1.Match;
import dev.muster.api.v1alpha1.TicketSpec;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Whose tickets a server's pod names in its annotation: no more than {@link
 * Api#MOST_NOTED_TICKETS}. Pure.
 */
final class PodPlayers {
  private PodPlayers() {}

  /** Whether the pod names every ticket of the match. */
  static boolean areNoted(Match match, Pod pod) {
    return named(pod).containsAll(match.getSpec().tickets().stream().map(TicketSpec::id).toList());
  }

  /** Whether others have to make room for the tickets of the match. */
  static boolean areTooMany(Match match, Pod pod) {
    return named(pod).size() + match.getSpec().tickets().size() > Api.MOST_NOTED_TICKETS;
  }

  /** The annotation with the match's tickets in it, after those that are there and find room. */
  static String with(Match match, Pod pod) {
    var all = named(pod);
    match.getSpec().tickets().forEach(ticket -> all.add(ticket.id()));
    return all.stream()
        .skip(Math.max(0, all.size() - Api.MOST_NOTED_TICKETS))
        .collect(Collectors.joining(","));
  }

  private static Set<String> named(Pod pod) {
    var annotations = pod.getMetadata().getAnnotations();
    var text = annotations == null ? null : annotations.get(Api.TICKETS_ANNOTATION);
    return text == null || text.isEmpty()
        ? new LinkedHashSet<>()
        : new LinkedHashSet<>(Arrays.asList(text.split(",")));
  }
}
