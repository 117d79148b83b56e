package dev.muster.runtime.cluster;

import dev.muster.api.mapping.Durations;
import dev.muster.api.v1alpha1.BackfillSpec;
import dev.muster.api.v1alpha1.BackfillTicketSpec;
import dev.muster.engine.ticket.Backfill;
import dev.muster.engine.ticket.Group;
import dev.muster.engine.ticket.Ticket;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/** From a Backfill resource to what the engine searches with. Pure. */
final class BackfillMapping {
  /** Who plays there without a groupSizes of its own wants one solo player. */
  private static final Set<Integer> SOLO = Set.of(1);

  private BackfillMapping() {}

  /**
   * Reads a Backfill.
   *
   * @param expiration how long it searches when it does not say so itself
   * @throws RuntimeException when it makes no sense; the message says why
   */
  static Backfill of(dev.muster.api.v1alpha1.Backfill resource, Duration expiration) {
    var spec = resource.getSpec();
    var since = Instant.parse(resource.getMetadata().getCreationTimestamp());
    return new Backfill(
        resource.getMetadata().getName(),
        server(resource),
        roster(spec),
        spec.groupSizes() == null || spec.groupSizes().isEmpty()
            ? SOLO
            : new TreeSet<>(spec.groupSizes()),
        since.toEpochMilli(),
        expiresAt(resource, since, expiration).toEpochMilli());
  }

  private static String server(dev.muster.api.v1alpha1.Backfill resource) {
    var status = resource.getStatus();
    if (status != null && status.podName() != null) {
      return status.podName();
    }
    var server = Objects.requireNonNull(resource.getSpec().server(), "spec.server");
    return server.podName() != null
        ? server.podName()
        : Objects.requireNonNull(server.match(), "spec.server.match");
  }

  private static Instant expiresAt(
      dev.muster.api.v1alpha1.Backfill resource, Instant since, Duration expiration) {
    var status = resource.getStatus();
    if (status != null && status.expiresAt() != null) {
      return Instant.parse(status.expiresAt());
    }
    return since.plus(Durations.parse(resource.getSpec().expiresAfter()).orElse(expiration));
  }

  /** By groupId, in the order of the tickets; a ticket without one is a group of its own. */
  private static List<Group> roster(BackfillSpec spec) {
    Map<String, List<Ticket>> groups = new LinkedHashMap<>();
    List<BackfillTicketSpec> tickets = spec.tickets() == null ? List.of() : spec.tickets();
    for (var ticket : tickets) {
      var group = ticket.groupId() == null ? ticket.id() : ticket.groupId();
      groups
          .computeIfAbsent(group, id -> new ArrayList<>())
          .add(RecoveredMatch.engineTicket(ticket.id(), ticket.attributes()));
    }
    return groups.entrySet().stream().map(e -> new Group(e.getKey(), e.getValue())).toList();
  }
}
