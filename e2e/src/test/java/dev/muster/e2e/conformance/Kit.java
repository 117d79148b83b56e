package dev.muster.e2e.conformance;

import java.time.Duration;
import java.util.Map;

/** A published client or server kit, as far as the wire sees it. */
enum Kit {
  /** Its own time-out is given to a constructor that drops it, and it waits twice for a poll. */
  UNITY_GEN2("Unity Gen2 SDK 1.1.1", Wait.PATIENT, Duration.ofMillis(2_100), Wait.JSON),
  UNITY_TICKETS("Unity SDK 3.x, tickets", Wait.UNITY, Wait.SECOND, Wait.JSON),
  UNITY_GROUPS("Unity SDK 3.x, groups", Wait.UNITY, Wait.SECOND, Wait.JSON),
  UNITY_SERVER("Unity SDK 3.x, game server", Wait.UNITY, Wait.SECOND, Wait.JSON),
  /** Asks when the game asks; its manual says every 3 to 5 seconds. */
  UNREAL("Unreal integration kit", Wait.PATIENT, Duration.ofSeconds(3), Wait.JSON),
  PURRNET("PurrNet provider", Wait.PATIENT, Duration.ofSeconds(3), Wait.NOTHING),
  SMOKE_SCRIPT(
      "PowerShell smoke script",
      Wait.PATIENT,
      Duration.ofSeconds(3),
      Map.of("Accept", "application/json")),
  JSON_UTILITY("Unity JsonUtility client", Wait.PATIENT, Duration.ofSeconds(2), Wait.NOTHING);

  private final String title;
  private final Duration timeout;
  private final Duration interval;
  private final Map<String, String> headers;

  Kit(String title, Duration timeout, Duration interval, Map<String, String> headers) {
    this.title = title;
    this.timeout = timeout;
    this.interval = interval;
    this.headers = headers;
  }

  /** What the page of compatibility calls it. */
  String title() {
    return title;
  }

  /** After this it gives a request up. */
  Duration timeout() {
    return timeout;
  }

  /** Whether the time-out is its own, and not only that of these tests. */
  boolean hasTimeout() {
    return !timeout.equals(Wait.PATIENT);
  }

  /** How long it waits before each poll. */
  Duration interval() {
    return interval;
  }

  /** What it sends with every request beside the token, with or without a body. */
  Map<String, String> headers() {
    return headers;
  }

  /** Constants that an enum cannot hold before its members. */
  private static final class Wait {
    static final Duration PATIENT = Duration.ofMinutes(1);
    static final Duration UNITY = Duration.ofSeconds(3);
    static final Duration SECOND = Duration.ofMillis(1_100);
    static final Map<String, String> JSON = Map.of("Content-Type", "application/json");
    static final Map<String, String> NOTHING = Map.of();
  }
}
