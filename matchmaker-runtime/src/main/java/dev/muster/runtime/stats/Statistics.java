package dev.muster.runtime.stats;

import dev.muster.runtime.loop.LoopObserver;
import dev.muster.runtime.loop.QueueStanding;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/** How long players waited, queue by queue, since this process began. Safe for any thread. */
public final class Statistics implements LoopObserver {
  /** How far back waits are counted; up to a minute less. */
  public static final Duration WINDOW = Duration.ofMinutes(WaitWindow.MINUTES);

  private final LongSupplier clock;
  private final Map<String, WaitWindow> windows = new ConcurrentHashMap<>();

  /**
   * Those of a process that has just begun.
   *
   * @param clock ms since the epoch, the loop's
   */
  public Statistics(LongSupplier clock) {
    this.clock = clock;
  }

  /** The time that is counted with, ms since the epoch. */
  public long nowMillis() {
    return clock.getAsLong();
  }

  @Override
  public void closed(String queue) {
    windows.remove(queue);
  }

  @Override
  public void completed(
      String queue, long createdAtMillis, long searchedMillis, long completedAtMillis) {
    windows
        .computeIfAbsent(queue, name -> new WaitWindow())
        .add(new Completion(createdAtMillis, completedAtMillis), searchedMillis);
  }

  /** The queues that are served, by name. */
  public List<QueueStatistics> read(Collection<QueueStanding> standings) {
    long now = nowMillis();
    return standings.stream()
        .map(standing -> of(standing, now))
        .sorted(Comparator.comparing(QueueStatistics::queue))
        .toList();
  }

  private QueueStatistics of(QueueStanding standing, long nowMillis) {
    var queue = standing.revision().queue();
    var window = windows.get(queue);
    var since = standing.standing().oldestSinceMillis();
    return new QueueStatistics(
        queue,
        standing.standing().tickets(),
        since.isEmpty() ? since : OptionalLong.of(Math.max(0, nowMillis - since.getAsLong())),
        window == null ? Waits.NONE : window.read(nowMillis));
  }
}
