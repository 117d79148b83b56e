package dev.muster.runtime.http;

import dev.muster.engine.explain.Diagnosis;
import dev.muster.engine.profile.Rule;
import dev.muster.engine.ticket.AttributeValue.OfLatencies;
import dev.muster.engine.ticket.Ticket;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Players whose latencies are to beacons that their Matchmaker does not list.
 *
 * <p>That is no mistake by itself: two who name the same place can meet, whoever lists it, so they
 * are not refused. But most often it is a misspelt city, and then nobody else has it.
 */
final class UnlistedBeacons {
  private static final int MOST_NAMES = 20;

  private UnlistedBeacons() {}

  /**
   * What to say of them; empty when every player of the group names a listed beacon, none is
   * listed, the queue does not look at latencies, or a match is to come all the same.
   *
   * @param listed the cities of the Matchmaker's beacons
   */
  static Optional<String> of(Diagnosis diagnosis, List<String> listed) {
    return listed.isEmpty() || diagnosis.matchAtMillis().isPresent()
        ? Optional.empty()
        : diagnosis
            .rules()
            .latencies()
            .flatMap(
                rule ->
                    diagnosis.snapshot().group().group().tickets().stream()
                        .flatMap(ticket -> named(ticket, rule).stream())
                        .filter(named -> Collections.disjoint(named, listed))
                        .findFirst())
            .map(named -> text(named, new TreeSet<>(listed)));
  }

  private static Optional<Set<String>> named(Ticket ticket, Rule.Latencies rule) {
    return ticket.attributes().get(rule.name()) instanceof OfLatencies latencies
            && !latencies.millionths().isEmpty()
        ? Optional.of(new TreeSet<>(latencies.millionths().keySet()))
        : Optional.empty();
  }

  private static String text(Collection<String> named, Collection<String> listed) {
    return names(named)
        + (named.size() == 1 ? " is no beacon" : " are no beacons")
        + " of this Matchmaker; it lists "
        + names(listed)
        + ".";
  }

  private static String names(Collection<String> names) {
    return String.join(", ", names.stream().limit(MOST_NAMES).toList())
        + (names.size() > MOST_NAMES ? ", ..." : "");
  }
}
