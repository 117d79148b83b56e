package dev.muster.api.recording;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.muster.engine.profile.Periods;
import dev.muster.engine.profile.Profile;
import dev.muster.engine.profile.Rule;
import dev.muster.engine.profile.Rules;
import dev.muster.engine.profile.Stage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A profile as JSON, stage by stage with all rules, and back. */
final class ProfileJson {
  private static final String DEFAULT = "default";

  private ProfileJson() {}

  static ObjectNode write(Profile profile) {
    var json =
        RecordingFormat.object()
            .put("queue", profile.queue())
            .put("expiration", profile.periods().ticketExpirationMillis())
            .put("removal", profile.periods().ticketRemovalMillis())
            .put("inactivity", profile.periods().groupInactivityRemovalMillis())
            .put("backfill_only", profile.backfillOnly());
    var stages = json.putArray("stages");
    for (var stage : profile.stages()) {
      var rules = stages.addObject().put("after", stage.afterMillis()).putArray("rules");
      rules.add(write(stage.rules().playerCount()));
      stage.rules().onAttributes().forEach(rule -> rules.add(write(rule)));
    }
    return json;
  }

  private static ObjectNode write(Rule rule) {
    var json = RecordingFormat.object().put("name", rule.name()).put("type", rule.type().text());
    if (rule instanceof Rule.PlayerCount it) {
      json.put("teamCount", it.teamCount());
      json.put("minTeamSize", it.minTeamSize()).put("maxTeamSize", it.maxTeamSize());
    } else if (rule instanceof Rule.Latencies it) {
      json.put("difference", Fields.decimal(it.difference()));
      json.put("maxLatency", Fields.decimal(it.maxLatency()));
      it.fallback().ifPresent(value -> put(json.putObject(DEFAULT), value));
    } else if (rule instanceof Rule.NumberDifference it) {
      json.put("maxDifference", Fields.decimal(it.maxDifference()));
      it.fallback().ifPresent(value -> json.put(DEFAULT, Fields.decimal(value)));
    } else if (rule instanceof Rule.StringEquality it) {
      it.fallback().ifPresent(value -> json.put(DEFAULT, value));
    } else if (rule instanceof Rule.Intersection it) {
      json.put("overlap", it.overlap());
      it.fallback().ifPresent(value -> value.forEach(json.withArray(DEFAULT)::add));
    } else {
      throw new AssertionError(rule);
    }
    return json;
  }

  private static void put(ObjectNode json, Map<String, Long> latencies) {
    latencies.forEach((beacon, millionths) -> json.put(beacon, Fields.decimal(millionths)));
  }

  static Profile read(Fields json) throws DamagedLine {
    var stages = new ArrayList<Stage>();
    for (var stage : json.objects("stages")) {
      stages.add(new Stage(stage.whole("after"), rules(stage.objects("rules"))));
    }
    if (stages.isEmpty()) {
      throw new DamagedLine("stages is empty");
    }
    return new Profile(
        json.text("queue"),
        new Periods(json.whole("expiration"), json.whole("removal"), json.whole("inactivity")),
        json.flag("backfill_only"),
        stages);
  }

  private static Rules rules(List<Fields> all) throws DamagedLine {
    Rule.PlayerCount playerCount = null;
    Optional<Rule.Latencies> latencies = Optional.empty();
    var numbers = new ArrayList<Rule.NumberDifference>();
    var equalities = new ArrayList<Rule.StringEquality>();
    var intersections = new ArrayList<Rule.Intersection>();
    for (var json : all) {
      var name = json.text("name");
      switch (json.text("type")) {
        case "playerCount" ->
            playerCount =
                new Rule.PlayerCount(
                    name,
                    json.integer("teamCount"),
                    json.integer("minTeamSize"),
                    json.integer("maxTeamSize"));
        case "latencies" -> latencies = Optional.of(latencies(name, json));
        case "numberDifference" -> numbers.add(number(name, json));
        case "stringEquality" -> equalities.add(equality(name, json));
        case "intersection" -> intersections.add(intersection(name, json));
        default -> throw new DamagedLine("type is \"" + json.text("type") + "\", which is none");
      }
    }
    if (playerCount == null) {
      throw new DamagedLine("rules has none of type playerCount");
    }
    return new Rules(playerCount, latencies, numbers, equalities, intersections);
  }

  private static Optional<JsonNode> fallback(Fields json) {
    return Optional.ofNullable(json.json().get(DEFAULT));
  }

  private static Rule.Latencies latencies(String name, Fields json) throws DamagedLine {
    var fallback = fallback(json);
    return new Rule.Latencies(
        name,
        json.millionths("difference"),
        json.millionths("maxLatency"),
        fallback.isEmpty()
            ? Optional.empty()
            : Optional.of(new TreeMap<>(TicketsJson.latencies(fallback.get()))));
  }

  private static Rule.NumberDifference number(String name, Fields json) throws DamagedLine {
    var fallback = fallback(json);
    return new Rule.NumberDifference(
        name,
        json.millionths("maxDifference"),
        fallback.isEmpty()
            ? Optional.empty()
            : Optional.of(Fields.millionths(DEFAULT, fallback.get())));
  }

  private static Rule.StringEquality equality(String name, Fields json) {
    return new Rule.StringEquality(name, fallback(json).map(JsonNode::asText));
  }

  private static Rule.Intersection intersection(String name, Fields json) throws DamagedLine {
    var fallback = fallback(json);
    return new Rule.Intersection(
        name,
        json.integer("overlap"),
        fallback.isEmpty() ? Optional.empty() : Optional.of(Fields.texts(fallback.get())));
  }
}
