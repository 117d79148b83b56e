package dev.muster.runtime.http;

import dev.muster.runtime.explain.Explanations;
import dev.muster.runtime.group.Backfills;
import dev.muster.runtime.group.Groups;
import dev.muster.runtime.group.Inspection;
import dev.muster.runtime.group.Tickets;
import dev.muster.runtime.loop.Loop;
import dev.muster.runtime.metrics.HttpMetrics;
import dev.muster.runtime.server.GameServers;
import dev.muster.runtime.settings.Settings;
import dev.muster.runtime.settings.Tokens;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiPredicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** The public API on its port. */
public final class PublicServer {
  private final Supplier<Router> router;
  private final Servers servers;

  /**
   * Not listening yet.
   *
   * @param settings what the Matchmaker says now
   * @param tokens the tokens that are valid now; the same set while nothing changes
   * @param serverTokens whether a request id's own token is the one presented
   */
  public PublicServer(
      Vertx vertx,
      Tickets tickets,
      Groups groups,
      Explanations explanations,
      Backfills backfills,
      Inspection inspection,
      Loop loop,
      Supplier<Settings> settings,
      Supplier<Tokens> tokens,
      GameServers gameServers,
      BiPredicate<String, String> serverTokens,
      Health health,
      HttpMetrics metrics) {
    var limits = new RateLimiter(settings, System::nanoTime);
    var documentation = new Documentation(loop);
    this.router =
        () ->
            PublicRouter.of(
                vertx,
                tickets,
                groups,
                explanations,
                backfills,
                inspection,
                documentation,
                settings,
                tokens,
                limits,
                gameServers,
                serverTokens,
                health,
                metrics);
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
