package dev.muster.engine.plain;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whether the {@link Handshake} would notice: each clause of the specification is broken in the
 * indexed implementation, one after the other, and the comparison must object. An ordinary build
 * looks at every tenth of them, {@code -Dmuster.mutations=all} at all, {@code
 * -Dmuster.mutations=TEXT} at those whose clause has this text in it.
 */
class MutationTest {
  private static final String WHICH = System.getProperty("muster.mutations", "sample");
  private static final int EVERY = 10;
  private static final long COMMANDS = 100_000;
  private static final long COMMANDS_WITHOUT_FAULT = 20_000;

  private static final List<Mutation> MUTATIONS =
      List.of(
          // Rules in force: attribute by attribute the strictest.
          new Mutation(
              "the least maxDifference is in force",
              "Limits",
              "Math.min(differences[rule], other.maxDifferences[rule])",
              "Math.max(differences[rule], other.maxDifferences[rule])"),
          new Mutation(
              "the least maxLatency is in force",
              "Limits",
              "Math.min(maxLatency, other.maxLatency)",
              "Math.max(maxLatency, other.maxLatency)"),
          new Mutation(
              "the least difference of latencies is in force",
              "Limits",
              "Math.min(difference, other.difference)",
              "Math.max(difference, other.difference)"),
          new Mutation(
              "the least maxTeamSize is in force",
              "Limits",
              "Math.min(maxTeamSize, other.maxTeamSize)",
              "Math.max(maxTeamSize, other.maxTeamSize)"),
          new Mutation(
              "the greatest overlap is in force",
              "Limits",
              "Math.max(shared[rule], other.overlaps[rule])",
              "Math.min(shared[rule], other.overlaps[rule])"),
          new Mutation(
              "the greatest minTeamSize is in force",
              "Limits",
              "Math.max(minTeamSize, other.minTeamSize)",
              "Math.min(minTeamSize, other.minTeamSize)"),
          new Mutation(
              "teamCount must be equal",
              "Limits",
              "teamCount == other.teamCount ? teamCount : 0",
              "Math.max(teamCount, other.teamCount)"),
          // What is acceptable.
          new Mutation(
              "a match has no more than teamCount times maxTeamSize players",
              "Run",
              "before + group.size > inForce.full || most > inForce.maxTeamSize",
              "most > inForce.maxTeamSize"),
          new Mutation(
              "a team has at most maxTeamSize players",
              "Limits",
              "this.maxTeamSize = maxTeamSize;",
              "this.maxTeamSize = maxTeamSize + 1;"),
          new Mutation(
              "a team has at least minTeamSize players",
              "Split",
              "players[team] < limits.minTeamSize || players[team] > limits.maxTeamSize",
              "players[team] > limits.maxTeamSize"),
          new Mutation(
              "texts must be equal",
              "Reader",
              "      texts[rule] = own;",
              "      texts[rule] = own.isEmpty() ? own : \"a\";"),
          new Mutation(
              "overlap values are shared, no fewer",
              "Run",
              "exact && Long.bitCount(mask) < inForce.overlaps[rule]",
              "exact && Long.bitCount(mask) + 1 < inForce.overlaps[rule]"),
          new Mutation(
              "overlap values are shared, by code where there are many",
              "Run",
              "codeCounts[here] >= overlap",
              "codeCounts[here] >= 0"),
          new Mutation(
              "maxDifference itself is near enough",
              "Run",
              "most - least > inForce.maxDifferences[rule] * inForce.reach",
              "most - least >= inForce.maxDifferences[rule] * inForce.reach"),
          new Mutation(
              "numbers within a team lie within maxDifference",
              "Split",
              "counts[team] > 0 && high[at] - low[at] > limits.maxDifferences[rule]",
              "counts[team] > 0 && high[at] - low[at] > 2 * limits.maxDifferences[rule]"),
          new Mutation(
              "the teams' means lie within maxDifference",
              "Split",
              "ranges[rule] > limits.maxDifferences[rule] * over[rule]",
              "ranges[rule] > 2 * limits.maxDifferences[rule] * over[rule]"),
          new Mutation(
              "a group's value is the mean of its players",
              "Reader",
              "Millionths.mean(sum, group.size())",
              "sum / group.size() + 1"),
          new Mutation(
              "every player's latency is at most maxLatency",
              "Run",
              "most <= inForce.maxLatency && most - least <= inForce.difference",
              "most - least <= inForce.difference"),
          new Mutation(
              "latencies lie within difference",
              "Run",
              "most <= inForce.maxLatency && most - least <= inForce.difference",
              "most <= inForce.maxLatency"),
          new Mutation(
              "the location has the lowest worst latency",
              "Run",
              "? worst[beacon] < worst[other]",
              "? worst[beacon] > worst[other]"),
          new Mutation(
              "the location is the first by name among equal ones",
              "Run",
              "name(beacon).compareTo(name(other)) < 0",
              "name(beacon).compareTo(name(other)) > 0"),
          new Mutation(
              "the tickets of a match take at most 768 KiB",
              "Run",
              "if (all > RuleTable.MOST_BYTES) {",
              "if (all > 2 * RuleTable.MOST_BYTES) {"),
          // When.
          new Mutation(
              "an arrival may make a match possible",
              "Matcher",
              "if (group.isFit && group.markFresh()) {",
              "if (group.isFit && group.markFresh() && group.stage > 0) {"),
          new Mutation(
              "a stage holds from its time on",
              "RuleTable",
              "afterMillis[stage + 1] <= ageMillis",
              "afterMillis[stage + 1] < ageMillis"),
          new Mutation(
              "a partial match is not made before the lead",
              "Waiting",
              "nowMillis < ends && nowMillis >= leadBeginsMillis(table, ends)",
              "nowMillis < ends"),
          new Mutation(
              "a partial match is not made at the boundary",
              "Waiting",
              "return nowMillis < ends && nowMillis >= leadBeginsMillis(table, ends);",
              "return nowMillis <= ends && nowMillis >= leadBeginsMillis(table, ends);"),
          new Mutation(
              "the lead is at most half the stage",
              "Waiting",
              "(endsMillis - sinceMillis - table.afterMillis(stage)) / 2",
              "(endsMillis - sinceMillis - table.afterMillis(stage)) / 3"),
          new Mutation(
              "the lead is at most a second",
              "Waiting",
              "LONGEST_LEAD_MILLIS = 1_000",
              "LONGEST_LEAD_MILLIS = 900"),
          new Mutation(
              "a partial match is the largest",
              "Choice",
              "return own != theirs ? own > theirs",
              "return own != theirs ? own < theirs"),
          new Mutation(
              "teams are as even as they can be",
              "Balance",
              "return Long.compare(unevenness, other.unevenness);",
              "return Long.compare(other.unevenness, unevenness);"),
          new Mutation(
              "the split has the closest averages",
              "Balance",
              "return difference < 0 ? -1 : 1;",
              "return difference < 0 ? 1 : -1;"),
          new Mutation(
              "the expiry clock stands still in a match",
              "Waiting",
              "sinceMillis + search.pausedMillis() + table.expirationMillis",
              "sinceMillis + table.expirationMillis"),
          new Mutation(
              "matches come before expiry",
              "IndexedMatchmaking",
              "    makeMatches(instantMillis, events);\n    expire(instantMillis, events);",
              "    expire(Long.MAX_VALUE, events);"),
          new Mutation(
              "the expansion is the lowest stage",
              "Run",
              "Integer.numberOfTrailingZeros(stages[count - 1])",
              "31 - Integer.numberOfLeadingZeros(stages[count - 1])"),
          // Whom.
          new Mutation(
              "the longest-waiting group comes first",
              "Matcher",
              "touched.sort(Waiting.BY_AGE)",
              "touched.sort(Waiting.BY_AGE.reversed())"),
          new Mutation(
              "no set with a gap is taken",
              "Choice",
              "table.numberCount == 0 || !hasGap(best, served, others)",
              "true"),
          new Mutation(
              "the fewest lost partners are preferred",
              "Found",
              "return lostPartners < other.lostPartners;",
              "return lostPartners > other.lostPartners;"),
          new Mutation(
              "the nearest are preferred",
              "Found",
              "return distance < other.distance;",
              "return distance > other.distance;"),
          new Mutation(
              "the lowest worst latency is preferred",
              "Found",
              "return worstLatency < other.worstLatency;",
              "return worstLatency > other.worstLatency;"),
          new Mutation(
              "who came first is preferred",
              "Found",
              "return own[i].arrival < theirs[i].arrival;",
              "return own[i].arrival > theirs[i].arrival;"),
          new Mutation(
              "teams are in the order of their oldest groups",
              "Lineup",
              "if (placeOf[team] == 0) {\n        byTeam.add(new ArrayList<>(groups.length));",
              "if (placeOf[team] == 0) {\n        byTeam.add(0, new ArrayList<>(groups.length));"),
          // Backfills.
          new Mutation(
              "backfills come before new matches",
              "IndexedMatchmaking",
              "    backfills.fill(\n        pool,",
              "    if (instantMillis % 2 == 0)\n    backfills.fill(\n        pool,"),
          new Mutation(
              "the oldest backfill comes first",
              "OpenBackfill",
              "Comparator.comparingLong((OpenBackfill open) -> open.firstMillis)",
              "Comparator.comparingLong((OpenBackfill open) -> -open.firstMillis)"),
          new Mutation(
              "the longest-waiting group fills it",
              "OpenBackfills",
              "freshGroups.sort(Waiting.BY_AGE)",
              "freshGroups.sort(Waiting.BY_AGE.reversed())"),
          new Mutation(
              "the groups already given count",
              "OpenBackfills",
              "    groups.addAll(server.given);",
              ""),
          new Mutation(
              "a backfill ages from its creation",
              "OpenBackfill",
              "table.stageAt(nowMillis - backfill.sinceMillis())",
              "0"),
          new Mutation(
              "a group has a size that fits",
              "OpenBackfill",
              "backfill.groupSizes().contains(group.size)",
              "true"),
          new Mutation(
              "a backfill expires",
              "OpenBackfill",
              "return nowMillis >= backfill.expiresAtMillis();",
              "return nowMillis > backfill.expiresAtMillis();"),
          // Never.
          new Mutation(
              "nobody is in two matches",
              "IndexedMatchmaking",
              "          for (var group : lineup.groups) {\n            leave(group);",
              "          for (var group : lineup.groups) {\n            if (group.size == 1) leave(group);"),
          new Mutation(
              "nobody is lost in a change of rules",
              "IndexedMatchmaking",
              "enter(group, pool.cellFor(reader.texts()), changedMillis);",
              "if (group.size < 3) enter(group, pool.cellFor(reader.texts()), changedMillis);"),
          new Mutation(
              "nobody is lost when limits move",
              "IndexedMatchmaking",
              "enter(group, pool.cellFor(group.cell.texts), changedMillis);",
              "if (group.size < 3) enter(group, pool.cellFor(group.cell.texts), changedMillis);"),
          new Mutation(
              "limits that move are in force at once",
              "IndexedMatchmaking",
              "asRead ? reader.under(table) :",
              "asRead ? reader :"),
          new Mutation(
              "who is not let in any more is cancelled",
              "IndexedMatchmaking",
              "beaconsListed == this.beaconsListed && profile.mostRelaxed().admitAllOf(table.loosest)",
              "profile.mostRelaxed().onAttributes().size() == table.loosest.onAttributes().size()"),
          new Mutation(
              "who cannot be judged any more is cancelled",
              "Reader",
              "!(value instanceof OfNumber number)",
              "!(value instanceof OfNumber number && number.millionths() > 2_000_000)"));

