package dev.muster.examples.gameserver;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SenderLimitsTest {
  private static final InetSocketAddress SENDER =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);

  private final SenderLimits limits = new SenderLimits();

  @Test
  void admitsABurstAndThenSoManyPerSecond() {
    // Given
    long burst = admitted(100, 0);

    // When
    long afterOneSecond = admitted(100, 1_000);

    // Then
    assertThat(burst).isEqualTo(SenderLimits.BURST);
    assertThat(afterOneSecond).isEqualTo(SenderLimits.PER_SECOND);
  }

  @Test
  void neverSavesUpMoreThanABurst() {
    // Given
    admitted(100, 0);

    // When
    long afterAnHour = admitted(100, 3_600_000);

    // Then
    assertThat(afterAnHour).isEqualTo(SenderLimits.BURST);
  }

  @Test
  void oneSenderDoesNotUseUpAnothers() {
    // Given
    admitted(100, 0);

    // When
    boolean other = limits.admit(new InetSocketAddress(InetAddress.getLoopbackAddress(), 2), 0);

    // Then
    assertThat(other).isTrue();
  }

  @Test
  void remembersABoundedNumberOfSenders() {
    // Given
    admitted(100, 0);

    // When
    IntStream.range(1, 20_000)
        .forEach(i -> limits.admit(new InetSocketAddress(InetAddress.getLoopbackAddress(), i), 0));

    // Then
    assertThat(limits.size()).isEqualTo(SenderLimits.SENDERS);
    assertThat(limits.admit(SENDER, 0)).isTrue();
  }

  @Test
  void remembersWhoKeepsSending() {
    // Given
    admitted(100, 0);

    // When
    long admitted = 0;
    for (int i = 1; i < 20_000; i++) {
      limits.admit(new InetSocketAddress(InetAddress.getLoopbackAddress(), i + 1), 0);
      admitted += admitted(1, 0);
    }

    // Then
    assertThat(admitted).isZero();
  }

  private long admitted(int datagrams, long nowMillis) {
    return IntStream.range(0, datagrams).filter(i -> limits.admit(SENDER, nowMillis)).count();
  }
}
