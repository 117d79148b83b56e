package dev.muster.runtime.loop;

import dev.muster.engine.Unfit;
import dev.muster.engine.ticket.Backfill;
import dev.muster.runtime.ticket.Assignment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread that owns {@link Queues}, and its bounded inbox.
 *
 * <p>It takes what waits in the inbox as one batch, runs it in order at one instant, then lets time
 * pass up to that instant; with an empty inbox it sleeps until something is due. Its clock never
 * goes back, whatever the one that it was given does.
 */
public final class Loop implements ClusterCommands {
  /** How many commands may wait, unless told otherwise. */
  public static final int DEFAULT_INBOX = 16_384;

  /** So many commands run before time passes, at most. */
  private static final int BATCH = 1_024;

  /** It looks at the clock at least this often, since clocks may jump. */
  private static final long LONGEST_SLEEP_MILLIS = 500;

  private static final Logger LOG = LoggerFactory.getLogger(Loop.class);

  private final Queues queues;
  private final LongSupplier clock;
  private final int inboxLimit;
  private final BlockingQueue<Command<?>> inbox;
  private final Thread thread;
  private final CompletableFuture<Void> stopped = new CompletableFuture<>();
  private volatile boolean stopping;
  private volatile boolean ended;
  private long nowMillis = Long.MIN_VALUE;

  /**
   * One that is not started yet; commands already wait in its inbox.
   *
   * @param queues owned by this loop from now on
   * @param clock ms since the epoch
   * @param inboxLimit how many commands may wait, at least 1
   */
  public Loop(Queues queues, LongSupplier clock, int inboxLimit) {
    this.queues = queues;
    this.clock = clock;
    this.inboxLimit = inboxLimit;
    this.inbox = new ArrayBlockingQueue<>(inboxLimit);
    this.thread = new Thread(this::run, "loop");
  }

  /** Starts the thread. Once. */
  public void start() {
    thread.start();
  }

  /**
   * Asks something of the queues, or changes them.
   *
   * @return the answer, on the loop's thread. It fails with {@link Overloaded} at once when the
   *     inbox is full, with {@link LoopStopped} after {@link #stop}, and with whatever the question
   *     throws
   */
  public <T> CompletionStage<T> ask(Function<Queues, T> question) {
    var command = new Command<>(question, new CompletableFuture<T>());
    if (stopping) {
      command.refuse(new LoopStopped());
    } else if (!inbox.offer(command)) {
      command.refuse(new Overloaded(inboxLimit));
    } else {
      refuseIfTooLate(command);
    }
    return command.answer();
  }

  /** Whether the thread runs and takes commands. Any thread. */
  public boolean isRunning() {
    return thread.isAlive() && !stopping;
  }

  /** How many commands wait. Any thread. */
  public int inboxDepth() {
    return inbox.size();
  }

  /**
   * Takes no more commands, finishes those that wait, and ends.
   *
   * @return completes once the thread has run its last command
   */
  public CompletionStage<Void> stop() {
    stopping = true;
    if (thread.getState() == Thread.State.NEW) {
      end();
    }
    inbox.offer(
        new Command<>(q -> null, new CompletableFuture<>())); // wakes it; a full one is awake
    return stopped;
  }

  private void run() {
    try {
      while (!stopping || !inbox.isEmpty()) {
        runBatch();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      LOG.atError().log("The loop's thread was interrupted, which nobody should do");
    } finally {
      end();
    }
  }

  private void end() {
    stopping = true;
    ended = true;
    Command<?> late = inbox.poll();
    while (late != null) {
      late.refuse(new LoopStopped());
      late = inbox.poll();
    }
    stopped.complete(null);
  }

  /** A command that came in while the loop ended is refused by one of the two. */
  private void refuseIfTooLate(Command<?> command) {
    if (ended && inbox.remove(command)) {
      command.refuse(new LoopStopped());
    }
  }

  private void runBatch() throws InterruptedException {
    var batch = new ArrayList<Command<?>>();
    var first = inbox.poll(sleepMillis(), TimeUnit.MILLISECONDS);
    if (first != null) {
      batch.add(first);
      inbox.drainTo(batch, BATCH - 1);
    }
    queues.beginAt(now());
    batch.forEach(command -> command.run(queues));
    try {
      queues.advance();
    } catch (RuntimeException e) {
      LOG.atError().setCause(e).log("Letting time pass failed");
    }
  }

  private long sleepMillis() {
    long due = queues.nextDueMillis();
    long now = now();
    return due <= now ? 0 : Math.min(LONGEST_SLEEP_MILLIS, due - now);
  }

  private long now() {
    nowMillis = Math.max(nowMillis, clock.getAsLong());
    return nowMillis;
  }

  @Override
  public CompletionStage<Void> serve(QueueRevision revision) {
    return tell(q -> q.serve(revision));
  }

  @Override
  public CompletionStage<Void> exchange(List<QueueRevision> revisions) {
    return tell(q -> q.exchange(revisions));
  }

  @Override
  public CompletionStage<Void> close(String profileName, String why) {
    return tell(q -> q.close(profileName, why));
  }

  @Override
  public CompletionStage<Void> beaconsListed(boolean listed) {
    return tell(q -> q.beaconsListed(listed));
  }

  @Override
  public CompletionStage<Optional<Unfit>> searchBackfill(String queue, Backfill backfill) {
    return put(q -> q.searchBackfill(queue, backfill));
  }

  @Override
  public CompletionStage<Void> removeBackfill(String queue, String backfillId) {
    return tell(q -> q.removeBackfill(queue, backfillId));
  }

  @Override
  public CompletionStage<Void> recover(CommittedMatch match) {
    return tell(q -> q.recover(match));
  }

  @Override
  public CompletionStage<Void> assigned(String matchName, Assignment assignment) {
    return tell(q -> q.assigned(matchName, assignment));
  }

  @Override
  public CompletionStage<Void> failed(String matchName, MatchFailure failure) {
    return tell(q -> q.failed(matchName, failure));
  }

  @Override
  public CompletionStage<Void> ended(String matchName) {
    return tell(q -> q.ended(matchName));
  }

  @Override
  public CompletionStage<Void> caughtUp() {
    return tell(q -> {});
  }

  @Override
  public Map<String, QueueStanding> standings() {
    return queues.standings();
  }

  private CompletionStage<Void> tell(Consumer<Queues> change) {
    return put(
        q -> {
          change.accept(q);
          return null;
        });
  }

  /** As {@link #ask}, but waits for room in the inbox. */
  private <T> CompletionStage<T> put(Function<Queues, T> question) {
    var command = new Command<>(question, new CompletableFuture<T>());
    try {
      boolean taken = false;
      while (!taken && !stopping) {
        taken = inbox.offer(command, LONGEST_SLEEP_MILLIS, TimeUnit.MILLISECONDS);
      }
      if (!taken) {
        command.refuse(new LoopStopped());
      }
      refuseIfTooLate(command);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      command.refuse(new LoopStopped());
    }
    return command.answer();
  }

  /** A question and where its answer goes. */
  private record Command<T>(Function<Queues, T> question, CompletableFuture<T> answer) {
    void run(Queues queues) {
      try {
        answer.complete(question.apply(queues));
      } catch (RuntimeException e) {
        answer.completeExceptionally(e);
      }
    }

    void refuse(RuntimeException why) {
      answer.completeExceptionally(why);
    }
  }
}
