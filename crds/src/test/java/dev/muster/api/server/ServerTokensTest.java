package dev.muster.api.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ServerTokensTest {
  @Test
  void isHmacSha256AsInRfc4231() {
    // Given test case 2: the key "Jefe"
    var tokens = ServerTokens.withKey("SmVmZQ==");
    // Then
    assertThat(tokens.tokenOf("what do ya want for nothing?"))
        .isEqualTo("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  }

  @Test
  void acceptsTheTokenOfThatServerOnly() {
    var tokens = ServerTokens.withKey(new byte[] {1, 2, 3});

    assertThat(tokens.accepts("aaaaaaaaaaaa", tokens.tokenOf("aaaaaaaaaaaa"))).isTrue();
    assertThat(tokens.accepts("aaaaaaaaaaaa", tokens.tokenOf("bbbbbbbbbbbb"))).isFalse();
    assertThat(tokens.accepts("aaaaaaaaaaaa", "")).isFalse();
    assertThat(ServerTokens.withKey("AQIDBA==").accepts("a", tokens.tokenOf("a"))).isFalse();
  }

  @Test
  void refusesWhatIsNoKey() {
    assertThatThrownBy(() -> ServerTokens.withKey("")).isInstanceOf(IllegalArgumentException.class);
  }
}
