package dev.muster.runtime.http;

import dev.muster.runtime.explain.Explanations;
import dev.muster.runtime.settings.Settings;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Health, metrics and explanations on their port. */
public final class ManagementServer {
  private final Servers servers;

  /**
   * Not listening yet.
   *
   * @param live whether the process can go on at all; false: it should be restarted
   * @param metrics everything, in Prometheus's text format
   * @param explanations why tickets wait
   */
  public ManagementServer(
      Vertx vertx,
      Health health,
      BooleanSupplier live,
      Supplier<String> metrics,
      Explanations explanations,
      Supplier<Settings> settings) {
    this.servers =
        new Servers(
            vertx, () -> ManagementRouter.of(vertx, health, live, metrics, explanations, settings));
  }

  /**
   * Listens.
   *
   * @param port 0: any free one
   * @return the port
   */
  public Future<Integer> listen(String address, int port) {
    return servers.listen(address, port, 1);
  }

  /**
   * Takes no more connections and lets those requests finish that have begun.
   *
   * @param patienceMillis how long they may take
   */
  public Future<Void> stop(long patienceMillis) {
    return servers.stop(patienceMillis);
  }
}
