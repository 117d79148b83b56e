package dev.muster.operator.gameserver;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.muster.api.v1alpha1.MatchSpec;
import dev.muster.api.v1alpha1.TicketSpec;
import dev.muster.operator.objects.Times;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The MM_ variables: who plays. Where published SDKs disagree on a name, both are written:
 * MM_EXPANSION and MM_EXPANSION_STAGE, MM_GROUPS and MM_GROUP_MAPPING.
 */
final class MatchVariables {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private MatchVariables() {}

  static void write(MatchSpec match, EnvWriter env) {
    env.text("MM_MATCH_PROFILE", match.queue());
    env.text("MM_MATCH_ID", match.matchId());
    env.text("MM_EXPANSION", match.expansion());
    env.text("MM_EXPANSION_STAGE", match.expansion());
    env.json("MM_TICKET_IDS", array(match.tickets().stream().map(TicketSpec::id).toList()));
    var groups = groups(match);
    env.json("MM_GROUPS", groups);
    env.json("MM_GROUP_MAPPING", groups);
    env.json("MM_TEAMS", teams(match));
    env.json("MM_EQUALITY", equality(match.equality()));
    env.json("MM_INTERSECTION", intersection(match.intersection()));
    match.tickets().forEach(ticket -> env.json("MM_TICKET_" + ticket.id(), ticket(ticket)));
  }

  private static ObjectNode ticket(TicketSpec ticket) {
    var json = JSON.objectNode();
    json.put("id", ticket.id());
    if (ticket.createdAt() != null) {
      json.put(
          "created_at",
          Times.parse(ticket.createdAt()).map(Times::precise).orElse(ticket.createdAt()));
    }
    json.put("player_ip", ticket.playerIp());
    putIfKnown(json, "group_id", ticket.groupId());
    putIfKnown(json, "team_id", ticket.teamId());
    json.set("attributes", ticket.attributes() == null ? JSON.objectNode() : ticket.attributes());
    if (ticket.extras() != null && !ticket.extras().isNull()) {
      json.set("extras", ticket.extras());
    }
    return json;
  }

  private static void putIfKnown(ObjectNode json, String name, String value) {
    if (value != null) {
      json.put(name, value);
    }
  }

  private static ObjectNode groups(MatchSpec match) {
    var json = JSON.objectNode();
    match
        .teams()
        .forEach(
            team -> team.groups().forEach(group -> json.set(group.id(), array(group.tickets()))));
    return json;
  }

  private static ObjectNode teams(MatchSpec match) {
    var json = JSON.objectNode();
    match
        .teams()
        .forEach(
            team ->
                json.set(
                    team.id(),
                    array(team.groups().stream().map(MatchSpec.GroupSpec::id).toList())));
    return json;
  }

  private static ObjectNode equality(Map<String, String> values) {
    var json = JSON.objectNode();
    sorted(values).forEach(json::put);
    return json;
  }

  private static ObjectNode intersection(Map<String, List<String>> values) {
    var json = JSON.objectNode();
    sorted(values).forEach((rule, shared) -> json.set(rule, array(shared)));
    return json;
  }

  private static <V> Map<String, V> sorted(Map<String, V> map) {
    return map == null ? Map.of() : new TreeMap<>(map);
  }

  private static ArrayNode array(List<String> values) {
    var json = JSON.arrayNode();
    values.forEach(json::add);
    return json;
  }
}
