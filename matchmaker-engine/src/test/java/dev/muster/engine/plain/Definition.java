package dev.muster.engine.plain;

import dev.muster.engine.profile.Profile;
import dev.muster.engine.profile.Rule;
import dev.muster.engine.profile.Rules;
import dev.muster.engine.ticket.AttributeValue;
import dev.muster.engine.ticket.AttributeValue.OfLatencies;
import dev.muster.engine.ticket.AttributeValue.OfList;
import dev.muster.engine.ticket.AttributeValue.OfNumber;
import dev.muster.engine.ticket.AttributeValue.OfText;
import dev.muster.engine.ticket.Backfill;
import dev.muster.engine.ticket.Group;
import dev.muster.engine.ticket.Search;
import dev.muster.engine.ticket.Ticket;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What an acceptable match is, straight from the text of the definition and as slow as it likes:
 * the judge of random streams. It shares no code with the engine but the vocabulary.
 */
final class Definition {
  private final Profile profile;

  Definition(Profile profile) {
    this.profile = profile;
  }

  // ------------------------------------------------------------------ matches

  boolean isAcceptable(List<List<Search>> teams, long now, boolean full) {
    var searches = teams.stream().flatMap(List::stream).toList();
    var rules = inForce(searches.stream().map(search -> stage(search, now)).toList());
    return rules.isPresent()
        && playersFit(teams, rules.get().playerCount(), full)
        && attributesFit(groups(searches), rules.get(), false)
        && numbersFit(teams.stream().map(Definition::groups).toList(), rules.get())
        && bytes(groups(searches)) <= 768 * 1024;
  }

  private static boolean playersFit(List<List<Search>> teams, Rule.PlayerCount rule, boolean full) {
    return teams.size() == rule.teamCount()
        && teams.stream()
            .mapToInt(Definition::players)
            .allMatch(
                players ->
                    players <= rule.maxTeamSize()
                        && players >= rule.minTeamSize()
                        && (!full || players == rule.maxTeamSize()));
  }

  boolean isFull(List<List<Search>> teams, long now) {
    return isAcceptable(teams, now, true);
  }

  /** The most players of an acceptable match with one group, among those available; 0: none. */
  int mostPlayersWith(Search wanted, Collection<Search> available, long now, boolean full) {
    var others = new ArrayList<>(available);
    others.remove(wanted);
    int[] most = {0};
    subsets(
        others,
        chosen -> {
          var set = new ArrayList<>(chosen);
          set.add(wanted);
          if (players(set) > most[0] && canMatch(set, now, full)) {
            most[0] = players(set);
          }
          return !full || most[0] == 0;
        });
    return most[0];
  }

  /** A match that there should have been: full, or partial with a group that is closing. */
  List<Search> missed(Collection<Search> waiting, long now) {
    var missed = new ArrayList<Search>();
    subsets(
        List.copyOf(waiting),
        set -> {
          boolean full = set.stream().noneMatch(search -> isClosing(search, now));
          if (!set.isEmpty() && canMatch(set, now, full)) {
            missed.addAll(set);
          }
          return missed.isEmpty();
        });
    return missed;
  }

  private boolean canMatch(List<Search> set, long now, boolean full) {
    var rules = inForce(set.stream().map(search -> stage(search, now)).toList());
    if (rules.isEmpty()) {
      return false;
    }
    var count = rules.get().playerCount();
    int players = players(set);
    if (players > count.full()
        || players < count.teamCount() * (full ? count.maxTeamSize() : count.minTeamSize())
        || !attributesFit(groups(set), rules.get(), false)) {
      return false;
    }
    var teams = new ArrayList<List<Search>>();
    for (int i = 0; i < count.teamCount(); i++) {
      teams.add(new ArrayList<>());
    }
    return canSplit(set, 0, teams, count.maxTeamSize(), all -> isAcceptable(all, now, full));
  }

