package dev.muster.runtime.http;

import dev.muster.runtime.server.BackfillRequest;
import dev.muster.runtime.server.GameServer;
import dev.muster.runtime.server.OpenSeats;
import dev.muster.runtime.server.PlayerTicket;
import dev.muster.runtime.server.ServerBackfill;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Backfills in memory; nobody comes but whom a test lets come. */
final class FakeSeats implements OpenSeats {
  final Map<String, ServerBackfill> backfills = new ConcurrentHashMap<>();
  final List<BackfillRequest> requests = new CopyOnWriteArrayList<>();

  /** What every wish is answered with; null to do it. */
  volatile Creation creation;

  volatile boolean away;

  @Override
  public CompletionStage<Creation> create(String id, GameServer server, BackfillRequest request) {
    requests.add(request);
    if (creation != null) {
      return CompletableFuture.completedStage(creation);
    }
    var backfill =
        new ServerBackfill(
            id,
            request.queue(),
            server.requestId(),
            server.assignment(),
            request.tickets(),
            List.of());
    backfills.put(id, backfill);
    return CompletableFuture.completedStage(new Creation.Created(backfill));
  }

  /** A group comes. */
  void assign(String id, PlayerTicket... tickets) {
    backfills.computeIfPresent(
        id,
        (same, backfill) ->
            new ServerBackfill(
                id,
                backfill.queue(),
                backfill.requestId(),
                backfill.assignment(),
                backfill.tickets(),
                List.of(tickets)));
  }

  @Override
  public Optional<ServerBackfill> get(String id) {
    return Optional.ofNullable(backfills.get(id));
  }

  @Override
  public CompletionStage<Deletion> delete(String id) {
    var known = backfills.containsKey(id);
    if (known && away) {
      return CompletableFuture.completedStage(Deletion.AWAY);
    }
    backfills.remove(id);
    return CompletableFuture.completedStage(known ? Deletion.DELETED : Deletion.UNKNOWN);
  }
}
