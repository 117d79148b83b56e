package dev.muster.runtime.http.openapi;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/** What the answers look like. Every property is always there unless it says otherwise. */
final class ResponseSchemas {
  private ResponseSchemas() {}

  static JsonObject all() {
    var schemas = new JsonObject();
    schemas.put("Message", new Shape().text("message").json());
    schemas.put(
        "Monitor",
        new Shape()
            .values("status", "HEALTHY", "UNHEALTHY")
            .text("message")
            .number("healthy_components")
            .number("unhealthy_components")
            .json());
    schemas.put("Beacons", new Shape().number("count").list("beacons", ref("Beacon")).json());
    schemas.put(
        "Beacon",
        new Shape()
            .text("fqdn")
            .text("public_ip")
            .number("tcp_port")
            .number("udp_port")
            .property("location", ref("Location"))
            .json());
    schemas.put(
        "Location",
        new Shape()
            .text("city")
            .text("country")
            .text("continent")
            .text("administrative_division")
            .text("timezone")
            .json());
    schemas.put(
        "Port",
        new Shape()
            .number("internal")
            .number("external")
            .text("link")
            .values("protocol", "UDP", "TCP")
            .json());
    schemas.put("Assignment", assignment(false).json());
    schemas.put("Cancellation", new Shape().text("reason").text("message").json());
    schemas.put("Held", new Shape().text("reason").text("message").json());
    schemas.put("Ticket", ticket().json());
    schemas.put("GroupTickets", new Shape().list("player_tickets", ref("Ticket")).json());
    schemas.put(
        "Member",
        place(
                new Shape()
                    .text("member_id")
                    .text("group_id")
                    .flag("is_ready")
                    .values(
                        "status",
                        "INITIAL",
                        "SEARCHING",
                        "TEAM_FOUND",
                        "MATCH_FOUND",
                        "HOST_ASSIGNED",
                        "CANCELLED")
                    .textOrNull("ticket_id")
                    .optional("extras", extras()))
            .json());
    schemas.put(
        "Group",
        place(
                new Shape()
                    .text("group_id")
                    .text("profile")
                    .values(
                        "status",
                        "INITIAL",
                        "SEARCHING",
                        "TEAM_FOUND",
                        "MATCH_FOUND",
                        "HOST_ASSIGNED",
                        "CANCELLED"))
            .json());
    // Its parts are described in docs/explain.md.
    schemas.put("Explanation", new JsonObject().put("type", "object"));
    statistics(schemas);
    backfills(schemas);
    inspection(schemas);
    return schemas;
  }

  private static void statistics(JsonObject schemas) {
    schemas.put(
        "Statistics",
        new Shape().number("window_ms").property("profiles", mapOf(ref("QueueStatistics"))).json());
    schemas.put(
        "QueueStatistics",
        new Shape()
            .number("waiting")
            .numberOrNull("oldest_wait_ms")
            .property("waits", ref("Waits"))
            .list("completions", ref("Completion"))
            .json());
    schemas.put(
        "Waits",
        new Shape()
            .number("count")
            .numberOrNull("p50_ms")
            .numberOrNull("p90_ms")
            .numberOrNull("p99_ms")
            .json());
    schemas.put("Completion", new Shape().time("created_at").time("completed_at").json());
  }

  private static void backfills(JsonObject schemas) {
    schemas.put(
        "Server",
        assignment(true)
            .text("request_id")
            .values("status", "STARTING", "READY", "STOPPING", "ENDED")
            .flag("ready")
            .list("tags", text())
            .json());
    schemas.put("ServerAssignment", assignment(true).text("request_id").json());
    schemas.put("ServerTicket", serverTicket().json());
    schemas.put("AssignedTicket", assignedTicket().json());
    schemas.put(
        "Backfill",
        new Shape()
            .text("id")
            .text("profile")
            .values("status", "SEARCHING", "ASSIGNED")
            .property(
                "attributes", new Shape().property("assignment", ref("ServerAssignment")).json())
            .property("tickets", mapOf(ref("ServerTicket")))
            .property("assigned_ticket", orNull(assignedTicket()))
            .list("assigned_tickets", ref("AssignedTicket"))
            .json());
  }

