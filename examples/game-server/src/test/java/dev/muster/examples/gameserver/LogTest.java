package dev.muster.examples.gameserver;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;

class LogTest {

  @Test
  void keepsOneEventOnOneLineWhateverPlayersWrite() {
    // Given
    var recorded = new RecordedLog();

    // When
    recorded.log().line("name=Zoë\n2026 goodbye\u001b[2J\u2028\u202e");

    // Then
    assertThat(recorded.lines()).containsExactly("name=Zoë?2026 goodbye?[2J??");
  }

  @Test
  void writesAnAddressWithoutItsName() throws UnknownHostException {
    // Given
    var named = InetAddress.getByAddress("a-name", new byte[] {127, 0, 0, 1});
    var address = new InetSocketAddress(named, 7777);

    // When
    var text = Log.text(address);

    // Then
    assertThat(text).isEqualTo("127.0.0.1:7777");
  }
}
