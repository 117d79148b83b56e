package dev.muster.examples.gameserver;

import java.util.concurrent.CompletableFuture;

/** The matchmaker's HTTP API, as far as this server needs it. */
interface Matchmaker {
  /**
   * Sends a request, and does not wait for the answer.
   *
   * @param body JSON; empty: none
   */
  CompletableFuture<Answer> send(String method, String path, String body);

  /** An answer: the HTTP status and the body. */
  record Answer(int status, String body) {}
}
