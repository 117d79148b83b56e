package dev.muster.runtime.http.openapi;

import dev.muster.engine.profile.Profile;
import dev.muster.engine.profile.Rule;
import dev.muster.runtime.group.TicketRequest;
import dev.muster.runtime.loop.QueueRevision;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * What requests look like: for each profile one schema of each kind, with an example that is
 * accepted. An attribute that only servers may say is left out of a player's example, unless no
 * ticket comes in without it.
 */
final class RequestSchemas {
  private static final String EXAMPLE_CITY = "Chicago";
  private static final String SERVER_TOKENS_ONLY = "server tokens only";
  private static final long MILLION = 1_000_000;

  private static final String OF_SEVERAL = "OfSeveral";

  /** What players send may name several profiles. */
  private static final Set<String> OF_PLAYERS = Set.of("TicketRequest", "MemberRequest");

  private final List<QueueRevision> revisions;

  RequestSchemas(List<QueueRevision> revisions) {
    this.revisions = List.copyOf(revisions);
  }

  void addTo(JsonObject schemas) {
    add(schemas, "TicketRequest", RequestSchemas::ticket, RequestSchemas::ticketExample);
    add(schemas, "MemberRequest", RequestSchemas::member, RequestSchemas::memberExample);
    schemas.put("TicketRequest" + OF_SEVERAL, several(new JsonObject()));
    schemas.put("MemberRequest" + OF_SEVERAL, several(new JsonObject().put("is_ready", flag())));
    add(schemas, "BackfillRequest", RequestSchemas::backfill, RequestSchemas::backfillExample);
    schemas.put(
        "GroupTicketsRequest",
        object(
            new JsonObject()
                .put(
                    "player_tickets",
                    new JsonObject()
                        .put("type", "array")
                        .put("minItems", 1)
                        .put("items", orOfSeveral("TicketRequest"))),
            "player_tickets"));
    schemas.put("ReadyRequest", object(new JsonObject().put("is_ready", flag()), "is_ready"));
  }

  private void add(
      JsonObject schemas,
      String kind,
      Function<QueueRevision, JsonObject> schema,
      Function<QueueRevision, JsonObject> example) {
    var choices = new JsonArray();
    var mapping = new JsonObject();
    for (var revision : revisions) {
      var name = kind + "-" + revision.queue();
      schemas.put(
          name,
          schema
              .apply(revision)
              .put("title", kind + " (" + revision.queue() + ")")
              .put("example", example.apply(revision)));
      choices.add(ApiDocument.reference(name));
      mapping.put(revision.queue(), "#/components/schemas/" + name);
    }
    // Without any profile nothing is accepted.
    schemas.put(
        kind,
        choices.isEmpty()
            ? new JsonObject().put("type", "object").put("description", "No profile is served now.")
            : new JsonObject()
                .put("oneOf", choices)
                .put(
                    "discriminator",
                    new JsonObject().put("propertyName", "profile").put("mapping", mapping)));
  }

  /** A schema, or what stands for it where several profiles may be named. */
  static JsonObject orOfSeveral(String schema) {
    return OF_PLAYERS.contains(schema)
        ? new JsonObject()
            .put(
                "anyOf",
                new JsonArray()
                    .add(ApiDocument.reference(schema))
                    .add(ApiDocument.reference(schema + OF_SEVERAL)))
        : ApiDocument.reference(schema);
  }

  /** A ticket that names several profiles. Its attributes are what each of them asks for. */
  private JsonObject several(JsonObject more) {
    var names = revisions.stream().map(QueueRevision::queue).toList();
    var name = names.isEmpty() ? text() : text().put("enum", new JsonArray(names));
    var properties =
        new JsonObject()
            .put(
                "profiles",
                new JsonObject()
                    .put("type", "array")
                    .put("minItems", 1)
                    .put("maxItems", TicketRequest.MOST_PROFILES)
                    .put("uniqueItems", true)
                    .put("items", name)
                    .put("description", "It searches in all; the first match takes it"))
            .put("profile", text().put("nullable", true).put("description", "One of profiles"))
            .put(
                "attributes",
                new JsonObject()
                    .put("type", "object")
                    .put("nullable", true)
                    .put("description", "What each of the profiles asks for, together"))
            .put("player_ip", text().put("nullable", true))
            .put("extras", extras());
    return object(properties.mergeIn(more), "profiles").put("example", severalExample());
  }

