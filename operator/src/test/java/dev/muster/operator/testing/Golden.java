package dev.muster.operator.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Compares with committed files; {@code -Dmuster.golden.write=true} writes them. */
public final class Golden {
  private Golden() {}

  /** Checks that an object is as the file under the test resources has it. */
  public static void check(String file, Object actual) throws IOException {
    var path = Path.of("src/test/resources").resolve(file);
    var text = Fixtures.yaml(actual);
    if (Boolean.getBoolean("muster.golden.write")) {
      Files.createDirectories(path.getParent());
      Files.writeString(path, text);
    }
    assertThat(text).isEqualTo(Files.readString(path));
  }
}