  static Stream<Mutation> looked() {
    return switch (WHICH) {
      case "all" -> MUTATIONS.stream();
      case "sample" ->
          IntStream.iterate(0, i -> i < MUTATIONS.size(), i -> i + EVERY).mapToObj(MUTATIONS::get);
      default -> MUTATIONS.stream().filter(mutation -> mutation.clause().contains(WHICH));
    };
  }

  @Test
  void everyFaultCanStillBePutIn() throws IOException {
    for (var mutation : MUTATIONS) {
      assertThat(mutation.occurrences()).as(mutation.toString()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @MethodSource("looked")
  void isNoticed(Mutation mutation, @TempDir Path directory) throws IOException {
    try (var faulty = mutation.load(directory)) {
      assertThat(noticed(faulty, COMMANDS)).as(mutation.toString()).isTrue();
    }
  }

  /** Else it would be the loading that is noticed. */
  @Test
  void whatHasNoFaultIsNotNoticed(@TempDir Path directory) throws IOException {
    var none = new Mutation("nothing is broken", "Limits", "class Limits", "class Limits");
    try (var sound = none.load(directory)) {
      assertThat(noticed(sound, COMMANDS_WITHOUT_FAULT)).isFalse();
    }
  }

  private static boolean noticed(Story.Maker maker, long commands) {
    var tally = new Referee.Tally();
    try {
      Handshake.run(0, commands, maker, tally);
    } catch (AssertionError objection) {
      return true;
    }
    return !tally.chooses();
  }
}
