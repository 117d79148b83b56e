package dev.muster.runtime.http.openapi;

import dev.muster.engine.profile.Profile;
import dev.muster.engine.profile.Rule;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What requests look like: for each profile one schema of each kind, with an example that is
 * accepted.
 */
final class RequestSchemas {
  private static final String EXAMPLE_CITY = "Chicago";
  private static final long MILLION = 1_000_000;

  private final List<Profile> profiles;

  RequestSchemas(List<Profile> profiles) {
    this.profiles = List.copyOf(profiles);
  }

  void addTo(JsonObject schemas) {
    add(schemas, "TicketRequest", RequestSchemas::ticket, RequestSchemas::ticketExample);
    add(schemas, "MemberRequest", RequestSchemas::member, RequestSchemas::memberExample);
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
                        .put("items", ApiDocument.reference("TicketRequest"))),
            "player_tickets"));
    schemas.put("ReadyRequest", object(new JsonObject().put("is_ready", flag()), "is_ready"));
  }

  private void add(
      JsonObject schemas,
      String kind,
      Function<Profile, JsonObject> schema,
      Function<Profile, JsonObject> example) {
    var choices = new JsonArray();
    var mapping = new JsonObject();
    for (var profile : profiles) {
      var name = kind + "-" + profile.queue();
      schemas.put(
          name,
          schema
              .apply(profile)
              .put("title", kind + " (" + profile.queue() + ")")
              .put("example", example.apply(profile)));
      choices.add(ApiDocument.reference(name));
      mapping.put(profile.queue(), "#/components/schemas/" + name);
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

  private static JsonObject ticket(Profile profile) {
    return object(properties(profile), required(profile));
  }

  private static JsonObject member(Profile profile) {
    return object(properties(profile).put("is_ready", flag()), required(profile));
  }

  private static JsonObject properties(Profile profile) {
    return new JsonObject()
        .put("profile", text().put("enum", ApiDocument.array(profile.queue())))
        .put("attributes", attributes(profile, false))
        .put("player_ip", text().put("nullable", true));
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

  private static JsonObject backfill(Profile profile) {
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
                .put("attributes", attributes(profile, true)));
    return object(
        new JsonObject()
            .put("profile", text().put("enum", ApiDocument.array(profile.queue())))
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

  private static JsonObject ticketExample(Profile profile) {
    return new JsonObject()
        .put("profile", profile.queue())
        .put("attributes", example(profile))
        .putNull("player_ip");
  }

  private static JsonObject memberExample(Profile profile) {
    return ticketExample(profile).put("is_ready", true);
  }

  private static JsonObject backfillExample(Profile profile) {
    var ticket =
        new JsonObject()
            .put("id", "cusfn10msflc73beiik0")
            .put("created_at", "2026-11-20T15:04:05.1230000Z")
            .putNull("player_ip")
            .putNull("group_id")
            .put("attributes", example(profile));
    return new JsonObject()
        .put("profile", profile.queue())
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

  private static JsonObject text() {
    return new JsonObject().put("type", "string");
  }

  private static JsonObject flag() {
    return new JsonObject().put("type", "boolean").put("nullable", true);
  }
}
