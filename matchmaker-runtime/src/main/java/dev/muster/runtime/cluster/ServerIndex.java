package dev.muster.runtime.cluster;

import dev.muster.api.v1alpha1.Api;
import dev.muster.api.v1alpha1.Match;
import dev.muster.api.v1alpha1.MatchSpec;
import dev.muster.api.v1alpha1.MatchStatus;
import dev.muster.api.v1alpha1.TicketSpec;
import dev.muster.runtime.server.GameServer;
import dev.muster.runtime.server.GameServers;
import dev.muster.runtime.server.ServerAddress;
import dev.muster.runtime.ticket.Assignment;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The servers that Matches tell of, by request id. Written by the cluster's thread, read by any.
 *
 * <p>A Match that fills a Backfill has no server of its own: its players count as tickets of the
 * server that they join, as many as are noted. Ids grow with time, so these are the newest.
 */
final class ServerIndex implements GameServers {
  private final ClusterApi api;
  private final Map<String, GameServer> servers = new ConcurrentHashMap<>();
  private final Map<String, String> requestOfMatch = new ConcurrentHashMap<>();
  private final Map<String, Joined> joined = new ConcurrentHashMap<>();

  /** A match whose players joined a server that was running already. */
  private record Joined(String requestId, List<String> tickets) {}

  ServerIndex(ClusterApi api) {
    this.api = api;
  }

  /** A Match as it is now. */
  void seen(Match match) {
    var name = match.getMetadata().getName();
    if (match.getSpec() != null && match.getSpec().backfill() != null) {
      joins(match).ifPresent(players -> joined.put(name, players));
      return;
    }
    var server = server(match);
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
    joined.remove(match.getMetadata().getName());
    forget(match.getMetadata().getName());
  }

  /** Who joins which server, once they have been told. */
  private static Optional<Joined> joins(Match match) {
    var status = match.getStatus();
    return status == null || status.requestId() == null || status.assignment() == null
        ? Optional.empty()
        : Optional.of(new Joined(status.requestId(), tickets(match.getSpec())));
  }

  private static List<String> tickets(MatchSpec spec) {
    return spec.tickets() == null
        ? List.of()
        : spec.tickets().stream().map(TicketSpec::id).filter(Objects::nonNull).toList();
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
    if (spec == null || status == null || status.requestId() == null) {
      return Optional.empty();
    }
    return Optional.of(
        new GameServer(
            status.requestId(),
            match.getMetadata().getName(),
            status.podName() == null ? "" : status.podName(),
            state(match, status),
            AssignmentMapping.of(status.assignment()),
            tickets(spec)));
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
    return Optional.ofNullable(servers.get(requestId)).map(this::withJoined);
  }

  /** Where players connect to the server of that request id, once they have been told. */
  Optional<Assignment> assignment(String requestId) {
    return Optional.ofNullable(servers.get(requestId)).flatMap(GameServer::assignment);
  }

  private GameServer withJoined(GameServer server) {
    var more =
        joined.values().stream()
            .filter(players -> players.requestId().equals(server.requestId()))
            .flatMap(players -> players.tickets().stream())
            .sorted()
            .toList();
    int tooMany = Math.max(0, more.size() - Api.MOST_NOTED_TICKETS);
    return more.isEmpty() ? server : server.with(more.subList(tooMany, more.size()));
  }

  @Override
  public Optional<GameServer> find(ServerAddress address) {
    return address
        .requestId()
        .map(servers::get)
        .or(
            () ->
                address
                    .publicIp()
                    .flatMap(
                        ip ->
                            servers.values().stream()
                                .filter(server -> isAt(server, ip, address.ports()))
                                .findFirst()));
  }

  private static boolean isAt(GameServer server, String ip, Set<ServerAddress.Port> ports) {
    return server.isOpen()
        && server
            .assignment()
            .filter(assignment -> assignment.publicIp().equals(ip))
            .filter(
                assignment ->
                    assignment.ports().values().stream()
                        .anyMatch(
                            own ->
                                ports.stream()
                                    .anyMatch(port -> port.is(own.external(), own.protocol()))))
            .isPresent();
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
