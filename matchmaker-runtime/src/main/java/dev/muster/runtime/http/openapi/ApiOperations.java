package dev.muster.runtime.http.openapi;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Every operation: what it takes, and each status that it may answer with. */
final class ApiOperations {
  private static final Pattern PARAMETER = Pattern.compile("\\{([a-z]+)}");
  private static final String NOBODY = "";

  private static final String EVENTS =
      "Server-sent events: the present state at once, each change, and an event named gone before"
          + " the end. With Upgrade: websocket the same as text messages; a page's WebSocket offers"
          + " the sub-protocols muster.events and muster.token.TOKEN, the token in base64url without"
          + " padding.";

  private static final JsonObject LAST_EVENT_ID =
      new JsonObject()
          .put("name", "Last-Event-ID")
          .put("in", "header")
          .put("description", "The id of the last event seen; nothing is told that it told.")
          .put("schema", new JsonObject().put("type", "string"));

  private static final Map<Integer, String> MEANINGS =
      Map.ofEntries(
          Map.entry(200, "It is in the body."),
          Map.entry(201, "It was made."),
          Map.entry(202, "It will be done."),
          Map.entry(204, "It was done."),
          Map.entry(400, "The request does not fit the profile; the message names the field."),
          Map.entry(401, "The token is missing or not valid."),
          Map.entry(403, "The page that asks may not call."),
          Map.entry(404, "There is no such thing, or not any more."),
          Map.entry(409, "It is too late for that."),
          Map.entry(413, "The body is too large."),
          Map.entry(429, "Too many requests; try again after Retry-After seconds."),
          Map.entry(
              503, "Too much is going on, or nothing yet; try again after Retry-After seconds."));

  /**
   * One operation.
   *
   * @param security which token it wants; empty for none
   * @param request the schema of its body; empty when it reads none
   * @param success the status when all went well
   * @param response the schema of its body then; empty when there is none
   * @param refusals the other statuses, but 429, which any may answer with
   */
  private record Operation(
      String method,
      String tag,
      String summary,
      String security,
      String request,
      int success,
      String response,
      List<Integer> refusals) {}

  private final Map<String, Map<String, JsonObject>> paths = new LinkedHashMap<>();

  private ApiOperations() {}

  /** All of them, by path. */
  static JsonObject paths() {
    var operations = new ApiOperations();
    operations.places();
    operations.tickets();
    operations.groups();
    operations.backfills();
    operations.servers();
    operations.inspection();
    operations.events();
    var json = new JsonObject();
    operations.paths.forEach((path, methods) -> json.put(path, new JsonObject(copy(methods))));
    return json;
  }

  private static Map<String, Object> copy(Map<String, JsonObject> methods) {
    return new LinkedHashMap<>(methods);
  }

  private void places() {
    add(
        "/monitor",
        new Operation("get", "Health", "Is all well?", NOBODY, "", 200, "Monitor", List.of()));
    add(
        "/locations/beacons",
        read("Beacons", "Where to measure latencies to", "Beacons", 401, 503));
    add(
        "/v1/stats",
        read("Statistics", "Who waits, and how long others waited", "Statistics", 401, 503));
  }

  private void tickets() {
    var tag = "Tickets";
    add("/tickets", create(tag, "One player searches alone", "TicketRequest", "Ticket"));
    add("/tickets/{ticket}", read(tag, "How far it is", "Ticket", 401, 404, 503));
    add("/tickets/{ticket}", delete(tag, "The player and his group leave", 401, 404, 409, 503));
    add(
        "/group-tickets",
        create(tag, "Players search together at once", "GroupTicketsRequest", "GroupTickets"));
  }

  private void groups() {
    var tag = "Groups";
    var members = "/groups/{group}/members";
    add("/groups", create(tag, "A player makes a group", "MemberRequest", "Member"));
    add("/groups/{group}", read(tag, "How far it is", "Group", 401, 404, 503));
    add("/groups/{group}", delete(tag, "Everybody leaves", 401, 404, 409, 503));
    add(
        members,
        new Operation(
            "post",
            tag,
            "A player joins",
            "token",
            "MemberRequest",
            201,
            "Member",
            List.of(400, 401, 404, 409, 413, 503)));
    add(members + "/{member}", read(tag, "How far it is", "Member", 401, 404, 503));
    add(
        members + "/{member}",
        new Operation(
            "patch",
            tag,
            "The player is ready, or no longer",
            "token",
            "ReadyRequest",
            200,
            "Member",
            List.of(400, 401, 404, 409, 413, 503)));
    add(members + "/{member}", delete(tag, "The player leaves", 401, 404, 409, 503));
  }

  private void backfills() {
    var tag = "Backfills";
    add(
        "/backfills",
        create(tag, "A server asks for one more group", "BackfillRequest", "Backfill"));
    add("/backfills/{backfill}", read(tag, "Whether a group comes", "Backfill", 401, 404, 503));
    add("/backfills/{backfill}", delete(tag, "No group is wanted any more", 401, 404, 503));
  }

