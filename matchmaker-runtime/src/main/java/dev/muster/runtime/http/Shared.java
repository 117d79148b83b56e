package dev.muster.runtime.http;

import java.util.function.LongSupplier;

/** What the routers of all event loops have in common. */
record Shared(
    RateLimiter limits,
    Documentation documentation,
    EventStreams streams,
    ReadStatistics statistics) {
  /**
   * That of an API.
   *
   * @param nanos a clock that never goes back, ns
   */
  static Shared of(PublicApi api, LongSupplier nanos) {
    return new Shared(
        new RateLimiter(api.settings(), nanos),
        new Documentation(api.loop()),
        EventStreams.of(api),
        new ReadStatistics(api.loop(), api.statistics()));
  }
}
