package dev.muster.runtime.http;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** The public API on its port. */
public final class PublicServer {
  private final Supplier<Router> router;
  private final Servers servers;

  /** Not listening yet. */
  public PublicServer(Vertx vertx, PublicApi api) {
    var limits = new RateLimiter(api.settings(), System::nanoTime);
    var documentation = new Documentation(api.loop());
    this.router = () -> PublicRouter.of(vertx, api, limits, documentation);
    this.servers = new Servers(vertx, router::get);
  }

  /** The paths of all operations, with their parameters' names after a colon. */
  Set<String> paths() {
    return router.get().getRoutes().stream()
        .map(Route::getPath)
        .filter(Objects::nonNull)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /**
   * Listens, on as many event loops as there are processors.
   *
   * @param port 0: any free one
   * @return the port
   */
  public Future<Integer> listen(String address, int port) {
    return servers.listen(address, port, Runtime.getRuntime().availableProcessors());
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
