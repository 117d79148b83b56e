package dev.muster.devcluster.node;

import io.vertx.core.Future;

/** A port that is passed on, until it is closed. Safe for use from any thread. */
interface Forward {

  /** Gives the port back and ends what passes through it. */
  Future<Void> close();

  /** An address and port. */
  record Place(String host, int port) {
    @Override
    public String toString() {
      return host + ":" + port;
    }
  }

  /** Where the next client is to go. */
  @FunctionalInterface
  interface Target {
    /** The place, or a failure when there is none. Called on an event loop; must not block. */
    Future<Place> next();

    /** Always the same place. */
    static Target of(String host, int port) {
      var place = Future.succeededFuture(new Place(host, port));
      return () -> place;
    }
  }
}
