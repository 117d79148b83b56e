package dev.muster.runtime.loop;

/**
 * Where matches go once their tickets are committed to them. The other way round, what becomes of a
 * match comes back through {@link ClusterCommands}.
 */
public interface MatchSink {
  /**
   * Takes a match over. Called on the loop's thread: it never blocks and never throws. Whoever
   * takes it must let it be assigned or fail in the end; until then its tickets are MATCH_FOUND.
   */
  void accept(CommittedMatch match);
}
