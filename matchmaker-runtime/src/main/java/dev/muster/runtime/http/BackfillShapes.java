package dev.muster.runtime.http;

import dev.muster.runtime.server.PlayerTicket;
import dev.muster.runtime.server.ServerBackfill;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/**
 * What game servers read of their backfills. {@code assigned_ticket} is what known servers read;
 * {@code assigned_tickets} has every member of the group.
 */
final class BackfillShapes {
  private BackfillShapes() {}

  static JsonObject backfill(ServerBackfill backfill) {
    var tickets = new JsonObject();
    backfill.tickets().forEach(ticket -> tickets.put(ticket.id(), ticket(ticket)));
    var assigned = new JsonArray();
    backfill.assigned().forEach(ticket -> assigned.add(assigned(ticket, backfill.queue())));
    return new JsonObject()
        .put("id", backfill.id())
        .put("profile", backfill.queue())
        .put("status", backfill.isAssigned() ? "ASSIGNED" : "SEARCHING")
        .put("attributes", new JsonObject().put("assignment", assignment(backfill)))
        .put("tickets", tickets)
        .put("assigned_ticket", assigned.isEmpty() ? null : assigned.getJsonObject(0))
        .put("assigned_tickets", assigned);
  }

  /** As players get it, whatever the server said of itself. */
  private static JsonObject assignment(ServerBackfill backfill) {
    return Shapes.assignmentOrUnknown(backfill.assignment())
        .put("request_id", backfill.requestId());
  }

  private static JsonObject ticket(PlayerTicket ticket) {
    return new JsonObject()
        .put("id", ticket.id())
        .put("created_at", ticket.createdAt())
        .put("player_ip", ticket.playerIp().orElse(null))
        .put("group_id", ticket.groupId().orElse(null))
        .put("team_id", ticket.teamId().orElse(null))
        .put("attributes", new JsonObject(ticket.attributes()));
  }

  private static JsonObject assigned(PlayerTicket ticket, String queue) {
    var json = ticket(ticket).put("profile", queue).put("status", "HOST_ASSIGNED");
    Shapes.putExtras(json, ticket.extras());
    return json;
  }
}
