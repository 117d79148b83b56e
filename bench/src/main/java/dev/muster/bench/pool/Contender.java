package dev.muster.bench.pool;

import java.util.List;

/** Something that makes matches of groups. One run each. */
interface Contender {
  /** Adds all groups and makes all matches: this is what is timed. */
  void run();

  /** What was made; asked for once, after the run. */
  List<Made> made();
}
