package dev.muster.api.recording;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.muster.engine.ticket.AttributeValue;
import dev.muster.engine.ticket.AttributeValue.OfLatencies;
import dev.muster.engine.ticket.AttributeValue.OfList;
import dev.muster.engine.ticket.AttributeValue.OfNumber;
import dev.muster.engine.ticket.AttributeValue.OfText;
import dev.muster.engine.ticket.Backfill;
import dev.muster.engine.ticket.Group;
import dev.muster.engine.ticket.Search;
import dev.muster.engine.ticket.Ticket;
import java.util.ArrayList;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** Searches and backfills as JSON, and back. An attribute's form follows from its JSON. */
final class TicketsJson {
  private TicketsJson() {}

  static ObjectNode search(Search search) {
    var json = RecordingFormat.object();
    json.put("since", search.sinceMillis()).put("paused", search.pausedMillis());
    return json.set("group", group(search.group()));
  }

  static Search search(Fields json) throws DamagedLine {
    return new Search(group(json.object("group")), json.whole("since"), json.whole("paused"));
  }

  static ObjectNode backfill(Backfill backfill) {
    var json = RecordingFormat.object();
    json.put("id", backfill.id()).put("server", backfill.server());
    var roster = json.putArray("roster");
    backfill.roster().forEach(group -> roster.add(group(group)));
    var sizes = json.putArray("sizes");
    backfill.groupSizes().forEach(sizes::add);
    return json.put("since", backfill.sinceMillis()).put("expires", backfill.expiresAtMillis());
  }

  static Backfill backfill(Fields json) throws DamagedLine {
    var roster = new ArrayList<Group>();
    for (var group : json.objects("roster")) {
      roster.add(group(group));
    }
    var sizes = new TreeSet<Integer>();
    json.get("sizes").forEach(size -> sizes.add(size.intValue()));
    return new Backfill(
        json.text("id"),
        json.text("server"),
        roster,
        sizes,
        json.whole("since"),
        json.whole("expires"));
  }

  private static ObjectNode group(Group group) {
    var json = RecordingFormat.object().put("id", group.id());
    var tickets = json.putArray("tickets");
    for (var ticket : group.tickets()) {
      var attributes =
          tickets
              .addObject()
              .put("id", ticket.id())
              .put("bytes", ticket.bytes())
              .putObject("attributes");
      new TreeMap<>(ticket.attributes()).forEach((name, value) -> put(attributes, name, value));
    }
    return json;
  }

  private static Group group(Fields json) throws DamagedLine {
    var tickets = new ArrayList<Ticket>();
    for (var ticket : json.objects("tickets")) {
      tickets.add(
          new Ticket(
              ticket.text("id"),
              attributes(ticket.object("attributes").json()),
              ticket.integer("bytes")));
    }
    return new Group(json.text("id"), tickets);
  }

  private static void put(ObjectNode json, String name, AttributeValue value) {
    if (value instanceof OfNumber number) {
      json.put(name, Fields.decimal(number.millionths()));
    } else if (value instanceof OfText text) {
      json.put(name, text.value());
    } else if (value instanceof OfList list) {
      var values = json.putArray(name);
      list.values().forEach(values::add);
    } else if (value instanceof OfLatencies latencies) {
      var millis = json.putObject(name);
      latencies
          .millionths()
          .forEach((beacon, millionths) -> millis.put(beacon, Fields.decimal(millionths)));
    } else {
      throw new AssertionError(value);
    }
  }

  private static Map<String, AttributeValue> attributes(JsonNode json) throws DamagedLine {
    var attributes = new TreeMap<String, AttributeValue>();
    for (var field : json.properties()) {
      attributes.put(field.getKey(), value(field.getKey(), field.getValue()));
    }
    return attributes;
  }

  private static AttributeValue value(String name, JsonNode json) throws DamagedLine {
    if (json.isNumber()) {
      return new OfNumber(Fields.millionths(name, json));
    } else if (json.isTextual()) {
      return new OfText(json.textValue());
    } else if (json.isArray()) {
      return new OfList(Fields.texts(json));
    } else if (json.isObject()) {
      return new OfLatencies(latencies(json));
    } else {
      throw new DamagedLine("attribute " + name + " is no number, text, list or object");
    }
  }

  static Map<String, Long> latencies(JsonNode json) throws DamagedLine {
    var latencies = new TreeMap<String, Long>();
    for (var field : json.properties()) {
      latencies.put(field.getKey(), Fields.millionths(field.getKey(), field.getValue()));
    }
    return latencies;
  }
}
