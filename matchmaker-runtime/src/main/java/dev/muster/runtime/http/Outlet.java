package dev.muster.runtime.http;

/** One client's open stream, as a {@link StateStream} writes to it. */
interface Outlet {
  /**
   * Tells a state.
   *
   * @param id the same for equal states, and for no others
   * @param json one line
   */
  void state(String id, String json);

  /**
   * Tells that there are no more states, and ends.
   *
   * @param json what a poll would be answered with now, one line
   */
  void gone(String json);

  /** Sends something that means nothing, so that proxies keep the connection. */
  void beat();

  /** Ends, so that the client comes again. */
  void restart();

  /** Whether the client reads more slowly than it is told. */
  boolean isFull();
}
