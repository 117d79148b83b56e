package dev.muster.runtime.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OriginsTest {
  @ParameterizedTest
  @CsvSource({
    "https://game.example,       https://game.example,            true",
    "https://game.example,       https://GAME.example,            true",
    "https://game.example,       http://game.example,             false",
    "https://game.example,       https://game.example:8443,       false",
    "https://game.example,       https://a.game.example,          false",
    "http://localhost:8080,      http://localhost:8080,           true",
    "https://*.game.example,     https://a.game.example,          true",
    "https://*.game.example,     https://a.b.game.example,        true",
    "https://*.game.example,     https://game.example,            false",
    "https://*.game.example,     http://a.game.example,           false",
    "https://*.game.example,     https://agame.example,           false",
    "https://*.game.example,     https://a.game.example:8443,     false",
    "https://*.game.example:99,  https://a.game.example:99,       true",
    "https://*.game.example,     https://evil.com/.game.example,  false",
    "https://*.game.example,     https://evil.com?.game.example,  false",
    "https://*.game.example,     https://a:1.game.example,        false",
    "https://*.game.example,     https://.game.example,           false",
    "https://game.example,       null,                            false"
  })
  void allowsExactOriginsAndSubDomains(String allowed, String origin, boolean expected) {
    assertThat(Origins.allow(List.of("https://x.example", allowed), origin)).isEqualTo(expected);
  }
}
