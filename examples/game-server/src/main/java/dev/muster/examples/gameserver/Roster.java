package dev.muster.examples.gameserver;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Who plays this match, in which teams and groups, and on what they agreed, as the matchmaker put
 * it into the environment.
 *
 * @param expansion the stage of the rules under which the match was found, {@code initial} or its
 *     seconds
 * @param location the city of the server, empty when unknown
 * @param equality by rule, the string that all players have in common
 * @param intersection by rule, the strings that all players have in common
 * @param players by ticket id, team by team and in it group by group
 */
record Roster(
    String matchId,
    String profile,
    String expansion,
    String location,
    JsonNode equality,
    JsonNode intersection,
    Map<String, Player> players) {

  /** Reads the roster; what is wrong with it is noted in the environment. */
  static Roster read(Environment environment) {
    return new Roster(
        environment.text("MM_MATCH_ID").orElse(""),
        environment.text("MM_MATCH_PROFILE").orElse(""),
        environment
            .text("MM_EXPANSION")
            .or(() -> environment.text("MM_EXPANSION_STAGE"))
            .orElse("initial"),
        environment.object("ARBITRIUM_DEPLOYMENT_LOCATION").path("city").asText(""),
        environment.object("MM_EQUALITY"),
        environment.object("MM_INTERSECTION"),
        players(environment));
  }

  /** The player of a ticket; empty when the ticket is not of this match. */
  Optional<Player> player(String ticketId) {
    return Optional.ofNullable(players.get(ticketId));
  }

  /** How many players the match has. */
  int size() {
    return players.size();
  }

  /** The players by team id and in it by group id. */
  Map<String, Map<String, List<Player>>> teams() {
    var teams = new LinkedHashMap<String, Map<String, List<Player>>>();
    for (var player : players.values()) {
      teams
          .computeIfAbsent(player.teamId(), id -> new LinkedHashMap<>())
          .computeIfAbsent(player.groupId(), id -> new ArrayList<>())
          .add(player);
    }
    return teams;
  }

  private static Map<String, Player> players(Environment environment) {
    var ticketIds = environment.strings("MM_TICKET_IDS");
    var groups = environment.lists("MM_GROUPS");
    var players = new LinkedHashMap<String, Player>();
    environment
        .lists("MM_TEAMS")
        .forEach(
            (teamId, groupIds) -> {
              for (var groupId : groupIds) {
                for (var ticketId : ticketsOf(groupId, groups, environment)) {
                  int number = ticketIds.indexOf(ticketId) + 1;
                  var attributes = attributes(ticketId, environment);
                  var player = new Player(number, ticketId, groupId, teamId, attributes);
                  if (players.put(ticketId, player) != null) {
                    environment.problem("MM_GROUPS", "has ticket " + ticketId + " twice");
                  }
                }
              }
            });
    refuseDifference(ticketIds, players, environment);
    return players;
  }

  private static List<String> ticketsOf(
      String groupId, Map<String, List<String>> groups, Environment environment) {
    var ticketIds = groups.get(groupId);
    if (ticketIds == null) {
      environment.problem("MM_GROUPS", "has no group " + groupId + ", which MM_TEAMS names");
      return List.of();
    }
    return ticketIds;
  }

  private static JsonNode attributes(String ticketId, Environment environment) {
    String name = "MM_TICKET_" + ticketId;
    if (environment.text(name).isEmpty()) {
      environment.problem(name, "is missing, but MM_GROUPS names the ticket");
    }
    return environment.object(name).path("attributes");
  }

  private static void refuseDifference(
      List<String> ticketIds, Map<String, Player> players, Environment environment) {
    for (var ticketId : ticketIds) {
      if (!players.containsKey(ticketId)) {
        environment.problem("MM_TEAMS", "ticket " + ticketId + " of MM_TICKET_IDS is in no team");
      }
    }
    for (var player : players.values()) {
      if (player.number() == 0) {
        environment.problem("MM_TICKET_IDS", "lacks ticket " + player.ticketId() + " of MM_GROUPS");
      }
    }
  }
}
