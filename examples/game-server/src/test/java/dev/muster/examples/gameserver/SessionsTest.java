package dev.muster.examples.gameserver;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;

class SessionsTest {
  private static final InetSocketAddress HOME =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 1001);
  private static final InetSocketAddress TRAIN =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 1002);

  private final Roster roster = Matches.roster(Matches.twoTeams());
  private final Player alice = roster.player(Matches.ALICE).orElseThrow();
  private final Player bob = roster.player(Matches.BOB).orElseThrow();
  private final Sessions sessions = new Sessions();

  @Test
  void aReconnectReplacesTheAddressBefore() {
    // Given
    sessions.join(alice, HOME, 0);

    // When
    var before = sessions.join(alice, TRAIN, 10);

    // Then
    assertThat(before).contains(HOME);
    assertThat(sessions.size()).isEqualTo(1);
    assertThat(sessions.addresses()).containsExactly(TRAIN);
    assertThat(sessions.heard(HOME, 20)).isFalse();
  }

  @Test
  void whoIsSilentFor15SecondsIsDropped() {
    // Given
    sessions.join(alice, HOME, 0);
    sessions.join(bob, TRAIN, 0);
    sessions.heard(TRAIN, 1);

    // When
    var tooEarly = sessions.dropSilent(14_999);
    var dropped = sessions.dropSilent(15_000);

    // Then
    assertThat(tooEarly).isEmpty();
    assertThat(dropped).containsExactly(alice);
    assertThat(sessions.connected()).containsExactly(bob);
    assertThat(sessions.nextDropMillis()).hasValue(15_001);
  }

  @Test
  void twoPlayersMayShareAnAddress() {
    // Given
    sessions.join(bob, HOME, 0);
    sessions.join(alice, HOME, 0);

    // When
    sessions.heard(HOME, 10_000);

    // Then
    assertThat(sessions.dropSilent(20_000)).isEmpty();
    assertThat(sessions.connected()).containsExactly(alice, bob);
  }

  @Test
  void leavingTwiceIsLeavingOnce() {
    // Given
    sessions.join(alice, HOME, 0);

    // When
    var first = sessions.leave(alice);
    var second = sessions.leave(alice);

    // Then
    assertThat(first).isTrue();
    assertThat(second).isFalse();
    assertThat(sessions.nextDropMillis()).isEmpty();
  }
}
