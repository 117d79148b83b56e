package dev.muster.runtime.loop;

import dev.muster.engine.ticket.Cancellation;

/** Two observers that hear the same, one after the other. */
record BothObservers(LoopObserver first, LoopObserver second) implements LoopObserver {
  @Override
  public void served(String queue) {
    first.served(queue);
    second.served(queue);
  }

  @Override
  public void closed(String queue) {
    first.closed(queue);
    second.closed(queue);
  }

  @Override
  public void created(String queue, int tickets) {
    first.created(queue, tickets);
    second.created(queue, tickets);
  }

  @Override
  public void cancelled(String queue, Cancellation.Reason reason, int tickets) {
    first.cancelled(queue, reason, tickets);
    second.cancelled(queue, reason, tickets);
  }

  @Override
  public void matchMade(String queue, String expansion) {
    first.matchMade(queue, expansion);
    second.matchMade(queue, expansion);
  }

  @Override
  public void matchFailed(String queue) {
    first.matchFailed(queue);
    second.matchFailed(queue);
  }

  @Override
  public void found(String queue, long searchedMillis) {
    first.found(queue, searchedMillis);
    second.found(queue, searchedMillis);
  }

  @Override
  public void assigned(String queue, long searchedMillis) {
    first.assigned(queue, searchedMillis);
    second.assigned(queue, searchedMillis);
  }

  @Override
  public void completed(
      String queue, long createdAtMillis, long searchedMillis, long completedAtMillis) {
    first.completed(queue, createdAtMillis, searchedMillis, completedAtMillis);
    second.completed(queue, createdAtMillis, searchedMillis, completedAtMillis);
  }
}
