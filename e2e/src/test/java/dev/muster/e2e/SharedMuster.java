package dev.muster.e2e;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * One {@code muster dev} for all tests that only add queues of their own to it. Tests take it as a
 * parameter.
 */
final class SharedMuster implements ParameterResolver {
  private static final ExtensionContext.Namespace NAMESPACE =
      ExtensionContext.Namespace.create(SharedMuster.class);

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == MusterProcess.class;
  }

  @Override
  public MusterProcess resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return context
        .getRoot()
        .getStore(NAMESPACE)
        .getOrComputeIfAbsent(
            Held.class,
            key -> new Held(MusterProcess.dev("--map", TestImages.PRINT_ENV_MAP)),
            Held.class)
        .muster();
  }

  /** Closed when all tests are done. */
  record Held(MusterProcess muster) implements AutoCloseable {
    @Override
    public void close() {
      muster.close();
    }
  }
}
