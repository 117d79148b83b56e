package dev.muster.runtime.loop;

import dev.muster.engine.Standing;

/**
 * Who waits in a queue, and by which rules.
 *
 * @param revision what the queue runs by
 * @param standing who waits
 */
public record QueueStanding(QueueRevision revision, Standing standing) {}
