package dev.muster.runtime.server;

import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * The Backfills of one Matchmaker that game servers made over HTTP. Safe for any thread; never
 * blocks.
 *
 * <p>What has expired or was cancelled is not here any more: whoever made it and still has the seat
 * makes another.
 */
public interface OpenSeats {
  /**
   * Lets a server's wish search.
   *
   * @param id a new one that nobody can guess
   */
  CompletionStage<Creation> create(String id, GameServer server, BackfillRequest request);

  /** The one of that id; empty when there is none, or not any more. */
  Optional<ServerBackfill> get(String id);

  /** Ends the one of that id. */
  CompletionStage<Deletion> delete(String id);

  /** What became of a wish. */
  sealed interface Creation {
    /** It searches, or will as soon as the operator has looked at it. */
    record Created(ServerBackfill backfill) implements Creation {}

    /** The API server does not take it, and would not take it again. */
    record Refused(String message) implements Creation {}

    /** The server has as many as it may. */
    record TooMany(int limit) implements Creation {}

    /** The API server does not answer just now; what it may still make of it is deleted again. */
    record Away() implements Creation {}
  }

  /** What became of the wish to delete one. */
  enum Deletion {
    /** It does not exist any more. */
    DELETED,
    /** There was none of that id. */
    UNKNOWN,
    /** The API server does not answer just now; it may be deleted all the same. */
    AWAY
  }
}