  /** Of the first two profiles, where one ticket can satisfy both. */
  private JsonObject severalExample() {
    var two = revisions.subList(0, Math.min(2, revisions.size()));
    var attributes = new JsonObject();
    two.forEach(
        revision -> attributes.mergeIn(ticketExample(revision).getJsonObject("attributes")));
    return new JsonObject()
        .put("profiles", new JsonArray(two.stream().map(QueueRevision::queue).toList()))
        .put("attributes", attributes);
  }

  private static JsonObject ticket(QueueRevision revision) {
    return object(properties(revision), required(revision.profile()));
  }

  private static JsonObject member(QueueRevision revision) {
    return object(properties(revision).put("is_ready", flag()), required(revision.profile()));
  }

  private static JsonObject properties(QueueRevision revision) {
    return new JsonObject()
        .put("profile", text().put("enum", ApiDocument.array(revision.queue())))
        .put("attributes", ofPlayer(revision))
        .put("player_ip", text().put("nullable", true))
        .put("extras", extras());
  }

  /** A profile without rules on attributes needs none to be sent. */
  private static String[] required(Profile profile) {
    return needed(profile).isEmpty()
        ? new String[] {"profile"}
        : new String[] {"profile", "attributes"};
  }

  private static List<Rule> needed(Profile profile) {
    return profile.mostRelaxed().onAttributes().stream()
        .filter(rule -> fallback(rule).isEmpty())
        .toList();
  }

  /** The attributes of one ticket that a player makes, or a server for him. */
  private static JsonObject ofPlayer(QueueRevision revision) {
    var schema = attributes(revision.profile(), false);
    for (var name : revision.serverAttributes()) {
      var attribute = schema.getJsonObject("properties").getJsonObject(name);
      if (attribute != null) {
        var known = attribute.getString("description");
        attribute.put(
            "description", known == null ? SERVER_TOKENS_ONLY : known + "; " + SERVER_TOKENS_ONLY);
      }
    }
    return schema;
  }

  /**
   * The attributes of one ticket.
   *
   * @param older whether others are fine, as of players who were matched under older rules
   */
  private static JsonObject attributes(Profile profile, boolean older) {
    var properties = new JsonObject();
    profile
        .mostRelaxed()
        .onAttributes()
        .forEach(rule -> properties.put(rule.name(), attribute(rule)));
    var schema =
        object(properties, needed(profile).stream().map(Rule::name).toArray(String[]::new));
    schema.put("additionalProperties", older);
    return needed(profile).isEmpty() ? schema.put("nullable", true) : schema;
  }

  private static JsonObject attribute(Rule rule) {
    return switch (rule.type()) {
      case LATENCIES ->
          new JsonObject()
              .put("type", "object")
              .put("description", "Latencies in ms by the city of the beacon")
              .put(
                  "additionalProperties", new JsonObject().put("type", "number").put("minimum", 0));
      case NUMBER_DIFFERENCE ->
          new JsonObject().put("type", "number").put("minimum", -1e8).put("maximum", 1e8);
      case STRING_EQUALITY -> text().put("maxLength", 256);
      case INTERSECTION ->
          new JsonObject()
              .put("type", "array")
              .put("minItems", ((Rule.Intersection) rule).overlap())
              .put("maxItems", 64)
              .put("items", text().put("maxLength", 256));
      case PLAYER_COUNT -> throw new IllegalArgumentException("looks at no attribute");
    };
  }

  private static Optional<?> fallback(Rule rule) {
    if (rule instanceof Rule.Latencies it) {
      return it.fallback();
    } else if (rule instanceof Rule.NumberDifference it) {
      return it.fallback();
    } else if (rule instanceof Rule.StringEquality it) {
      return it.fallback();
    } else if (rule instanceof Rule.Intersection it) {
      return it.fallback();
    }
    throw new AssertionError(rule);
  }

