package dev.muster.runtime.cluster;

import dev.muster.api.v1alpha1.Api;
import dev.muster.api.v1alpha1.Match;
import dev.muster.api.v1alpha1.MatchStatus;
import dev.muster.api.v1alpha1.TicketSpec;
import dev.muster.runtime.server.GameServer;
import dev.muster.runtime.server.GameServers;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The servers that Matches tell of, by request id. Written by the cluster's thread, read by any.
 *
 * <p>A Match that fills a Backfill has no server of its own and is not here.
 */
final class ServerIndex implements GameServers {
  private final ClusterApi api;
  private final Map<String, GameServer> servers = new ConcurrentHashMap<>();
  private final Map<String, String> requestOfMatch = new ConcurrentHashMap<>();

  ServerIndex(ClusterApi api) {
    this.api = api;
  }

  /** A Match as it is now. */
  void seen(Match match) {
    var server = server(match);
    var name = match.getMetadata().getName();
    var before = requestOfMatch.get(name);
    if (before != null && !before.equals(server.map(GameServer::requestId).orElse(null))) {
      forget(name);
    }
    server.ifPresent(
        known -> {
          servers.put(known.requestId(), known);
          requestOfMatch.put(name, known.requestId());
        });
  }

  /** A Match no longer exists. */
  void gone(Match match) {
    forget(match.getMetadata().getName());
  }

  private void forget(String match) {
    var requestId = requestOfMatch.remove(match);
    if (requestId != null) {
      servers.remove(requestId);
    }
  }

  private static Optional<GameServer> server(Match match) {
    var spec = match.getSpec();
    var status = match.getStatus();
    if (spec == null || spec.backfill() != null || status == null || status.requestId() == null) {
      return Optional.empty();
    }
    return Optional.of(
        new GameServer(
            status.requestId(),
            match.getMetadata().getName(),
            state(match, status),
            AssignmentMapping.of(status.assignment()),
            spec.tickets() == null
                ? java.util.List.of()
                : spec.tickets().stream().map(TicketSpec::id).filter(Objects::nonNull).toList()));
  }

  private static GameServer.State state(Match match, MatchStatus status) {
    if (status.phase() == MatchStatus.Phase.Completed
        || status.phase() == MatchStatus.Phase.Failed) {
      return GameServer.State.ENDED;
    }
    var annotations = match.getMetadata().getAnnotations();
    if (annotations != null && annotations.containsKey(Api.STOP_ANNOTATION)) {
      return GameServer.State.STOPPING;
    }
    return status.phase() == MatchStatus.Phase.Assigned
        ? GameServer.State.READY
        : GameServer.State.STARTING;
  }

  @Override
  public Optional<GameServer> withRequestId(String requestId) {
    return Optional.ofNullable(servers.get(requestId));
  }

  @Override
  public CompletionStage<Stopping> stop(String requestId) {
    var server = servers.get(requestId);
    if (server == null) {
      return CompletableFuture.completedStage(Stopping.UNKNOWN);
    }
    if (server.state() == GameServer.State.ENDED || server.state() == GameServer.State.STOPPING) {
      return CompletableFuture.completedStage(Stopping.ACCEPTED);
    }
    return api.markStopped(server.match()).thenApply(ServerIndex::stopping);
  }

  private static Stopping stopping(Reply reply) {
    if (reply.succeeded()) {
      return Stopping.ACCEPTED;
    }
    return reply.notFound() ? Stopping.UNKNOWN : Stopping.AWAY;
  }
}
