package dev.muster.runtime.cluster;

import java.time.Duration;

/**
 * What came of one request to the API server.
 *
 * @param code the HTTP status; {@link #UNREACHABLE} when none came
 * @param body the object, or the message of a refusal
 * @param retryAfter how long the server asks to wait; zero when it does not ask
 */
record Reply(int code, String body, Duration retryAfter) {
  /** No answer: no connection, or none in time. */
  static final int UNREACHABLE = 0;

  private static final int OK = 200;
  private static final int MULTIPLE_CHOICES = 300;
  private static final int NOT_FOUND = 404;
  private static final int REQUEST_TIMEOUT = 408;
  private static final int CONFLICT = 409;
  private static final int TOO_MANY_REQUESTS = 429;
  private static final int SERVER_ERROR = 500;

  static Reply unreachable(String cause) {
    return new Reply(UNREACHABLE, cause, Duration.ZERO);
  }

  boolean succeeded() {
    return code >= OK && code < MULTIPLE_CHOICES;
  }

  boolean notFound() {
    return code == NOT_FOUND;
  }

  boolean conflict() {
    return code == CONFLICT;
  }

  /** The server is away or too busy: the request itself is not at fault. */
  boolean away() {
    return code == UNREACHABLE
        || code == REQUEST_TIMEOUT
        || code == TOO_MANY_REQUESTS
        || code >= SERVER_ERROR;
  }
}
