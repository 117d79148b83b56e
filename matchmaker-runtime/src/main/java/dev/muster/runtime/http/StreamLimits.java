package dev.muster.runtime.http;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** How many streams are open, in all and per client. Safe for any thread. */
final class StreamLimits {
  private final int most;
  private final Supplier<Optional<Integer>> mostPerClient;
  private final AtomicInteger open = new AtomicInteger();
  private final Map<String, Integer> ofClients = new ConcurrentHashMap<>();

  /** Whether a stream may be opened. */
  enum Admission {
    /** It counts until it is given back. */
    ADMITTED,
    /** As many are open as this process holds. */
    NO_ROOM,
    /** As many of this client are open as may be. */
    TOO_MANY_OF_CLIENT
  }

  /**
   * None open yet.
   *
   * @param most how many may be open, at least 1
   * @param mostPerClient how many of one client may be open now; empty: no limit
   */
  StreamLimits(int most, Supplier<Optional<Integer>> mostPerClient) {
    this.most = most;
    this.mostPerClient = mostPerClient;
  }

  /**
   * Counts a stream that is to be opened.
   *
   * @param client whose it is; empty when nobody is to be counted
   */
  Admission take(Optional<String> client) {
    if (open.incrementAndGet() > most) {
      open.decrementAndGet();
      return Admission.NO_ROOM;
    }
    if (client.isPresent() && !takeOf(client.get())) {
      open.decrementAndGet();
      return Admission.TOO_MANY_OF_CLIENT;
    }
    return Admission.ADMITTED;
  }

  /** Counts all of a client, also while there is no limit: one may come. */
  private boolean takeOf(String client) {
    int limit = mostPerClient.get().orElse(Integer.MAX_VALUE);
    var admitted = new boolean[1];
    ofClients.compute(
        client,
        (key, known) -> {
          int before = known == null ? 0 : known;
          admitted[0] = before < limit;
          return admitted[0] ? Integer.valueOf(before + 1) : known;
        });
    return admitted[0];
  }

  /** A stream that was admitted has ended. */
  void giveBack(Optional<String> client) {
    client.ifPresent(
        key -> ofClients.computeIfPresent(key, (same, count) -> count > 1 ? count - 1 : null));
    open.decrementAndGet();
  }

  /** How many are open. */
  int open() {
    return open.get();
  }

  /** How many may be open. */
  int most() {
    return most;
  }
}
