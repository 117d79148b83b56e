package dev.muster.e2e;

import java.nio.file.Path;

/** Images that stand for scripts of these tests. */
public final class TestImages {
  /** Prints its environment, zero-terminated and base64 on one line, and waits to be ended. */
  public static final String PRINT_ENV = "muster.dev/test/print-env:1";

  static final String PRINT_ENV_MAP =
      PRINT_ENV + "=/bin/sh " + Path.of("src/test/resources/print-env.sh").toAbsolutePath();

  private TestImages() {}
}
