package dev.muster.runtime.loop;

import dev.muster.engine.RefusalShare;
import dev.muster.engine.Standing;
import java.util.List;

/**
 * Who waits in a queue, and by which rules.
 *
 * @param revision what the queue runs by
 * @param standing who waits
 * @param refusals which rules stand between those that wait longest; some seconds old
 */
public record QueueStanding(
    QueueRevision revision, Standing standing, List<RefusalShare> refusals) {
  public QueueStanding {
    refusals = List.copyOf(refusals);
  }

  /** Where nobody has looked at refusals. */
  public QueueStanding(QueueRevision revision, Standing standing) {
    this(revision, standing, List.of());
  }
}
