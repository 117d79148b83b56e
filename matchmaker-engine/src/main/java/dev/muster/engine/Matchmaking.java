package dev.muster.engine;

import dev.muster.engine.profile.Profile;
import dev.muster.engine.ticket.Backfill;
import dev.muster.engine.ticket.Search;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The matchmaking of one queue.
 *
 * <p>Commands change who waits and under which rules; matches are made in {@link #advance} only,
 * which the owner calls after each batch of commands and when {@link #nextDueMillis} has come. At
 * one instant commands take effect in order, then stages change, then matches are made, then
 * tickets expire.
 *
 * <p>Not thread-safe: one thread owns it. Times are ms since the epoch and never go back from one
 * call to the next.
 */
public interface Matchmaking {
  /**
   * Puts a group into the search: a new one, or one that comes back with its age after a match that
   * could not start. The caller has checked it with {@link Entry}.
   */
  Admission add(Search search, long nowMillis);

  /**
   * Takes a group out of the search.
   *
   * @return what it was, with its age; empty when no group of that id searches
   */
  Optional<Search> remove(String groupId);

  /**
   * Puts a backfill into the search, or replaces the one with its id and keeps its place.
   *
   * @return empty when it searches now; otherwise what is wrong with it under the current rules
   */
  Optional<Unfit> add(Backfill backfill, long nowMillis);

  /** Takes a backfill out of the search; says whether it was there. */
  boolean removeBackfill(String backfillId);

  /**
   * Changes the rules. Every waiting group keeps its age; those that can never match under the new
   * rules are cancelled, with the reason, and so are backfills. Where many wait, most of them are
   * looked at in the next calls of {@link #advance}, which then give their cancellations.
   *
   * @param beaconsListed whether the Matchmaker lists beacons; while it lists none, {@code {}} is
   *     fine for latencies
   */
  List<Event> change(Profile profile, boolean beaconsListed, long nowMillis);

  /**
   * Lets time pass up to now: changes stages, makes matches, expires tickets.
   *
   * <p>When there is a lot to do it does a portion of it: {@link #nextDueMillis} is then not later
   * than now, and the rest is done by the next calls. Commands may come in between. What a portion
   * is follows from the commands and calls alone.
   */
  List<Event> advance(long nowMillis);

  /** Lets time pass up to now in as many portions as it takes. */
  default List<Event> advanceFully(long nowMillis) {
    var events = new ArrayList<>(advance(nowMillis));
    while (nextDueMillis() <= nowMillis) {
      events.addAll(advance(nowMillis));
    }
    return events;
  }

  /**
   * When {@link #advance} has something to do next, if no command comes before.
   *
   * @return ms since the epoch; {@link Long#MAX_VALUE} when nothing is due
   */
  long nextDueMillis();

  /** Who waits. */
  Standing standing();

  /**
   * Why a group waits: what stands between it and the others now.
   *
   * @return empty when no group of that id searches
   */
  Optional<Explanation> explain(String groupId, long nowMillis);

  /**
   * A copy of a group and of those that wait with it, to be looked into at leisure. Its size is
   * bounded by most, however many wait; those that wait longest are in it as a rule.
   *
   * @param most how many groups, at least 1
   * @return empty when no group of that id searches
   */
  Optional<Snapshot> snapshot(String groupId, int most);

  /**
   * Which rules stand between those that wait longest: each pair of them looked at alone.
   *
   * @param most how many groups are looked at, at least 2; costs O(most x most)
   * @return one for each rule in the order of their names; empty while fewer than two groups wait
   */
  List<RefusalShare> refusals(int most, long nowMillis);
}
