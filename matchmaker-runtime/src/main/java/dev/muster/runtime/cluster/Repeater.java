package dev.muster.runtime.cluster;

import java.util.concurrent.CompletionStage;

/** Asks the API server the same again, ever less often, until an answer will do. */
final class Repeater {
  private final Scheduler scheduler;
  private final Backoff backoff;

  Repeater(Scheduler scheduler, Backoff backoff) {
    this.scheduler = scheduler;
    this.backoff = backoff;
  }

  /** What is asked. */
  interface Question {
    /** Sends the request. */
    CompletionStage<Reply> send();

    /**
     * Takes an answer.
     *
     * @param attempt which one it answers, from 1
     * @return whether it will do; if not, it is asked again
     */
    boolean take(Reply reply, int attempt);

    /** Whether anybody still wants to know; asked before each attempt but the first. */
    default boolean isWanted() {
      return true;
    }
  }

  /** Asks, now and as often as it takes. */
  void ask(Question question) {
    ask(question, 1);
  }

  private void ask(Question question, int attempt) {
    scheduler.then(
        question.send(),
        reply -> {
          if (!question.take(reply, attempt)) {
            scheduler.after(
                backoff.after(attempt, reply.retryAfter()), () -> again(question, attempt + 1));
          }
        });
  }

  private void again(Question question, int attempt) {
    if (question.isWanted()) {
      ask(question, attempt);
    }
  }
}
