package dev.muster.api.recording;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.muster.api.recording.Recorded.Added;
import dev.muster.api.recording.Recorded.Advanced;
import dev.muster.api.recording.Recorded.BackfillAdded;
import dev.muster.api.recording.Recorded.BackfillRemoved;
import dev.muster.api.recording.Recorded.Changed;
import dev.muster.api.recording.Recorded.Ended;
import dev.muster.api.recording.Recorded.Header;
import dev.muster.api.recording.Recorded.Made;
import dev.muster.api.recording.Recorded.Opened;
import dev.muster.api.recording.Recorded.Removed;
import java.util.List;

/**
 * Lines of a recording as JSON. What a player sent besides attributes (address, extras) is not in
 * it, and neither is a token. But ids of tickets and groups are, and while those live, whoever
 * knows one may act for its players.
 */
public final class RecordingFormat {
  /** The version that is written. */
  public static final int VERSION = 1;

  private static final String FIRST = "muster_recording";
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private RecordingFormat() {}

  /** One line, without its end. */
  public static String line(Recorded recorded) {
    return json(recorded).toString();
  }

  private static ObjectNode json(Recorded recorded) {
    var json = MAPPER.createObjectNode();
    if (recorded instanceof Header it) {
      return json.put(FIRST, it.version())
          .put("engine", it.engine())
          .put("ticket_limit", it.ticketLimit());
    } else if (recorded instanceof Opened it) {
      json.put("do", "open").put("queue", it.queue()).put("beacons_listed", it.beaconsListed());
      return json.set("profile", ProfileJson.write(it.profile()));
    } else if (recorded instanceof Added it) {
      json.put("do", "add").put("queue", it.queue()).put("at", it.atMillis());
      return json.set("search", TicketsJson.search(it.search()));
    } else if (recorded instanceof Removed it) {
      return json.put("do", "remove").put("queue", it.queue()).put("group", it.groupId());
    } else if (recorded instanceof BackfillAdded it) {
      json.put("do", "add_backfill").put("queue", it.queue()).put("at", it.atMillis());
      return json.set("backfill", TicketsJson.backfill(it.backfill()));
    } else if (recorded instanceof BackfillRemoved it) {
      return json.put("do", "remove_backfill")
          .put("queue", it.queue())
          .put("backfill", it.backfillId());
    } else if (recorded instanceof Changed it) {
      json.put("do", "change").put("queue", it.queue()).put("at", it.atMillis());
      json.put("beacons_listed", it.beaconsListed());
      return json.set("profile", ProfileJson.write(it.profile()));
    } else if (recorded instanceof Advanced it) {
      return json.put("do", "advance").put("queue", it.queue()).put("at", it.atMillis());
    } else if (recorded instanceof Made it) {
      json.put("made", it.matchId());
      return json.set("teams", MAPPER.valueToTree(it.teams()));
    } else if (recorded instanceof Ended it) {
      return json.put("end", it.why());
    } else {
      throw new AssertionError(recorded);
    }
  }

  /**
   * Reads one line.
   *
   * @throws DamagedLine when it is none of a recording
   */
  public static Recorded parse(String line) throws DamagedLine {
    try {
      var json = MAPPER.readTree(line);
      if (!json.isObject()) {
        throw new DamagedLine("a JSON object was expected");
      }
      return recorded(new Fields(json));
    } catch (JsonProcessingException e) {
      throw new DamagedLine("is no JSON: " + e.getOriginalMessage());
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new DamagedLine(e.getMessage());
    }
  }

  private static Recorded recorded(Fields json) throws DamagedLine {
    if (json.has(FIRST)) {
      if (json.integer(FIRST) != VERSION) {
        throw new DamagedLine(
            FIRST + " is " + json.integer(FIRST) + ", version " + VERSION + " was expected");
      }
      return new Header(VERSION, json.text("engine"), json.integer("ticket_limit"));
    } else if (json.has("made")) {
      return new Made(json.text("made"), teams(json.get("teams")));
    } else if (json.has("end")) {
      return new Ended(json.text("end"));
    }
    int queue = json.integer("queue");
    var command = json.text("do");
    return switch (command) {
      case "open" ->
          new Opened(queue, ProfileJson.read(json.object("profile")), json.flag("beacons_listed"));
      case "add" -> new Added(queue, json.whole("at"), TicketsJson.search(json.object("search")));
      case "remove" -> new Removed(queue, json.text("group"));
      case "add_backfill" ->
          new BackfillAdded(queue, json.whole("at"), TicketsJson.backfill(json.object("backfill")));
      case "remove_backfill" -> new BackfillRemoved(queue, json.text("backfill"));
      case "change" ->
          new Changed(
              queue,
              json.whole("at"),
              ProfileJson.read(json.object("profile")),
              json.flag("beacons_listed"));
      case "advance" -> new Advanced(queue, json.whole("at"));
      default -> throw new DamagedLine("do is \"" + command + "\", which is no command");
    };
  }

  private static List<List<List<String>>> teams(JsonNode json) throws DamagedLine {
    var teams = new java.util.ArrayList<List<List<String>>>();
    for (var team : json) {
      var groups = new java.util.ArrayList<List<String>>();
      for (var group : team) {
        groups.add(Fields.texts(group));
      }
      teams.add(groups);
    }
    return teams;
  }

  static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  static ArrayNode array() {
    return MAPPER.createArrayNode();
  }
}
