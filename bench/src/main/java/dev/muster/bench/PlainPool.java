package dev.muster.bench;

import dev.muster.engine.Event;
import dev.muster.engine.Matchmaking;
import dev.muster.engine.ticket.Group;
import dev.muster.engine.ticket.Search;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Pools as a small game has them, under the rules of the advanced example.
 *
 * <p>{@link #allAtOnce}: so many tickets come at one instant and are matched until nothing more can
 * be; {@code matches} is the number of matches made per second. {@link #lastArrival}: so many wait,
 * among whom no match is possible, and one more group comes; the time is that of taking it in and
 * of everything that follows.
 *
 * <pre>{@code
 * bench/run                                  # everything
 * bench/run PlainPool.lastArrival -p waiting=2000
 * }</pre>
 */
@State(Scope.Benchmark)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class PlainPool {
  private static final long NOW = 1_700_000_000_000L;

  /** Which implementation, by its name in lower case. */
  @Param({"plain", "indexed"})
  public String implementation;

  /** How many tickets wait. */
  @Param({"1000", "2000"})
  public int waiting;

  /** What was matched. */
  @State(Scope.Thread)
  @AuxCounters(AuxCounters.Type.OPERATIONS)
  public static class Matched {
    /** Matches that were made. */
    public long matches;
  }

  /** Groups that all come at once. */
  @State(Scope.Benchmark)
  public static class Crowd {
    private List<Search> searches;

    /** Draws the groups, the same ones for every implementation. */
    @Setup
    public void draw(PlainPool pool) {
      var population = new Population(1);
      searches = new ArrayList<>();
      for (int tickets = 0; tickets < pool.waiting; ) {
        var group = population.next();
        searches.add(Search.beginning(group, NOW));
        tickets += group.size();
      }
    }
  }

  /** A queue in which nobody can be matched, and who comes next. */
  @State(Scope.Benchmark)
  public static class Queue {
    private Matchmaking matchmaking;
    private Population population;
    private final Deque<String> latest = new ArrayDeque<>();
    private Group next;

    /** Lets players come until enough wait. */
    @Setup
    public void fill(PlainPool pool) {
      matchmaking = pool.matchmaking();
      population = Population.sparse(2, pool.waiting);
      latest.clear();
      keep(pool);
    }

    /** Makes good for what the last arrival changed. */
    @Setup(Level.Invocation)
    public void keep(PlainPool pool) {
      while (matchmaking.standing().tickets() < pool.waiting) {
        come(population.next());
      }
      while (matchmaking.standing().tickets() > pool.waiting && !latest.isEmpty()) {
        matchmaking.remove(latest.pop());
      }
      next = population.next();
    }

    private List<Event> come(Group group) {
      latest.push(group.id());
      matchmaking.add(Search.beginning(group, NOW), NOW);
      return matchmaking.advanceFully(NOW);
    }
  }

  private Matchmaking matchmaking() {
    return Implementation.valueOf(implementation.toUpperCase(Locale.ROOT))
        .over(AdvancedExample.profile());
  }

  /** All come, and are matched until nothing more can be. */
  @Benchmark
  @BenchmarkMode(Mode.Throughput)
  @OutputTimeUnit(TimeUnit.SECONDS)
  public List<Event> allAtOnce(Crowd crowd, Matched matched) {
    var matchmaking = matchmaking();
    crowd.searches.forEach(search -> matchmaking.add(search, NOW));
    var events = matchmaking.advanceFully(NOW);
    matched.matches += events.size();
    return events;
  }

  /** One more comes. */
  @Benchmark
  @BenchmarkMode(Mode.SampleTime)
  @OutputTimeUnit(TimeUnit.MICROSECONDS)
  public List<Event> lastArrival(Queue queue) {
    return queue.come(queue.next);
  }
}
