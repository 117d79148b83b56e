package dev.muster.runtime.store;

import dev.muster.engine.ticket.Cancellation;
import dev.muster.engine.ticket.Search;
import dev.muster.runtime.ticket.Assignment;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * Holds every ticket and its state. The states are SEARCHING, MATCH_FOUND, HOST_ASSIGNED and
 * CANCELLED; every change says from which state it starts and does nothing in any other.
 *
 * <p>Thread-safe. Times are ms since the epoch, of the loop's clock.
 */
public interface TicketStore {
  /** Puts a group in, SEARCHING or CANCELLED, with all of its tickets or none. */
  Creation create(StoredGroup group);

  /**
   * Ends a group in all of its queues, if it is SEARCHING.
   *
   * @param removeAtMillis from when on nobody can read it any more
   * @return the group as it is now; empty, and nothing is changed, when it was not SEARCHING
   */
  Optional<StoredGroup> cancel(String groupId, Cancellation why, long removeAtMillis);

  /**
   * Ends a group's search in one queue, if it is SEARCHING there. It goes on in its others; without
   * any it is CANCELLED.
   *
   * @param removeAtMillis from when on nobody can read it any more, if this was the last
   * @return the group as it is now; empty, and nothing is changed, when it was not SEARCHING there
   */
  Optional<StoredGroup> leave(String groupId, String queue, Cancellation why, long removeAtMillis);

  /**
   * Gives groups their places in one match, if every one of them is SEARCHING in its queue: all or
   * none. This is what keeps a group that names several queues out of a second match.
   *
   * @param places by group id
   * @return whether it was done
   */
  boolean commitMatch(String queue, Map<String, GroupState.Place> places);

  /** A queue has another name now, for whoever is SEARCHING there or would again. */
  void rename(String before, String now);

  /**
   * A queue is not served any more: those that are MATCH_FOUND in a match of another will not
   * search there again.
   */
  void close(String queue, Cancellation why);

  /** Tells the groups of a match, those that are MATCH_FOUND in it, where to connect. */
  void assign(String matchName, Collection<String> groupIds, Assignment assignment);

  /**
   * Lets a group whose match did not start search again in all of its queues, if it is MATCH_FOUND
   * in that match.
   *
   * @param queue the name that the queue of the match has now
   * @param search its age, and how long its expiry clock stood still
   * @param failures how many matches of it have failed to start
   * @return the group as it is now; empty, and nothing is changed, when it was not in that match
   */
  Optional<StoredGroup> release(String matchName, String queue, Search search, int failures);

  /**
   * Ends the search of a group whose match did not start in the queue of that match, if it is
   * MATCH_FOUND in it. It searches again in its others; without any it is CANCELLED.
   *
   * @param queue the name that the queue of the match has now
   * @param search its age, and how long its expiry clock stood still
   * @param failures how many matches of it have failed to start
   * @return the group as it is now; empty, and nothing is changed, when it was not in that match
   */
  Optional<StoredGroup> abandon(
      String matchName,
      String queue,
      Search search,
      int failures,
      Cancellation why,
      long removeAtMillis);

  /** Says from when on the HOST_ASSIGNED groups of an ended match cannot be read any more. */
  void retire(String matchName, Collection<String> groupIds, long removeAtMillis);

  /** The ticket of that id, whatever its state; empty when it never was or has been removed. */
  Optional<TicketView> get(String ticketId);

  /** The group of that id, whatever its state; empty when it never was or has been removed. */
  Optional<StoredGroup> group(String groupId);

  /** The ids of all groups that are SEARCHING in a queue, in no order. Looks at every group. */
  List<String> searching(String queue);

  /** All groups, whatever their state, in no order. Looks at every group. */
  Stream<StoredGroup> groups();

  /**
   * Puts a group back in whatever state it was in, after a restart. A group of that id that is
   * there already stays as it is. The capacity does not apply: no ticket of a match is lost.
   */
  void recover(StoredGroup group);

  /** Removes what nobody can read any more at that time; gives the number of groups. */
  int removeDue(long nowMillis);

  /** When {@link #removeDue} has something to do next; empty when nothing is due. */
  OptionalLong nextRemovalMillis();

  /** What became of a group that was to be put in. */
  sealed interface Creation {
    /** It is there. */
    record Created() implements Creation {}

    /** A group or ticket of one of its ids is there already; nothing was changed. */
    record Taken() implements Creation {}

    /**
     * As many tickets are held as may; nothing was changed.
     *
     * @param limit how many tickets may be held, in all states together
     */
    record Full(int limit) implements Creation {}
  }
}
