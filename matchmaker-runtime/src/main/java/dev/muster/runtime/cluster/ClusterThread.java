package dev.muster.runtime.cluster;

import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread of the cluster side. A task that fails is logged and harms no other; tasks that come
 * after {@link #close} are dropped.
 */
final class ClusterThread implements Scheduler, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ClusterThread.class);

  private final ScheduledThreadPoolExecutor executor;

  ClusterThread() {
    executor =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              var thread = new Thread(task, "cluster");
              thread.setDaemon(true);
              return thread;
            });
    executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  @Override
  public void execute(Runnable task) {
    after(Duration.ZERO, task);
  }

  @Override
  public void after(Duration delay, Runnable task) {
    try {
      var unused = executor.schedule(() -> runLogged(task), delay.toNanos(), TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException e) {
      LOG.atDebug().log("A task came after the end and was dropped");
    }
  }

  @Override
  public long elapsedMillis() {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
  }

  private static void runLogged(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException e) {
      LOG.atError().setCause(e).log("A task of the cluster side failed");
    }
  }

  /** Lets a running task end and drops all others. */
  @Override
  public void close() {
    executor.shutdownNow();
  }
}
