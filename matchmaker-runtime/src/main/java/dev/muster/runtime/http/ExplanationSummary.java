package dev.muster.runtime.http;

import dev.muster.engine.Explanation;
import dev.muster.engine.Plural;
import dev.muster.engine.explain.Counterfactual;
import dev.muster.engine.explain.Diagnosis;
import dev.muster.engine.profile.Rules;
import dev.muster.runtime.explain.TicketExplanation;
import dev.muster.runtime.store.GroupState;
import dev.muster.runtime.store.QueueSearch;
import dev.muster.runtime.ticket.Timestamps;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** An explanation in a sentence or two. */
final class ExplanationSummary {
  static final String FORMING =
      "Its group still forms: the search begins when every member is ready.";

  private final List<String> cities;

  /**
   * One for a Matchmaker.
   *
   * @param cities of the beacons that it lists
   */
  ExplanationSummary(List<String> cities) {
    this.cities = cities;
  }

  /** Of one of several profiles that a ticket names. */
  String of(TicketExplanation.OfTicket explanation, QueueSearch one) {
    var group = explanation.ticket().group();
    if (one.ended().isPresent()) {
      var why = one.ended().get();
      return "Its search there has ended, " + why.reason().text() + ": " + why.message();
    } else if (group.state() instanceof GroupState.Searching) {
      return searching(Optional.ofNullable(explanation.diagnoses().get(one.queue())));
    }
    return one.queue().equals(group.queue())
        ? "This is the profile of its match."
        : "It has left it for its match, and would search here again should that fail.";
  }

  private String searching(Optional<Diagnosis> diagnosis) {
    return diagnosis
        .map(
            found ->
                of(found) + UnlistedBeacons.of(found, cities).map(text -> " " + text).orElse(""))
        .orElse("It waits for room in its queue, or was matched a moment ago; ask again.");
  }

  private String searching(TicketExplanation.OfTicket explanation) {
    var group = explanation.ticket().group();
    var first = searching(explanation.diagnosis());
    return group.queues().size() == 1
        ? first
        : "It searches in "
            + String.join(", ", group.queues())
            + "; the first match takes it. In "
            + group.queue()
            + ": "
            + first;
  }

  String of(TicketExplanation.OfTicket explanation) {
    var state = explanation.ticket().group().state();
    if (state instanceof GroupState.Searching) {
      return searching(explanation);
    } else if (state instanceof GroupState.MatchFound found) {
      return "It is in match "
          + found.at().matchId()
          + explanation
              .held()
              .map(held -> ", which may not start its game server yet. " + held.message() + ".")
              .orElse(", whose game server is being started.");
    } else if (state instanceof GroupState.HostAssigned assigned) {
      return "It is in match " + assigned.at().matchId() + " and may connect to its game server.";
    } else if (state instanceof GroupState.Cancelled cancelled) {
      return "It was cancelled, "
          + cancelled.why().reason().text()
          + ": "
          + cancelled.why().message();
    } else {
      throw new AssertionError(state);
    }
  }

  private static String of(Diagnosis diagnosis) {
    var explanation = diagnosis.explanation();
    if (diagnosis.snapshot().profile().backfillOnly()) {
      return "This queue starts no matches: it waits for one of "
          + diagnosis.snapshot().backfills()
          + " running servers that want players.";
    }
    if (diagnosis.matchAtMillis().isPresent()
        && diagnosis.matchAtMillis().getAsLong() <= diagnosis.nowMillis()) {
      return "A match for it is being made now.";
    }
    if (explanation.candidates() == 0) {
      return "Nobody else waits in this queue.";
    }
    return "Of "
        + Plural.of(explanation.candidates(), "other that waits", "others that wait")
        + ", all rules but the number of players accept "
        + explanation.accepted()
        + ". "
        + inTheWay(diagnosis);
  }

  /** What stands between it and a match. */
  private static String inTheWay(Diagnosis diagnosis) {
    var explanation = diagnosis.explanation();
    var refusing = refusing(explanation);
    if (explanation.fittingPlayers() < fewestPlayers(diagnosis.rules())) {
      return refusing.orElseGet(
          () ->
              "No rule refuses anybody: players are missing"
                  + (diagnosis.matchAtMillis().isPresent() ? " at this stage." : "."));
    }
    var apart = keepingApart(explanation);
    if (apart.isPresent()) {
      return refusing
              .map(text -> text + " Of those that fit it, not all fit each other: ")
              .orElse("Each of them fits it, but not all fit each other: ")
          + apart.get();
    }
    return refusing.orElseGet(() -> "No rule refuses anybody: " + whyNotNow(diagnosis));
  }

  private static int fewestPlayers(Rules rules) {
    return rules.playerCount().teamCount() * rules.playerCount().minTeamSize();
  }

  private static String whyNotNow(Diagnosis diagnosis) {
    return diagnosis.matchAtMillis().isPresent()
        ? "a match that is not full starts just before a stage or the search ends."
        : "but there is no match of enough of them, whose beacons and lists must all have something"
            + " in common and whose groups stay whole.";
  }

  private static Optional<String> refusing(Explanation explanation) {
    return explanation.rules().stream()
        .max(
            Comparator.comparingInt(Explanation.ByRule::refusedAlone)
                .thenComparingInt(Explanation.ByRule::refused))
        .filter(rule -> rule.refused() > 0)
        .map(
            rule ->
                rule.rule()
                    + " refuses "
                    + rule.refused()
                    + ", "
                    + rule.refusedAlone()
                    + " of them alone.");
  }

  private static Optional<String> keepingApart(Explanation explanation) {
    return explanation.rules().stream()
        .max(Comparator.comparingInt(Explanation.ByRule::refusedPairs))
        .filter(rule -> rule.refusedPairs() > 0)
        .map(
            rule ->
                rule.rule()
                    + " keeps "
                    + Plural.of(rule.refusedPairs(), "pair", "pairs")
                    + " apart.");
  }

  /**
   * What would let it into a match, and when, unless that is at once.
   *
   * @param nowMillis the moment of the explanation, ms since the epoch
   */
  static String of(Counterfactual told, long nowMillis) {
    return change(told)
        + " it would be in a match with "
        + Plural.of(players(told) - 1, "other player", "other players")
        + (told.atMillis() > nowMillis ? " at " + Timestamps.clock(told.atMillis()) : "");
  }

  private static int players(Counterfactual told) {
    return told.match().teams().stream()
        .flatMap(team -> team.groups().stream())
        .mapToInt(search -> search.group().size())
        .sum();
  }

  private static String change(Counterfactual told) {
    if (told.changes().isEmpty()) {
      return "without rule " + told.rule();
    }
    return told.changes().stream()
        .map(
            change ->
                change.rule()
                    + "."
                    + change.limit().attribute()
                    + " "
                    + change.limit().written(change.to()).toPlainString()
                    + " instead of "
                    + change.limit().written(change.from()).toPlainString())
        .collect(Collectors.joining(" and ", "with ", ""));
  }
}
