package dev.muster.engine;

import dev.muster.engine.profile.Problem;
import dev.muster.engine.profile.Profile;
import dev.muster.engine.profile.Rules;
import dev.muster.engine.ticket.AttributeValue;
import dev.muster.engine.ticket.Cancellation;
import dev.muster.engine.ticket.Cancellation.Reason;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The door: what a ticket and a group must satisfy before they may search in a queue. What fails
 * here could never match.
 */
public final class Entry {
  /** The most that the tickets of one match may take as JSON together, bytes. */
  public static final long MOST_MATCH_BYTES = 768 * 1_024;

  private Entry() {}

  /**
   * Checks one ticket: every attribute that a rule looks at is there (or has a default) and has the
   * right form, no other attribute is, no latency set is beyond every maxLatency, no list is
   * shorter than the smallest overlap.
   *
   * @param beaconsListed whether the Matchmaker lists beacons; while it lists none, {@code {}} is
   *     fine for latencies
   * @return what is wrong, by field {@code attributes.NAME} in the order of the names; empty when
   *     the ticket may search
   */
  public static List<Problem> ticket(
      Profile profile, Map<String, AttributeValue> attributes, boolean beaconsListed) {
    var rules = profile.mostRelaxed();
    var problems = new TreeMap<String, Problem>();
    for (var problem : TicketCheck.of(rules, attributes, beaconsListed)) {
      problems.put(problem.field(), problem);
    }
    for (var name : attributes.keySet()) {
      if (rules.onAttribute(name).isEmpty()) {
        var field = TicketCheck.field(name);
        problems.put(
            field, new Problem(field, "is unknown to queue " + profile.queue() + known(rules)));
      }
    }
    return List.copyOf(problems.values());
  }

  /**
   * Checks one player of a running server, as {@link #ticket} does, but attributes that no rule
   * looks at are fine: such players may have been matched under older rules.
   */
  public static List<Problem> rosterTicket(
      Profile profile, Map<String, AttributeValue> attributes, boolean beaconsListed) {
    return TicketCheck.of(profile.mostRelaxed(), attributes, beaconsListed);
  }

  /**
   * Checks that a ticket may join others in one group, under the most relaxed stage: equal strings,
   * numbers within maxDifference of the owner's, overlap and a common usable beacon over all
   * members, no more players than the greatest maxTeamSize.
   *
   * @param members the attributes of those already in the group, the owner's first; at least one;
   *     {@link #ticket} has accepted each
   * @param newcomer the attributes of the one who joins; {@link #ticket} has accepted them
   * @return what is wrong, by field {@code attributes.NAME}, or {@code group} when it is full;
   *     empty when it may join
   */
  public static List<Problem> join(
      Profile profile,
      List<Map<String, AttributeValue>> members,
      Map<String, AttributeValue> newcomer) {
    return new JoinCheck(profile.mostRelaxed(), members, newcomer).problems();
  }

  /**
   * Checks a group that exists already against rules that have changed since. Attributes that no
   * rule looks at any more stay and are fine.
   *
   * @param members the attributes of its players, the owner's first; at least one
   * @return why the group can never match under these rules; empty when it can
   */
  public static Optional<Cancellation> recheck(
      Profile profile, List<Map<String, AttributeValue>> members, boolean beaconsListed) {
    var all = new Tickets("the group's", members);
    var alone =
        recheckEach(profile, all, beaconsListed)
            .or(() -> cancellation(Reason.RULES_CHANGED, tooMany(profile, members.size())));
    for (int i = 1; i < members.size() && alone.isEmpty(); i++) {
      var together =
          new JoinCheck(profile.mostRelaxed(), members.subList(0, i), members.get(i)).problems();
      alone = cancellation(Reason.RULES_CHANGED, all.told(together));
    }
    return alone;
  }

  /**
   * Checks the players of a running server against rules that have changed since, each by himself,
   * as {@link #rosterTicket} does.
   *
   * @return why no group can join them under these rules; empty when one can
   */
  public static Optional<Cancellation> recheckRoster(
      Profile profile, List<Map<String, AttributeValue>> players, boolean beaconsListed) {
    return recheckEach(profile, new Tickets("the server's", players), beaconsListed);
  }

  private static Optional<Cancellation> recheckEach(
      Profile profile, Tickets tickets, boolean beaconsListed) {
    var rules = profile.mostRelaxed();
    var missing = new ArrayList<Problem>();
    var unfit = new ArrayList<Problem>();
    for (var player : tickets.all()) {
      missing.addAll(TicketCheck.missing(rules, player));
      unfit.addAll(TicketCheck.of(rules, player, beaconsListed));
    }
    return cancellation(Reason.MISSING_ATTRIBUTE, tickets.told(missing))
        .or(() -> cancellation(Reason.RULES_CHANGED, tickets.told(unfit)));
  }

  /**
   * Tickets that share one fate. Each is told in how many of them the trouble is, since it may be
   * in another; in which, none may know.
   *
   * @param whose whose they are, for messages
   */
  private record Tickets(String whose, List<Map<String, AttributeValue>> all) {
    /** The problems, each once; what is wrong with one ticket is once in the list. */
    List<Problem> told(List<Problem> problems) {
      return problems.stream().distinct().map(one -> told(one, problems)).toList();
    }

    private Problem told(Problem one, List<Problem> problems) {
      int count = Collections.frequency(problems, one);
      return count == all.size()
          ? one
          : new Problem(
              one.field(),
              one.message() + " (in " + count + " of " + whose + " " + all.size() + " tickets)");
    }
  }

  private static List<Problem> tooMany(Profile profile, int players) {
    int most = profile.mostRelaxed().playerCount().maxTeamSize();
    return players <= most
        ? List.of()
        : List.of(
            new Problem("group", "has " + players + " players; a team takes at most " + most));
  }

  private static Optional<Cancellation> cancellation(Reason reason, List<Problem> problems) {
    if (problems.isEmpty()) {
      return Optional.empty();
    }
    var details = problems.stream().map(Problem::toString).collect(Collectors.joining("; "));
    return Optional.of(
        new Cancellation(
            reason, "The rules of the queue have changed, and no match is possible: " + details));
  }

  private static String known(Rules rules) {
    var names = rules.onAttributes().stream().map(rule -> rule.name()).sorted().toList();
    return names.isEmpty() ? ", which has none" : ", which has " + String.join(", ", names);
  }
}
