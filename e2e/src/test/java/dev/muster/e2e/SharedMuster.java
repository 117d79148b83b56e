package dev.muster.e2e;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * One {@code muster dev} for all tests of this JVM that only add queues of their own to it. Tests
 * take it as a parameter.
 */
public final class SharedMuster implements ParameterResolver {
  /** Where it records what its engines are told. */
  static final TemporaryFolder RECORDINGS = TemporaryFolder.named("muster-recordings");

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
        .getStore(ExtensionContext.StoreScope.LAUNCHER_SESSION, NAMESPACE)
        .getOrComputeIfAbsent(
            Held.class,
            key ->
                new Held(
                    MusterProcess.dev(
                        "--map",
                        TestImages.PRINT_ENV_MAP,
                        "--record",
                        RECORDINGS.path().toString())),
            Held.class)
        .muster();
  }

  /** Closed when all tests of this JVM are done. */
  record Held(MusterProcess muster) implements AutoCloseable {
    @Override
    public void close() {
      muster.close();
      RECORDINGS.close();
    }
  }
}