  private void servers() {
    var path = "/v1/servers/{request}";
    add(
        path,
        new Operation(
            "get",
            "Servers",
            "What a game server may know of itself",
            "serverToken",
            "",
            200,
            "Server",
            List.of(401, 404, 503)));
    add(
        path,
        new Operation(
            "delete",
            "Servers",
            "The game server ends",
            "serverToken",
            "",
            202,
            "Message",
            List.of(401, 404, 503)));
  }

  private void inspection() {
    add(
        "/v1/tickets/{ticket}/explain",
        read(
            "Inspection",
            "Why a ticket waits; only when the Matchmaker allows it",
            "Explanation",
            401,
            404,
            503));
    for (var what : List.of("tickets", "matches")) {
      var schema = what.equals("tickets") ? "InspectedTickets" : "InspectedMatches";
      var operation =
          object(
              read(
                  "Inspection",
                  "All " + what + ", the newest first; only when the Matchmaker allows it",
                  schema,
                  400,
                  401,
                  404,
                  503));
      operation.put(
          "parameters",
          new JsonArray().add(number("page", "from 1")).add(number("limit", "1 to 100")));
      paths.put("/inspect/" + what, new LinkedHashMap<>(Map.of("get", operation)));
    }
  }

  private void events() {
    events("/v1/tickets/{ticket}/events", "Tickets", "Ticket");
    events("/v1/groups/{group}/events", "Groups", "Group");
  }

  private void events(String path, String tag, String schema) {
    add(
        path,
        read(tag, "How far it is, told whenever it changes", schema, 400, 401, 403, 404, 503));
    var operation = paths.get(path).get("get");
    operation.put("description", EVENTS);
    operation.getJsonArray("parameters").add(LAST_EVENT_ID.copy());
    operation
        .getJsonObject("responses")
        .getJsonObject("200")
        .put("description", "A stream; the data of each event is a " + schema + ".")
        .put(
            "content",
            new JsonObject()
                .put(
                    "text/event-stream",
                    new JsonObject().put("schema", new JsonObject().put("type", "string"))));
  }

  private static JsonObject number(String name, String range) {
    return new JsonObject()
        .put("name", name)
        .put("in", "query")
        .put("description", range)
        .put("schema", new JsonObject().put("type", "integer").put("minimum", 1));
  }

  private static Operation create(String tag, String summary, String request, String response) {
    return new Operation(
        "post", tag, summary, "token", request, 201, response, List.of(400, 401, 413, 503));
  }

  private static Operation read(String tag, String summary, String response, Integer... refusals) {
    return new Operation("get", tag, summary, "token", "", 200, response, List.of(refusals));
  }

  private static Operation delete(String tag, String summary, Integer... refusals) {
    return new Operation("delete", tag, summary, "token", "", 204, "", List.of(refusals));
  }

  private void add(String path, Operation operation) {
    var json = object(operation);
    var parameters = new JsonArray();
    PARAMETER
        .matcher(path)
        .results()
        .forEach(
            found ->
                parameters.add(
                    new JsonObject()
                        .put("name", found.group(1))
                        .put("in", "path")
                        .put("required", true)
                        .put("schema", new JsonObject().put("type", "string"))));
    if (!parameters.isEmpty()) {
      json.put("parameters", parameters);
    }
    paths.computeIfAbsent(path, key -> new LinkedHashMap<>()).put(operation.method(), json);
  }

  private static JsonObject object(Operation operation) {
    var json =
        new JsonObject()
            .put("tags", ApiDocument.array(operation.tag()))
            .put("summary", operation.summary())
            .put("responses", responses(operation));
    if (!operation.request().isEmpty()) {
      json.put("requestBody", content(operation.request()).put("required", true));
    }
    if (!operation.security().isEmpty()) {
      json.put(
          "security",
          new JsonArray().add(new JsonObject().put(operation.security(), new JsonArray())));
    }
    return json;
  }

  private static JsonObject responses(Operation operation) {
    var responses = new TreeMap<String, Object>();
    responses.put(
        String.valueOf(operation.success()), response(operation.success(), operation.response()));
    responses.put("429", response(429, "Message"));
    operation
        .refusals()
        .forEach(status -> responses.put(String.valueOf(status), response(status, "Message")));
    return new JsonObject(responses);
  }

  private static JsonObject response(int status, String schema) {
    var json = schema.isEmpty() ? new JsonObject() : content(schema);
    return json.put("description", MEANINGS.get(status));
  }

  private static JsonObject content(String schema) {
    return new JsonObject()
        .put(
            "content",
            new JsonObject()
                .put(
                    "application/json",
                    new JsonObject().put("schema", RequestSchemas.orOfSeveral(schema))));
  }
}
