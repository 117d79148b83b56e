package dev.muster.runtime.store;

import dev.muster.engine.ticket.Cancellation;
import java.util.Objects;
import java.util.Optional;

/**
 * The search of a group in one of the queues that it names.
 *
 * @param queue what clients call the queue
 * @param ended why it is over there without a match; empty while it goes on, or would again should
 *     the group's match fail
 */
public record QueueSearch(String queue, Optional<Cancellation> ended) {
  public QueueSearch {
    Objects.requireNonNull(queue, "queue");
    Objects.requireNonNull(ended, "ended");
  }

  /** One that goes on. */
  public static QueueSearch in(String queue) {
    return new QueueSearch(queue, Optional.empty());
  }

  /** Whether it goes on. */
  public boolean isOpen() {
    return ended.isEmpty();
  }

  /** The same search, over unless it was before. */
  QueueSearch ended(Cancellation why) {
    return isOpen() ? new QueueSearch(queue, Optional.of(why)) : this;
  }
}
