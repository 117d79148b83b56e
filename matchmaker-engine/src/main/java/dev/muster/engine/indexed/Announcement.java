package dev.muster.engine.indexed;

import dev.muster.engine.CountedValue;
import dev.muster.engine.Event;
import dev.muster.engine.ticket.AttributeValue.OfList;
import dev.muster.engine.ticket.Search;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiPredicate;

/** Says what a match is made of. */
final class Announcement {
  private final RuleTable table;
  private final Run run;

  Announcement(RuleTable table, Reader reader) {
    this.table = table;
    this.run = new Run(table, reader);
  }

  /** A new match. */
  Event.MatchMade of(Lineup lineup) {
    for (var group : lineup.groups) {
      run.push(group);
    }
    var made =
        new Event.MatchMade(
            table.name(run.lowestStage()),
            run.location(),
            teams(lineup),
            lineup.groups[0].cell.equality,
            intersection(lineup.groups[0], run::shares),
            Optional.empty());
    run.forget();
    return made;
  }

  private static List<Event.Team> teams(Lineup lineup) {
    if (lineup.teamCount == 1) {
      return List.of(team(lineup.groups));
    }
    return lineup.byTeam().stream().map(team -> team(team.toArray(Waiting[]::new))).toList();
  }

  private static Event.Team team(Waiting[] groups) {
    var searches = new Search[groups.length];
    for (int i = 0; i < groups.length; i++) {
      searches[i] = groups[i].search;
    }
    return new Event.Team(List.of(searches));
  }

  /** A group that fills a backfill. */
  Event.MatchMade of(Waiting group, OpenBackfill open) {
    return new Event.MatchMade(
        table.name(group.stage),
        open.location(group),
        List.of(new Event.Team(List.of(group.search))),
        group.cell.equality,
        intersection(group, (rule, value) -> open.shares(group, rule, value)),
        Optional.of(open.backfill.id()));
  }

  private Map<String, List<String>> intersection(
      Waiting oldest, BiPredicate<Integer, String> shared) {
    if (table.listCount == 0) {
      return Map.of();
    }
    var resolved = new HashMap<String, List<String>>();
    var attributes = oldest.search.group().tickets().get(0).attributes();
    for (int rule = 0; rule < table.listCount; rule++) {
      int number = rule;
      var list = (OfList) CountedValue.of(table.intersections.get(rule), attributes).orElseThrow();
      resolved.put(
          table.intersections.get(rule).name(),
          list.values().stream().distinct().filter(value -> shared.test(number, value)).toList());
    }
    return resolved;
  }
}
