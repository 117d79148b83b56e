package dev.muster.runtime.loop;

/**
 * The queues of other loops, as far as groups are concerned that name one of theirs and one of
 * ours. What is told here reaches that loop later, in order; it asks the store before it acts.
 */
public interface Elsewhere {
  /** There are no other loops. */
  Elsewhere NOWHERE =
      new Elsewhere() {
        @Override
        public boolean enter(String queue, String groupId) {
          return false;
        }

        @Override
        public void withdraw(String queue, String groupId) {}
      };

  /**
   * A group searches in that queue, says the store: {@link Queues#enter} is to be called there.
   *
   * @return whether another loop has that queue
   */
  boolean enter(String queue, String groupId);

  /** A group is in a match, or has ended: {@link Queues#withdraw} is to be called there. */
  void withdraw(String queue, String groupId);
}