  private static boolean canSplit(
      List<Search> set,
      int next,
      List<List<Search>> teams,
      int most,
      Predicate<List<List<Search>>> accepted) {
    if (next == set.size()) {
      return accepted.test(teams);
    }
    for (var team : teams) {
      if (players(team) + set.get(next).group().size() <= most) {
        team.add(set.get(next));
        boolean found = canSplit(set, next + 1, teams, most, accepted);
        team.remove(team.size() - 1);
        if (found) {
          return true;
        }
      }
    }
    return false;
  }

  /** Tells every subset, until somebody has seen enough. */
  private static void subsets(List<Search> all, Predicate<List<Search>> goOn) {
    for (int bits = 0; bits < 1 << all.size(); bits++) {
      var chosen = new ArrayList<Search>();
      for (int i = 0; i < all.size(); i++) {
        if ((bits >> i & 1) == 1) {
          chosen.add(all.get(i));
        }
      }
      if (!goOn.test(chosen)) {
        return;
      }
    }
  }

  // ---------------------------------------------------------------- backfills

  boolean mayFill(Backfill backfill, List<Group> given, Search search, long now) {
    int itsStage = profile.stageIndexAt(now - backfill.sinceMillis());
    var stages = List.of(profile.stages().get(itsStage).rules(), stage(search, now));
    var everyone = new ArrayList<>(backfill.roster());
    everyone.addAll(given);
    everyone.add(search.group());
    // playerCount is no matter here, so a difference in teamCount is none either
    var rules = strictestButPlayers(stages.get(0), stages.get(1));
    return now < backfill.expiresAtMillis()
        && backfill.groupSizes().contains(search.group().size())
        && attributesFit(everyone, rules, true)
        && rules.numbers().stream().allMatch(rule -> range(everyone, rule) <= rule.maxDifference());
  }

  private static Rules strictestButPlayers(Rules one, Rules two) {
    var aligned =
        new Rules(
            one.playerCount(),
            two.latencies(),
            two.numbers(),
            two.equalities(),
            two.intersections());
    return one.strictest(aligned).orElseThrow();
  }

  // --------------------------------------------------------------------- time

  long expiresAt(Search search) {
    return search.sinceMillis()
        + search.pausedMillis()
        + profile.periods().ticketExpirationMillis();
  }

  /** Whether now is in [boundary - lead, boundary) of its next stage or its expiry. */
  boolean isClosing(Search search, long now) {
    int index = profile.stageIndexAt(now - search.sinceMillis());
    long began = search.sinceMillis() + profile.stages().get(index).afterMillis();
    long boundary = expiresAt(search);
    if (index + 1 < profile.stages().size()) {
      boundary =
          Math.min(boundary, search.sinceMillis() + profile.stages().get(index + 1).afterMillis());
    }
    long lead = Math.min(1_000, (boundary - began) / 2);
    return boundary - lead <= now && now < boundary;
  }

  Rules stage(Search search, long now) {
    return profile.stageAt(now - search.sinceMillis()).rules();
  }

  // -------------------------------------------------------------------- rules

  private static Optional<Rules> inForce(List<Rules> stages) {
    Optional<Rules> strictest = Optional.of(stages.get(0));
    for (var rules : stages) {
      strictest = strictest.flatMap(one -> one.strictest(rules));
    }
    return strictest;
  }

  private static boolean attributesFit(List<Group> groups, Rules rules, boolean ignoreNew) {
    var players = groups.stream().flatMap(group -> group.tickets().stream()).toList();
    return rules.equalities().stream()
            .allMatch(
                rule -> players.stream().map(player -> text(rule, player)).distinct().count() <= 1)
        && rules.intersections().stream()
            .allMatch(rule -> shared(rule, players, ignoreNew) >= rule.overlap())
        && rules.latencies().map(rule -> someBeaconFits(rule, players)).orElse(true);
  }

