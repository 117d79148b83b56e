package dev.muster.runtime.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import dev.muster.api.ticket.TicketJson;
import dev.muster.api.v1alpha1.Api;
import dev.muster.api.v1alpha1.Backfill;
import dev.muster.api.v1alpha1.BackfillSpec;
import dev.muster.api.v1alpha1.BackfillSpec.ServerRef;
import dev.muster.api.v1alpha1.BackfillStatus;
import dev.muster.api.v1alpha1.BackfillStatus.Phase;
import dev.muster.api.v1alpha1.BackfillTicketSpec;
import dev.muster.api.v1alpha1.TicketSpec;
import dev.muster.runtime.server.BackfillRequest;
import dev.muster.runtime.server.GameServer;
import dev.muster.runtime.server.PlayerTicket;
import dev.muster.runtime.server.ServerBackfill;
import dev.muster.runtime.ticket.Assignment;
import dev.muster.runtime.ticket.TicketExtras;
import dev.muster.runtime.ticket.Timestamps;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * From a server's wish over HTTP to its Backfill resource, and back. Pure.
 *
 * <p>Its name is its id over HTTP. Only resources with a label that says so can be read there:
 * other names may be guessed, and whoever reads a Backfill learns ticket ids.
 */
final class BackfillResource {
  private static final String TRUE = "true";

  private BackfillResource() {}

  static Backfill of(
      String id, String namespace, String matchmaker, GameServer server, BackfillRequest request) {
    var resource = new Backfill();
    resource.setMetadata(
        new ObjectMetaBuilder()
            .withName(id)
            .withNamespace(namespace)
            .addToLabels(Api.MATCHMAKER_LABEL, matchmaker)
            .addToLabels(Api.REQUEST_ID_LABEL, server.requestId())
            .addToLabels(Names.OVER_HTTP_LABEL, TRUE)
            .build());
    resource.setSpec(
        new BackfillSpec(
            matchmaker,
            request.queue(),
            new ServerRef(server.pod(), null),
            List.copyOf(request.groupSizes()),
            null,
            request.tickets().stream().map(BackfillResource::ticket).toList()));
    return resource;
  }

  private static BackfillTicketSpec ticket(PlayerTicket ticket) {
    return new BackfillTicketSpec(
        ticket.id(),
        ticket.createdAt(),
        ticket.playerIp().orElse(null),
        ticket.groupId().orElse(null),
        TicketJson.tree(ticket.attributes()));
  }

  /** Whether a server made it over HTTP, at that Matchmaker. */
  static boolean isOverHttp(Backfill resource, String matchmaker) {
    var labels = resource.getMetadata().getLabels();
    return labels != null
        && TRUE.equals(labels.get(Names.OVER_HTTP_LABEL))
        && labels.containsKey(Api.REQUEST_ID_LABEL)
        && resource.getSpec() != null
        && matchmaker.equals(resource.getSpec().matchmaker());
  }

  /** The request id of the server that made it. */
  static String requestId(Backfill resource) {
    return resource.getMetadata().getLabels().get(Api.REQUEST_ID_LABEL);
  }

  /** Whether a group is searched for, or will be. */
  static boolean isSearching(Backfill resource) {
    var phase = phase(resource);
    return phase.isEmpty() || phase.get() == Phase.Searching;
  }

  private static Optional<Phase> phase(Backfill resource) {
    return Optional.ofNullable(resource.getStatus()).map(BackfillStatus::phase);
  }

  /**
   * What its server reads; empty once it has expired or was cancelled. The operator alone decides
   * when that is, so that nobody is told of an end after which a group still comes.
   */
  static Optional<ServerBackfill> view(Backfill resource, Optional<Assignment> assignment) {
    if (resource.getMetadata().getDeletionTimestamp() != null) {
      return Optional.empty();
    }
    if (isSearching(resource)) {
      return Optional.of(view(resource, assignment, List.of()));
    }
    return phase(resource).filter(Phase.Assigned::equals).isPresent()
        ? Optional.of(view(resource, assignment, assigned(resource)))
        : Optional.empty();
  }

  private static ServerBackfill view(
      Backfill resource, Optional<Assignment> assignment, List<PlayerTicket> assigned) {
    var spec = resource.getSpec();
    List<BackfillTicketSpec> tickets = spec.tickets() == null ? List.of() : spec.tickets();
    return new ServerBackfill(
        resource.getMetadata().getName(),
        spec.queue(),
        requestId(resource),
        assignment,
        tickets.stream().map(BackfillResource::connected).toList(),
        assigned);
  }

  private static List<PlayerTicket> assigned(Backfill resource) {
    List<TicketSpec> tickets = resource.getStatus().assignedTickets();
    return tickets == null ? List.of() : tickets.stream().map(BackfillResource::coming).toList();
  }

  private static PlayerTicket connected(BackfillTicketSpec ticket) {
    return new PlayerTicket(
        ticket.id(),
        time(ticket.createdAt()),
        Optional.ofNullable(ticket.playerIp()),
        Optional.ofNullable(ticket.groupId()),
        Optional.empty(),
        json(ticket.attributes()));
  }

  private static PlayerTicket coming(TicketSpec ticket) {
    return new PlayerTicket(
        ticket.id(),
        time(ticket.createdAt()),
        Optional.ofNullable(ticket.playerIp()),
        Optional.ofNullable(ticket.groupId()),
        Optional.ofNullable(ticket.teamId()),
        json(ticket.attributes()),
        TicketExtras.stored(ticket.extras()));
  }

  private static String time(String text) {
    return text == null ? Timestamps.text(Instant.EPOCH) : text;
  }

  private static String json(JsonNode attributes) {
    return attributes == null || attributes.isNull() ? "{}" : attributes.toString();
  }
}
