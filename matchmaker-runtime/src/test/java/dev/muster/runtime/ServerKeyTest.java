package dev.muster.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.api.server.ServerTokens;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerKeyTest {
  private static final String SERVER = "0123456789ab";

  @TempDir private Path directory;

  private static String token(byte... key) {
    return ServerTokens.withKey(key).tokenOf(SERVER);
  }

  @Test
  void acceptsNothingWithoutAKey() throws Exception {
    var key = new ServerKey(directory);
    key.reread();
    assertThat(key.accepts(SERVER, "")).isFalse();

    Files.write(directory.resolve("server"), new byte[0]);
    key.reread();

    assertThat(key.accepts(SERVER, "")).isFalse();
  }

  @Test
  void acceptsTokensOfTheKeyThatIsThereNow() throws Exception {
    var key = new ServerKey(directory);
    Files.write(directory.resolve("server"), new byte[] {1, '\n', 2});
    key.reread();
    assertThat(key.accepts(SERVER, token((byte) 1, (byte) '\n', (byte) 2))).isTrue();
    assertThat(key.accepts("ba9876543210", token((byte) 1, (byte) '\n', (byte) 2))).isFalse();

    Files.write(directory.resolve("server"), new byte[] {3});
    key.reread();

    assertThat(key.accepts(SERVER, token((byte) 1, (byte) '\n', (byte) 2))).isFalse();
    assertThat(key.accepts(SERVER, token((byte) 3))).isTrue();
  }

  @Test
  void keepsTheKeyWhileItsFileCannotBeRead() throws Exception {
    var key = new ServerKey(directory);
    Files.write(directory.resolve("server"), new byte[] {3});
    key.reread();
    Files.delete(directory.resolve("server"));

    key.reread();

    assertThat(key.accepts(SERVER, token((byte) 3))).isTrue();
  }
}