  private static int shared(Rule.Intersection rule, List<Ticket> players, boolean ignoreNew) {
    Set<String> shared = new HashSet<>(list(rule, players.get(0)));
    players.forEach(player -> shared.retainAll(list(rule, player)));
    if (ignoreNew) {
      shared.remove("new");
    }
    return shared.size();
  }

  private static boolean someBeaconFits(Rule.Latencies rule, List<Ticket> players) {
    if (players.stream().allMatch(player -> latencies(rule, player).isEmpty())) {
      return true;
    }
    for (var beacon : latencies(rule, players.get(0)).keySet()) {
      if (players.stream().allMatch(player -> latencies(rule, player).containsKey(beacon))) {
        long worst = Long.MIN_VALUE;
        long best = Long.MAX_VALUE;
        for (var player : players) {
          worst = Math.max(worst, latencies(rule, player).get(beacon));
          best = Math.min(best, latencies(rule, player).get(beacon));
        }
        if (worst <= rule.maxLatency() && worst - best <= rule.difference()) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean numbersFit(List<List<Group>> teams, Rules rules) {
    for (var rule : rules.numbers()) {
      for (var team : teams) {
        if (range(team, rule) > rule.maxDifference()) {
          return false;
        }
      }
      for (var one : teams) {
        for (var two : teams) {
          // mean1 - mean2 <= max, both sides times both counts
          var left =
              sum(one, rule)
                  .multiply(BigInteger.valueOf(two.size()))
                  .subtract(sum(two, rule).multiply(BigInteger.valueOf(one.size())));
          var right =
              BigInteger.valueOf(rule.maxDifference())
                  .multiply(BigInteger.valueOf((long) one.size() * two.size()));
          if (left.compareTo(right) > 0) {
            return false;
          }
        }
      }
    }
    return true;
  }

  private static BigInteger sum(List<Group> groups, Rule.NumberDifference rule) {
    return groups.stream()
        .map(group -> BigInteger.valueOf(mean(group, rule)))
        .reduce(BigInteger.ZERO, BigInteger::add);
  }

  private static long range(List<Group> groups, Rule.NumberDifference rule) {
    var range = groups.stream().mapToLong(group -> mean(group, rule)).summaryStatistics();
    return range.getMax() - range.getMin();
  }

  private static long mean(Group group, Rule.NumberDifference rule) {
    var sum =
        group.tickets().stream()
            .map(
                ticket ->
                    BigDecimal.valueOf(
                        ticket.attributes().get(rule.name()) instanceof OfNumber number
                            ? number.millionths()
                            : rule.fallback().orElseThrow()))
            .reduce(BigDecimal.ZERO, BigDecimal::add);
    return sum.divide(BigDecimal.valueOf(group.size()), 0, RoundingMode.HALF_EVEN).longValueExact();
  }

  private static String text(Rule.StringEquality rule, Ticket ticket) {
    AttributeValue value = ticket.attributes().get(rule.name());
    return value instanceof OfText text ? text.value() : rule.fallback().orElseThrow();
  }

  private static List<String> list(Rule.Intersection rule, Ticket ticket) {
    AttributeValue value = ticket.attributes().get(rule.name());
    return value instanceof OfList list ? list.values() : rule.fallback().orElseThrow();
  }

  private static Map<String, Long> latencies(Rule.Latencies rule, Ticket ticket) {
    AttributeValue value = ticket.attributes().get(rule.name());
    return value instanceof OfLatencies known ? known.millionths() : rule.fallback().orElseThrow();
  }

  static int players(Collection<Search> searches) {
    return searches.stream().mapToInt(search -> search.group().size()).sum();
  }

  private static List<Group> groups(List<Search> searches) {
    return searches.stream().map(Search::group).toList();
  }

  private static long bytes(List<Group> groups) {
    return groups.stream()
        .flatMap(group -> group.tickets().stream())
        .mapToLong(Ticket::bytes)
        .sum();
  }
}
