package dev.muster.runtime.loop;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * A thread beside the loop for what takes long: one thing after the other, so that asking often can
 * take one processor and no more, and few may wait. It exists while there is something to do. Any
 * thread may ask.
 */
public final class SideThread implements AutoCloseable {
  private static final long IDLE_SECONDS = 10;

  private final int mostWaiting;
  private final ThreadPoolExecutor executor;

  /**
   * One that has nothing to do yet.
   *
   * @param name the thread's
   * @param mostWaiting how much may wait besides what is being done, at least 1
   */
  public SideThread(String name, int mostWaiting) {
    this.mostWaiting = mostWaiting;
    this.executor =
        new ThreadPoolExecutor(
            1,
            1,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(mostWaiting),
            work -> daemon(name, work));
    this.executor.allowCoreThreadTimeOut(true);
  }

  private static Thread daemon(String name, Runnable work) {
    var thread = new Thread(work, name);
    thread.setDaemon(true);
    return thread;
  }

  /**
   * Does some work when its turn comes.
   *
   * @return fails with {@link Overloaded} at once when too much waits, or after {@link #close}
   */
  public <T> CompletionStage<T> work(Supplier<T> work) {
    try {
      return CompletableFuture.supplyAsync(work, executor);
    } catch (RejectedExecutionException e) {
      return CompletableFuture.failedStage(new Overloaded(mostWaiting));
    }
  }

  /** Takes no more; what waits or is being done goes on until the process ends. */
  @Override
  public void close() {
    executor.shutdown();
  }
}
