package dev.muster.devcluster.fake;

import dev.muster.devcluster.node.Loop;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;

/** A loop that runs its tasks when a test says so, at the time that the test says. */
public final class ManualLoop implements Loop {
  private record Task(Instant due, long number, Runnable action) {}

  private final PriorityQueue<Task> tasks =
      new PriorityQueue<>(Comparator.comparing(Task::due).thenComparing(Task::number));
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private long number;

  @Override
  public synchronized Instant now() {
    return now;
  }

  @Override
  public void run(Runnable task) {
    after(Duration.ZERO, task);
  }

  @Override
  public synchronized Timer after(Duration delay, Runnable action) {
    var task = new Task(now.plus(delay), number++, action);
    tasks.add(task);
    return () -> remove(task);
  }

  private synchronized void remove(Task task) {
    tasks.remove(task);
  }

  /** Runs what is due now, and what that brings about. */
  public void settle() {
    advance(Duration.ZERO);
  }

  /** Lets the time pass, running each task at its time. */
  public void advance(Duration duration) {
    var end = now().plus(duration);
    for (var task = next(end); task != null; task = next(end)) {
      task.action().run();
    }
    synchronized (this) {
      now = end;
    }
  }

  private synchronized Task next(Instant end) {
    if (tasks.isEmpty() || tasks.peek().due().isAfter(end)) {
      return null;
    }
    var task = tasks.remove();
    now = task.due().isAfter(now) ? task.due() : now;
    return task;
  }
}
