package dev.muster.examples.gameserver;

import java.net.SocketAddress;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How much each address may send. Addresses can be forged, so only the latest {@value #SENDERS} are
 * remembered; one that was forgotten starts afresh, so that a flood of forged ones locks nobody
 * out.
 */
final class SenderLimits {
  static final int SENDERS = 4_096;
  static final int BURST = 40;
  static final int PER_SECOND = 20;

  private final Map<SocketAddress, RateLimit> limits =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<SocketAddress, RateLimit> eldest) {
          return size() > SENDERS;
        }
      };

  /** Whether one more datagram of this address is to be looked at. */
  boolean admit(SocketAddress from, long nowMillis) {
    return limits
        .computeIfAbsent(from, address -> new RateLimit(BURST, PER_SECOND, nowMillis))
        .take(nowMillis);
  }

  /** How many addresses are remembered. */
  int size() {
    return limits.size();
  }
}
