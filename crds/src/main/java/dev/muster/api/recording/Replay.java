package dev.muster.api.recording;

import dev.muster.engine.Event;
import dev.muster.engine.Matchmaking;
import dev.muster.engine.profile.Profile;
import dev.muster.engine.ticket.Search;
import dev.muster.engine.ticket.Ticket;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * One pass through a recording. Each match that was recorded must be the next that the engine
 * makes, with the same tickets in the same teams.
 */
public final class Replay {
  private final String name;
  private final Maker maker;
  private final Consumer<String> out;
  private final Map<Integer, Matchmaking> queues = new HashMap<>();
  private final Deque<Match> made = new ArrayDeque<>();
  private Recorded.Header header;
  private int matches;
  private int differences;
  private Optional<String> cutBecause = Optional.empty();

  private record Match(List<List<List<String>>> teams) {
    @Override
    public String toString() {
      return teams.stream()
          .map(team -> team.stream().flatMap(List::stream).collect(Collectors.joining(" ")))
          .collect(Collectors.joining(" | "));
    }
  }

  /** Makes the engines that play the recording. */
  @FunctionalInterface
  public interface Maker {
    /** An empty queue. */
    Matchmaking make(Recorded.Header header, Profile profile, boolean beaconsListed);
  }

  /**
   * What came of it.
   *
   * @param matches how many matches the engine made
   * @param differences how many are not as they were recorded
   * @param cutBecause why the recording ends before the runtime did, for people
   */
  public record Result(int matches, int differences, Optional<String> cutBecause) {}

  /** A line that cannot be read, other than the last one of a recording that was cut. */
  public static final class Damaged extends Exception {
    private static final long serialVersionUID = 1L;

    Damaged(String message) {
      super(message);
    }
  }

  /**
   * A pass to come.
   *
   * @param name what the recording is called in messages
   * @param out is told each match, and each difference
   */
  public Replay(String name, Maker maker, Consumer<String> out) {
    this.name = name;
    this.maker = maker;
    this.out = out;
  }

  /**
   * Plays it. A last line that is cut in its middle, as a crash leaves it, ends the recording
   * before that line.
   *
   * @throws Damaged names the line
   */
  public Result play(BufferedReader recording) throws IOException, Damaged {
    int number = 0;
    String line = recording.readLine();
    while (line != null && cutBecause.isEmpty()) {
      number++;
      var next = recording.readLine();
      try {
        take(RecordingFormat.parse(line), number);
      } catch (DamagedLine e) {
        if (next != null || number == 1) {
          throw new Damaged(name + ":" + number + ": " + e.getMessage());
        }
        cutBecause = Optional.of("line " + number + " is cut: the runtime ended while it wrote");
      }
      line = next;
    }
    if (header == null) {
      throw new Damaged(name + ":1: the first line of a recording was expected");
    }
    made.forEach(match -> out.accept("(not recorded)  " + match));
    differences += cutBecause.isPresent() ? 0 : made.size();
    return new Result(matches, differences, cutBecause);
  }

  private void take(Recorded recorded, int number) throws Damaged {
    if (recorded instanceof Recorded.Header it && number == 1) {
      header = it;
    } else if (header == null || recorded instanceof Recorded.Header) {
      throw new Damaged(
          name + ":" + number + ": the first line, and no other, has muster_recording");
    } else if (recorded instanceof Recorded.Opened it) {
      queues.put(it.queue(), maker.make(header, it.profile(), it.beaconsListed()));
    } else if (recorded instanceof Recorded.Made it) {
      compare(it, number);
    } else if (recorded instanceof Recorded.Ended it) {
      cutBecause = Optional.of(it.why());
    } else {
      command(recorded, number);
    }
  }

  private void command(Recorded recorded, int number) throws Damaged {
    if (recorded instanceof Recorded.Added it) {
      queue(it.queue(), number).add(it.search(), it.atMillis());
    } else if (recorded instanceof Recorded.Removed it) {
      queue(it.queue(), number).remove(it.groupId());
    } else if (recorded instanceof Recorded.BackfillAdded it) {
      queue(it.queue(), number).add(it.backfill(), it.atMillis());
    } else if (recorded instanceof Recorded.BackfillRemoved it) {
      queue(it.queue(), number).removeBackfill(it.backfillId());
    } else if (recorded instanceof Recorded.Changed it) {
      queue(it.queue(), number).change(it.profile(), it.beaconsListed(), it.atMillis());
    } else if (recorded instanceof Recorded.Advanced it) {
      note(queue(it.queue(), number).advance(it.atMillis()));
    } else {
      throw new AssertionError(recorded);
    }
  }

  private Matchmaking queue(int queue, int number) throws Damaged {
    var found = queues.get(queue);
    if (found == null) {
      throw new Damaged(name + ":" + number + ": queue " + queue + " was not opened before");
    }
    return found;
  }

  private void note(List<Event> events) {
    for (var event : events) {
      if (event instanceof Event.MatchMade match) {
        matches++;
        made.add(
            new Match(
                match.teams().stream()
                    .map(team -> team.groups().stream().map(Replay::tickets).toList())
                    .toList()));
      }
    }
  }

  private static List<String> tickets(Search search) {
    return search.group().tickets().stream().map(Ticket::id).toList();
  }

  private void compare(Recorded.Made recorded, int number) {
    var expected = new Match(recorded.teams());
    // What the engine made and the runtime could not commit to was not recorded.
    while (made.contains(expected) && !made.peek().equals(expected)) {
      out.accept("(not committed)  " + made.poll());
    }
    if (expected.equals(made.peek())) {
      made.poll();
      out.accept(recorded.matchId() + "  " + expected);
    } else {
      differences++;
      out.accept(
          name
              + ":"
              + number
              + ": differs: recorded was "
              + recorded.matchId()
              + "  "
              + expected
              + "; the engine made "
              + (made.isEmpty() ? "no match" : made.poll()));
    }
  }
}
