package dev.muster.examples.gameserver;

import java.util.HashMap;
import java.util.Map;

/** Environments of matches. */
final class Matches {
  static final String ALICE = "cusfn10msflc73beiik0";
  static final String BOB = "cusfn18msflc73beiil0";
  static final String CAROL = "cusfn1gmsflc73beiim0";
  static final String STRANGER = "cusfn1omsflc73beiin0";

  private Matches() {}

  /** Alice and Bob as a pair against Carol; two teams. */
  static Map<String, String> twoTeams() {
    var environment = new HashMap<String, String>();
    environment.put("MM_MATCH_ID", "duel_30-2026-11-20T15:04:05.1234567Z");
    environment.put("MM_MATCH_PROFILE", "duel");
    environment.put("MM_EXPANSION", "30");
    // Carol first: the order of the tickets need not be the order of the teams.
    environment.put("MM_TICKET_IDS", "[\"%s\",\"%s\",\"%s\"]".formatted(CAROL, ALICE, BOB));
    environment.put("MM_TICKET_" + ALICE, ticket(ALICE, "pair", "red", 1500));
    environment.put("MM_TICKET_" + BOB, ticket(BOB, "pair", "red", 1520));
    environment.put("MM_TICKET_" + CAROL, ticket(CAROL, "solo", "blue", 1510));
    environment.put(
        "MM_GROUPS", "{\"solo\":[\"%s\"],\"pair\":[\"%s\",\"%s\"]}".formatted(CAROL, ALICE, BOB));
    environment.put("MM_TEAMS", "{\"red\":[\"pair\"],\"blue\":[\"solo\"]}");
    environment.put("MM_EQUALITY", "{\"selected_game_mode\":\"quickplay\"}");
    environment.put("MM_INTERSECTION", "{\"selected_map\":[\"Airport\"]}");
    environment.put(
        "ARBITRIUM_DEPLOYMENT_LOCATION",
        "{\"city\":\"Chicago\",\"country\":\"\",\"continent\":\"\","
            + "\"administrative_division\":\"\",\"timezone\":\"\"}");
    environment.put("ARBITRIUM_PORTS_MAPPING", ports("gameport", 7777));
    environment.put("ARBITRIUM_REQUEST_ID", "23c01225b99d");
    return environment;
  }

  static Roster roster(Map<String, String> variables) {
    var environment = new Environment(variables);
    var roster = Roster.read(environment);
    environment.refuseProblems();
    return roster;
  }

  static String ports(String name, int internal) {
    return "{\"ports\":{\"%s\":{\"name\":\"%s\",\"internal\":%d,\"external\":32013,\"protocol\":\"UDP\"}}}"
        .formatted(name, name, internal);
  }

  private static String ticket(String id, String group, String team, int rating) {
    return ("{\"id\":\"%s\",\"created_at\":\"2026-11-20T15:04:00.0000000Z\",\"player_ip\":\"203.0.113.7\","
            + "\"group_id\":\"%s\",\"team_id\":\"%s\",\"attributes\":{\"elo_rating\":%d,"
            + "\"beacons\":{\"Chicago\":12.3}}}")
        .formatted(id, group, team, rating);
  }
}
