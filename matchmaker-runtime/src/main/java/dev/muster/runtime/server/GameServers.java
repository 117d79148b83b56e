package dev.muster.runtime.server;

import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** All game servers of one Matchmaker. Safe for any thread; never blocks. */
public interface GameServers {
  /** The server of that request id; empty when none has it, or its Match is gone. */
  Optional<GameServer> withRequestId(String requestId);

  /**
   * The server that says this of itself: the one of its request id, else the one at its public
   * address and one of its ports.
   */
  Optional<GameServer> find(ServerAddress address);

  /** Ends the server of that request id: its process is told to end, and then ended. */
  CompletionStage<Stopping> stop(String requestId);

  /** What became of the wish to stop. */
  enum Stopping {
    /** It will be ended, or has ended already. */
    ACCEPTED,
    /** There is no such server, or not any more. */
    UNKNOWN,
    /** The API server cannot be told just now; nothing was changed. */
    AWAY
  }
}
