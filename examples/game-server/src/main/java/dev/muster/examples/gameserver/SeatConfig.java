package dev.muster.examples.gameserver;

import java.net.URI;
import java.util.Optional;

/**
 * Where this server asks for players when a seat becomes free, and as whom.
 *
 * @param matchmaker the matchmaker's address
 * @param token what goes into the header Authorization
 * @param requestId what this server is called there
 * @param profile the queue of its match
 */
record SeatConfig(URI matchmaker, String token, String requestId, String profile) {
  private static final String NEEDED = "is missing, but FILL_SEATS needs it";

  /** Empty unless {@code FILL_SEATS} is true; what is wrong is noted in the environment. */
  static Optional<SeatConfig> read(Environment environment) {
    var wanted = environment.text("FILL_SEATS").orElse("false");
    if (wanted.equals("false")) {
      return Optional.empty();
    }
    if (!wanted.equals("true")) {
      environment.problem("FILL_SEATS", "expected true or false");
      return Optional.empty();
    }
    return Optional.of(
        new SeatConfig(
            address(environment),
            needed("MM_AUTH_TOKEN", environment),
            needed("ARBITRIUM_REQUEST_ID", environment),
            needed("MM_MATCH_PROFILE", environment)));
  }

  private static URI address(Environment environment) {
    var text = needed("MM_BASE_URL", environment);
    if (!text.isEmpty() && !text.matches("https?://[^\\s/]+/?")) {
      environment.problem("MM_BASE_URL", "expected a URL such as http://matchmaker:8080");
      return URI.create("");
    }
    return URI.create(text);
  }

  private static String needed(String name, Environment environment) {
    var text = environment.text(name);
    if (text.isEmpty()) {
      environment.problem(name, NEEDED);
    }
    return text.orElse("");
  }
}
