package dev.muster.engine.plain;

import dev.muster.engine.CountedValue;
import dev.muster.engine.Event;
import dev.muster.engine.ticket.AttributeValue.OfList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Says what a match is made of. */
final class Announcement {
  private final RuleBook book;

  Announcement(RuleBook book) {
    this.book = book;
  }

  /** A new match. */
  Event.MatchMade of(Lineup lineup) {
    var joint = lineup.joint();
    return made(
        joint.lowestStage(), joint.traits(), joint.limits(), lineup.teams(), Optional.empty());
  }

  /** A group that fills a backfill. */
  Event.MatchMade of(Waiting group, OpenBackfill open, Traits common) {
    return made(
        group.stage(),
        common,
        open.limits(group),
        List.of(List.of(group)),
        Optional.of(open.backfill.id()));
  }

  private Event.MatchMade made(
      int stage,
      Traits common,
      Limits limits,
      List<List<Waiting>> teams,
      Optional<String> backfill) {
    return new Event.MatchMade(
        book.stage(stage).name(),
        common.beacons().location(limits),
        teams.stream()
            .map(team -> new Event.Team(team.stream().map(group -> group.search).toList()))
            .toList(),
        equality(common),
        intersection(common, teams.get(0).get(0)),
        backfill);
  }

  private Map<String, String> equality(Traits common) {
    var resolved = new HashMap<String, String>();
    var rules = book.rules().equalities();
    for (int rule = 0; rule < rules.size(); rule++) {
      resolved.put(rules.get(rule).name(), common.texts().get(rule));
    }
    return resolved;
  }

  private Map<String, List<String>> intersection(Traits common, Waiting oldest) {
    var resolved = new HashMap<String, List<String>>();
    var attributes = oldest.search.group().tickets().get(0).attributes();
    var rules = book.rules().intersections();
    for (int rule = 0; rule < rules.size(); rule++) {
      var list = (OfList) CountedValue.of(rules.get(rule), attributes).orElseThrow();
      var shared = common.shared(rule);
      resolved.put(
          rules.get(rule).name(),
          list.values().stream().distinct().filter(shared::contains).toList());
    }
    return resolved;
  }
}
