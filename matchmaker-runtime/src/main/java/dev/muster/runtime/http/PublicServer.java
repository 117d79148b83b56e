package dev.muster.runtime.http;

import dev.muster.runtime.explain.Explanations;
import dev.muster.runtime.group.Backfills;
import dev.muster.runtime.group.Groups;
import dev.muster.runtime.group.Tickets;
import dev.muster.runtime.metrics.HttpMetrics;
import dev.muster.runtime.server.GameServers;
import dev.muster.runtime.settings.Settings;
import dev.muster.runtime.settings.Tokens;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.function.BiPredicate;
import java.util.function.Supplier;

/** The public API on its port. */
public final class PublicServer {
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
      Supplier<Settings> settings,
      Supplier<Tokens> tokens,
      GameServers gameServers,
      BiPredicate<String, String> serverTokens,
      Health health,
      HttpMetrics metrics) {
    var limits = new RateLimiter(settings, System::nanoTime);
    this.servers =
        new Servers(
            vertx,
            () ->
                PublicRouter.of(
                    vertx,
                    tickets,
                    groups,
                    explanations,
                    backfills,
                    settings,
                    tokens,
                    limits,
                    gameServers,
                    serverTokens,
                    health,
                    metrics));
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
