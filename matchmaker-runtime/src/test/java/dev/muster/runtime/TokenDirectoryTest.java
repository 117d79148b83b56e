package dev.muster.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.runtime.settings.Tokens;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenDirectoryTest {
  @TempDir private Path directory;

  @Test
  void hasNoTokenBeforeItWasRead() throws IOException {
    write("client", "abc");

    assertThat(new TokenDirectory(directory).current()).isEqualTo(Tokens.NONE);
  }

  @Test
  void takesEveryFileAsATokenAndTrimsIt() throws IOException {
    // Given
    write("client", "abc\n");
    write("website", "  def ");
    write("server-eu", "ghi\r\n");
    write("empty", " \n");

    // When
    var tokens = read(new TokenDirectory(directory));

    // Then
    assertThat(tokens.all()).containsExactlyInAnyOrder("abc", "def", "ghi");
    assertThat(tokens.servers()).containsExactly("ghi");
  }

  @Test
  void seesNewContentInAFileOfTheSameSizeAndTime() throws IOException {
    // Given
    write("client", "abc");
    var time = Files.getLastModifiedTime(directory.resolve("client"));
    var tokens = new TokenDirectory(directory);
    tokens.reread();

    // When
    write("client", "xyz");
    Files.setLastModifiedTime(directory.resolve("client"), time);

    // Then
    assertThat(read(tokens).all()).containsExactly("xyz");
  }

  @Test
  void readsASecretAsItIsMounted() throws IOException {
    // Given
    var data = Files.createDirectory(directory.resolve("..2026_11_20"));
    Files.writeString(data.resolve("client"), "abc");
    Files.createSymbolicLink(directory.resolve("..data"), Path.of("..2026_11_20"));
    Files.createSymbolicLink(directory.resolve("client"), Path.of("..data/client"));

    // When
    var tokens = read(new TokenDirectory(directory));

    // Then
    assertThat(tokens.all()).containsExactly("abc");
  }

  @Test
  void forgetsTheTokenOfAFileThatIsGone() throws IOException {
    // Given
    write("client", "abc");
    write("old", "def");
    var tokens = new TokenDirectory(directory);
    tokens.reread();

    // When
    Files.delete(directory.resolve("old"));

    // Then
    assertThat(read(tokens).all()).containsExactly("abc");
  }

  @Test
  void keepsItsTokensWhileTheDirectoryCannotBeRead() throws IOException {
    // Given
    write("client", "abc");
    var tokens = new TokenDirectory(directory);
    tokens.reread();

    // When
    Files.delete(directory.resolve("client"));
    Files.delete(directory);

    // Then
    assertThat(read(tokens).all()).containsExactly("abc");
  }

  @Test
  void takesNoPartOfAFileThatIsTooLong() throws IOException {
    write("client", "a".repeat(4_097));

    assertThat(read(new TokenDirectory(directory)).all()).isEmpty();
  }

  @Test
  void showsNoTokenInItsText() throws IOException {
    write("client", "abc");

    assertThat(read(new TokenDirectory(directory)).toString()).doesNotContain("abc");
  }

  private static Tokens read(TokenDirectory tokens) {
    tokens.reread();
    return tokens.current();
  }

  private void write(String name, String content) throws IOException {
    Files.writeString(directory.resolve(name), content);
  }
}
