package dev.muster.examples.gameserver;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A roster as lines for the log. Attributes come from players, so their length is bounded. */
final class RosterText {
  private static final int ATTRIBUTES_SHOWN = 6;
  private static final int ATTRIBUTE_LENGTH = 80;

  private RosterText() {}

  static List<String> lines(Roster roster) {
    if (roster.size() == 0) {
      return List.of("the environment holds no match, so nobody can join");
    }
    var lines = new ArrayList<String>();
    lines.add("match " + known(roster.matchId()));
    lines.add(
        "queue %s, stage %s, location %s, players %d"
            .formatted(
                known(roster.profile()),
                roster.expansion(),
                known(roster.location()),
                roster.size()));
    var agreed = agreed(roster);
    if (!agreed.isEmpty()) {
      lines.add("agreed on " + agreed);
    }
    roster.teams().forEach((teamId, groups) -> addTeam(lines, teamId, groups));
    return lines;
  }

  private static void addTeam(List<String> lines, String id, Map<String, List<Player>> groups) {
    lines.add("team " + id);
    groups.forEach(
        (groupId, players) -> {
          lines.add("  group " + groupId);
          for (var player : players) {
            lines.add(
                "    %s, ticket %s: %s"
                    .formatted(player, player.ticketId(), attributes(player.attributes())));
          }
        });
  }

  private static String agreed(Roster roster) {
    return Stream.of(roster.equality(), roster.intersection())
        .filter(rules -> !rules.isEmpty())
        .map(RosterText::attributes)
        .collect(Collectors.joining(", "));
  }

  private static String known(String text) {
    return text.isEmpty() ? "unknown" : text;
  }

  private static String attributes(JsonNode attributes) {
    if (attributes.isEmpty()) {
      return "no attributes";
    }
    String shown =
        attributes.properties().stream()
            .limit(ATTRIBUTES_SHOWN)
            .map(attribute -> shortened(attribute.getKey() + "=" + attribute.getValue()))
            .collect(Collectors.joining(", "));
    int more = attributes.size() - ATTRIBUTES_SHOWN;
    return more > 0 ? shown + " and " + more + " more" : shown;
  }

  private static String shortened(String text) {
    return text.length() <= ATTRIBUTE_LENGTH ? text : text.substring(0, ATTRIBUTE_LENGTH) + "...";
  }
}
