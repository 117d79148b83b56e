package dev.muster.api.recording;

import dev.muster.engine.profile.Profile;
import dev.muster.engine.ticket.Backfill;
import dev.muster.engine.ticket.Search;
import java.util.List;
import java.util.Objects;

/**
 * One line of a recording: a command that an engine was given, or what came of it. Queues are told
 * apart by a number, since their names may change. Times are ms since the epoch.
 */
public sealed interface Recorded {
  /**
   * The first line.
   *
   * @param version of the format, {@link RecordingFormat#VERSION}
   * @param engine the implementation that ran, {@code indexed} or {@code plain}
   * @param ticketLimit how many tickets could wait in one queue
   */
  record Header(int version, String engine, int ticketLimit) implements Recorded {
    public Header {
      Objects.requireNonNull(engine, "engine");
    }
  }

  /** A queue was opened. */
  record Opened(int queue, Profile profile, boolean beaconsListed) implements Recorded {}

  /** A group began to search, or came back. */
  record Added(int queue, long atMillis, Search search) implements Recorded {}

  /** A group was taken out. */
  record Removed(int queue, String groupId) implements Recorded {}

  /** A backfill began to search, or was changed. */
  record BackfillAdded(int queue, long atMillis, Backfill backfill) implements Recorded {}

  /** A backfill was taken out. */
  record BackfillRemoved(int queue, String backfillId) implements Recorded {}

  /** The rules were changed. */
  record Changed(int queue, long atMillis, Profile profile, boolean beaconsListed)
      implements Recorded {}

  /** Time passed. */
  record Advanced(int queue, long atMillis) implements Recorded {}

  /**
   * A match came of the last command.
   *
   * @param matchId what clients and servers call it
   * @param teams the ids of the tickets, by team and group
   */
  record Made(String matchId, List<List<List<String>>> teams) implements Recorded {
    public Made {
      Objects.requireNonNull(matchId, "matchId");
      teams = List.copyOf(teams);
    }
  }

  /**
   * The recording ends here although the runtime went on.
   *
   * @param why for people
   */
  record Ended(String why) implements Recorded {
    public Ended {
      Objects.requireNonNull(why, "why");
    }
  }
}