  private static void inspection(JsonObject schemas) {
    schemas.put("Pages", new Shape().number("page").number("limit").number("pages").json());
    schemas.put("InspectedTickets", page("Ticket"));
    schemas.put(
        "InspectedMatch",
        new Shape()
            .text("match_id")
            .text("profile")
            .values("status", "MATCH_FOUND", "HOST_ASSIGNED")
            .text("found_at")
            .property("teams", mapOf(mapOf(list(text()))))
            .property("assignment", orNull(assignment(false)))
            .json());
    schemas.put("InspectedMatches", page("InspectedMatch"));
  }

  private static JsonObject page(String of) {
    return new Shape()
        .number("count")
        .list("data", ref(of))
        .property("pagination", ref("Pages"))
        .json();
  }

  private static Shape ticket() {
    return place(
        new Shape()
            .text("id")
            .text("profile")
            .text("group_id")
            .textOrNull("player_ip")
            .time("created_at")
            .values(
                "status", "SEARCHING", "TEAM_FOUND", "MATCH_FOUND", "HOST_ASSIGNED", "CANCELLED")
            .optional("extras", extras()));
  }

  private static Shape serverTicket() {
    return new Shape()
        .text("id")
        .text("created_at")
        .textOrNull("player_ip")
        .textOrNull("group_id")
        .textOrNull("team_id")
        .property("attributes", new JsonObject().put("type", "object"));
  }

  private static Shape assignedTicket() {
    return serverTicket()
        .text("profile")
        .values("status", "HOST_ASSIGNED")
        .optional("extras", extras());
  }

  /** Any JSON; there when the client sent some. */
  private static JsonObject extras() {
    return new JsonObject().put("description", "As the player's client sent them, if it did");
  }

  private static Shape place(Shape shape) {
    return shape
        .textOrNull("team_id")
        .textOrNull("match_id")
        .property("assignment", orNull(assignment(false)))
        .optional("held", ref("Held"))
        .optional("cancellation", ref("Cancellation"))
        .optional("profiles", list(text()))
        .optional("cancellations", mapOf(ref("Cancellation")));
  }

  private static Shape assignment(boolean mayBeUnknown) {
    var shape = new Shape();
    if (mayBeUnknown) {
      shape.textOrNull("fqdn").textOrNull("public_ip");
    } else {
      shape.text("fqdn").text("public_ip");
    }
    return shape.property("ports", mapOf(ref("Port"))).property("location", ref("Location"));
  }

  private static JsonObject ref(String schema) {
    return ApiDocument.reference(schema);
  }

  /** Written out, since in OpenAPI 3.0 a reference to what is no null cannot be null. */
  private static JsonObject orNull(Shape shape) {
    return shape.json().put("nullable", true);
  }

  private static JsonObject text() {
    return new JsonObject().put("type", "string");
  }

  private static JsonObject list(JsonObject of) {
    return new JsonObject().put("type", "array").put("items", of);
  }

  private static JsonObject mapOf(JsonObject values) {
    return new JsonObject().put("type", "object").put("additionalProperties", values);
  }

  /** An object's schema, property by property. */
  private static final class Shape {
    private final JsonObject properties = new JsonObject();
    private final List<String> required = new ArrayList<>();

    Shape property(String name, JsonObject schema) {
      required.add(name);
      return optional(name, schema);
    }

    Shape optional(String name, JsonObject schema) {
      properties.put(name, schema);
      return this;
    }

    Shape text(String name) {
      return property(name, ResponseSchemas.text());
    }

    Shape textOrNull(String name) {
      return property(name, ResponseSchemas.text().put("nullable", true));
    }

    Shape time(String name) {
      return property(name, ResponseSchemas.text().put("format", "date-time"));
    }

    Shape values(String name, String... values) {
      return property(name, ResponseSchemas.text().put("enum", ApiDocument.array(values)));
    }

    Shape number(String name) {
      return property(name, new JsonObject().put("type", "integer"));
    }

    Shape numberOrNull(String name) {
      return property(name, new JsonObject().put("type", "integer").put("nullable", true));
    }

    Shape flag(String name) {
      return property(name, new JsonObject().put("type", "boolean"));
    }

    Shape list(String name, JsonObject of) {
      return property(name, ResponseSchemas.list(of));
    }

    JsonObject json() {
      return new JsonObject()
          .put("type", "object")
          .put("required", new JsonArray(required))
          .put("additionalProperties", false)
          .put("properties", properties);
    }
  }
}
