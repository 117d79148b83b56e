package dev.muster.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * One {@code muster dev} for all tests that only add queues of their own to it. Tests take it as a
 * parameter.
 */
public final class SharedMuster implements ParameterResolver {
  /** Where it records what its engines are told. */
  static final Path RECORDINGS = folder();

  private static final ExtensionContext.Namespace NAMESPACE =
      ExtensionContext.Namespace.create(SharedMuster.class);

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == MusterProcess.class;
  }

  @Override
  public MusterProcess resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return of(context);
  }

  /** Starts it for the first who asks. */
  public static MusterProcess of(ExtensionContext context) {
    return context
        .getRoot()
        .getStore(NAMESPACE)
        .getOrComputeIfAbsent(
            Held.class,
            key ->
                new Held(
                    MusterProcess.dev(
                        "--map", TestImages.PRINT_ENV_MAP, "--record", RECORDINGS.toString())),
            Held.class)
        .muster();
  }

  private static Path folder() {
    try {
      return Files.createTempDirectory("muster-recordings");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Closed when all tests are done. */
  record Held(MusterProcess muster) implements AutoCloseable {
    @Override
    public void close() {
      muster.close();
    }
  }
}
