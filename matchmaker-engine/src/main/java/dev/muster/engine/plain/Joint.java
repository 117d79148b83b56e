package dev.muster.engine.plain;

import java.util.ArrayList;
import java.util.List;

/**
 * Groups that may be in one match, as far as it can be told before they are put into teams: no rule
 * refuses them, no team would have to be overfilled, and they are small enough as JSON.
 *
 * <p>A joint grows by one group at a time. What it refuses once, every larger joint refuses too, so
 * a search never has to look behind a refusal. Immutable; each shares all but its last group with
 * the one that it grew from.
 */
final class Joint {
  private final RuleBook book;
  private final Joint rest;
  private final Waiting last;
  private final int stages;
  private final Limits limits;
  private final Traits traits;
  private final int groupCount;
  private final int players;
  private final int largest;
  private final long bytes;

  private Joint(RuleBook book, Joint rest, Waiting last, int stages, Limits limits, Traits traits) {
    this.book = book;
    this.rest = rest;
    this.last = last;
    this.stages = stages;
    this.limits = limits;
    this.traits = traits;
    this.groupCount = rest == null ? 1 : rest.groupCount + 1;
    this.players = last.size + (rest == null ? 0 : rest.players);
    this.largest = Math.max(last.size, rest == null ? 0 : rest.largest);
    this.bytes = last.bytes + (rest == null ? 0 : rest.bytes);
  }

  /**
   * One group.
   *
   * @return null when a rule refuses it at its stage
   */
  static Joint of(Waiting group, RuleBook book) {
    int stages = 1 << group.stage();
    var joint = new Joint(book, null, group, stages, book.inForce(stages), group.traits);
    return joint.hasRoom() && group.traits.hold(joint.limits) ? joint : null;
  }

  /**
   * These and one more.
   *
   * @return null when that is refused
   */
  Joint with(Waiting group) {
    int allStages = stages | 1 << group.stage();
    var inForce = allStages == stages ? limits : book.inForce(allStages);
    if (players + group.size > inForce.full()) {
      return null;
    }
    var common = traits.with(group.traits, inForce, inForce.reach());
    if (common == null) {
      return null;
    }
    var joint = new Joint(book, this, group, allStages, inForce, common);
    return joint.hasRoom() ? joint : null;
  }

  private boolean hasRoom() {
    return limits.teamCount != Limits.NO_TEAMS
        && largest <= limits.maxTeamSize
        && players <= limits.full()
        && bytes <= RuleBook.MOST_BYTES;
  }

  /** Says whether there are exactly the players of a full match. */
  boolean isFull() {
    return players == limits.full();
  }

  /** Says whether there are enough players for a match. */
  boolean isEnough() {
    return players >= limits.fewest() && groupCount >= limits.teamCount;
  }

  boolean contains(Waiting group) {
    return last == group || (rest != null && rest.contains(group));
  }

  /** All but the last that joined; null when there is only one. */
  Joint rest() {
    return rest;
  }

  /** The groups, the longest-waiting first. */
  List<Waiting> groups() {
    var groups = new ArrayList<Waiting>(groupCount);
    for (var joint = this; joint != null; joint = joint.rest) {
      groups.add(joint.last);
    }
    groups.sort(Waiting.BY_AGE);
    return groups;
  }

  /** The rules in force. */
  Limits limits() {
    return limits;
  }

  /** What all of them have in common. */
  Traits traits() {
    return traits;
  }

  int players() {
    return players;
  }

  int groupCount() {
    return groupCount;
  }

  /** The lowest stage among the groups. */
  int lowestStage() {
    return Integer.numberOfTrailingZeros(stages);
  }
}
