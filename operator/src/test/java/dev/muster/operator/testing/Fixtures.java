package dev.muster.operator.testing;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import dev.muster.api.server.ServerTokens;
import dev.muster.api.v1alpha1.Backfill;
import dev.muster.api.v1alpha1.Match;
import dev.muster.api.v1alpha1.Matchmaker;
import dev.muster.api.v1alpha1.MatchmakerProfile;
import dev.muster.operator.gameserver.Home;
import io.fabric8.kubernetes.api.model.SecretKeySelector;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;

/** Resources to begin with, each read anew. */
public final class Fixtures {
  /** The time of tests: a second after the match was made. */
  public static final Instant NOW = Instant.parse("2026-11-20T15:04:06Z");

  /** A clock that stands at {@link #NOW}. */
  public static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);

  /** The request id of attempts. */
  public static final String REQUEST_ID = "23c01225b99d";

  private static final ObjectMapper YAML =
      new ObjectMapper(
              new YAMLFactory()
                  .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
                  .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
                  .disable(YAMLGenerator.Feature.SPLIT_LINES)
                  .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER))
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

  private Fixtures() {}

  /** A fixture as JSON, to be changed. */
  public static ObjectNode json(String name) {
    try (var in = Fixtures.class.getResourceAsStream("/fixtures/" + name + ".yaml")) {
      return (ObjectNode) YAML.readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** JSON as a resource. */
  public static <T> T as(Class<T> type, ObjectNode json) {
    return YAML.convertValue(json, type);
  }

  /** Anything as YAML. */
  public static String yaml(Object object) {
    try {
      return YAML.writeValueAsString(object);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A JSON value as it stands in YAML. */
  public static JsonNode value(String yaml) {
    try {
      return YAML.readTree(yaml);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The profile {@code ranked}. */
  public static MatchmakerProfile profile() {
    return as(MatchmakerProfile.class, json("profile"));
  }

  /** The match of three players. */
  public static Match match() {
    return as(Match.class, json("match"));
  }

  /** The Matchmaker {@code arena}. */
  public static Matchmaker matchmaker() {
    return as(Matchmaker.class, json("matchmaker"));
  }

  /** The Backfill {@code seat}. */
  public static Backfill backfill() {
    return as(Backfill.class, json("backfill"));
  }

  /** What a game server is told of {@code arena}. */
  public static Home home() {
    return new Home(
        "http://arena.games.svc:8080",
        ServerTokens.withKey("bXVzdGVy"),
        new SecretKeySelector("client", "arena-tokens", null),
        matchmaker().getSpec().beacons());
  }
}
