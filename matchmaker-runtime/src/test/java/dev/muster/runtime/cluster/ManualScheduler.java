package dev.muster.runtime.cluster;

import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;

/** A scheduler whose time a test lets pass. */
final class ManualScheduler implements Scheduler {
  private final PriorityQueue<Task> tasks =
      new PriorityQueue<>(
          Comparator.comparingLong(Task::dueMillis).thenComparingLong(Task::number));
  private long nowMillis;
  private long number;

  private record Task(long dueMillis, long number, Runnable body) {}

  @Override
  public void execute(Runnable task) {
    after(Duration.ZERO, task);
  }

  @Override
  public void after(Duration delay, Runnable task) {
    tasks.add(new Task(nowMillis + delay.toMillis(), number++, task));
  }

  @Override
  public long elapsedMillis() {
    return nowMillis;
  }

  /** Runs everything that is due now. */
  void run() {
    pass(Duration.ZERO);
  }

  /** Lets time pass and runs what falls due, in order. */
  void pass(Duration time) {
    long until = nowMillis + time.toMillis();
    while (!tasks.isEmpty() && tasks.peek().dueMillis() <= until) {
      var task = tasks.remove();
      nowMillis = task.dueMillis();
      task.body().run();
    }
    nowMillis = until;
  }
}