  private static JsonObject backfill(QueueRevision revision) {
    var port =
        object(
            new JsonObject()
                .put("internal", numberOrText())
                .put("external", numberOrText())
                .put("link", text())
                .put("protocol", text()));
    var assignment =
        object(
            new JsonObject()
                .put("request_id", text())
                .put("public_ip", text())
                .put(
                    "ports",
                    new JsonObject().put("type", "object").put("additionalProperties", port)));
    var ticket =
        object(
            new JsonObject()
                .put("id", text())
                .put("created_at", text())
                .put("player_ip", text().put("nullable", true))
                .put("group_id", text().put("nullable", true))
                .put("attributes", attributes(revision.profile(), true)));
    return object(
        new JsonObject()
            .put("profile", text().put("enum", ApiDocument.array(revision.queue())))
            .put("attributes", object(new JsonObject().put("assignment", assignment), "assignment"))
            .put(
                "tickets",
                new JsonObject()
                    .put("type", "object")
                    .put("minProperties", 1)
                    .put("additionalProperties", ticket)),
        "profile",
        "attributes",
        "tickets");
  }

  private static JsonObject numberOrText() {
    return new JsonObject()
        .put("oneOf", new JsonArray().add(new JsonObject().put("type", "integer")).add(text()));
  }

  private static JsonObject ticketExample(QueueRevision revision) {
    var attributes = example(revision.profile());
    revision.profile().mostRelaxed().onAttributes().stream()
        .filter(rule -> revision.serverAttributes().contains(rule.name()))
        .filter(rule -> fallback(rule).isPresent())
        .forEach(rule -> attributes.remove(rule.name()));
    return new JsonObject()
        .put("profile", revision.queue())
        .put("attributes", attributes)
        .putNull("player_ip");
  }

  private static JsonObject memberExample(QueueRevision revision) {
    return ticketExample(revision).put("is_ready", true);
  }

  private static JsonObject backfillExample(QueueRevision revision) {
    var ticket =
        new JsonObject()
            .put("id", "cusfn10msflc73beiik0")
            .put("created_at", "2026-11-20T15:04:05.1230000Z")
            .putNull("player_ip")
            .putNull("group_id")
            .put("attributes", example(revision.profile()));
    return new JsonObject()
        .put("profile", revision.queue())
        .put(
            "attributes",
            new JsonObject().put("assignment", new JsonObject().put("request_id", "23c01225b99d")))
        .put("tickets", new JsonObject().put("cusfn10msflc73beiik0", ticket));
  }

  private static JsonObject example(Profile profile) {
    var attributes = new JsonObject();
    for (var rule : profile.mostRelaxed().onAttributes()) {
      if (rule instanceof Rule.Latencies it) {
        attributes.put(
            rule.name(),
            new JsonObject().put(EXAMPLE_CITY, Math.min(20, it.maxLatency() / MILLION)));
      } else if (rule instanceof Rule.NumberDifference) {
        attributes.put(rule.name(), 1000);
      } else if (rule instanceof Rule.StringEquality) {
        attributes.put(rule.name(), "example");
      } else if (rule instanceof Rule.Intersection it) {
        attributes.put(rule.name(), values(it));
      }
    }
    return attributes;
  }

  private static JsonArray values(Rule.Intersection rule) {
    var values = new ArrayList<String>();
    for (int i = 1; i <= rule.overlap(); i++) {
      values.add(String.valueOf(i));
    }
    return new JsonArray(values);
  }

  private static JsonObject object(JsonObject properties, String... required) {
    var schema = new JsonObject().put("type", "object").put("properties", properties);
    return required.length == 0 ? schema : schema.put("required", ApiDocument.array(required));
  }

  private static JsonObject extras() {
    return new JsonObject()
        .put("nullable", true)
        .put(
            "description",
            "Any JSON that the game server shall read; no rule looks at it. With the attributes at"
                + " most 4096 bytes");
  }

  private static JsonObject text() {
    return new JsonObject().put("type", "string");
  }

  private static JsonObject flag() {
    return new JsonObject().put("type", "boolean").put("nullable", true);
  }
}
