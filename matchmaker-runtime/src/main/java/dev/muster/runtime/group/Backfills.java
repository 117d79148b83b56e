package dev.muster.runtime.group;

import dev.muster.engine.Entry;
import dev.muster.engine.profile.Problem;
import dev.muster.runtime.loop.Loop;
import dev.muster.runtime.loop.Queues;
import dev.muster.runtime.server.BackfillRequest;
import dev.muster.runtime.server.GameServer;
import dev.muster.runtime.server.GameServers;
import dev.muster.runtime.server.OpenSeats;
import dev.muster.runtime.server.OpenSeats.Creation;
import dev.muster.runtime.server.ServerBackfill;
import dev.muster.runtime.ticket.IdSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Game servers that ask for one more group each. */
public final class Backfills {
  private static final String AWAY = "The cluster does not answer just now; try again in a moment";

  private final Loop loop;
  private final GameServers servers;
  private final OpenSeats seats;
  private final IdSource ids;

  /** Those of one loop's queues. */
  public Backfills(Loop loop, GameServers servers, OpenSeats seats, IdSource ids) {
    this.loop = loop;
    this.servers = servers;
    this.seats = seats;
    this.ids = ids;
  }

  /** Lets a server ask for one more group. */
  public CompletionStage<Outcome<ServerBackfill>> create(BackfillRequest request) {
    var server = servers.find(request.server()).filter(GameServer::isOpen);
    return loop.ask(queues -> problems(queues, request))
        .thenCompose(problems -> create(request, server, problems));
  }

  private CompletionStage<Outcome<ServerBackfill>> create(
      BackfillRequest request, Optional<GameServer> server, List<Problem> problems) {
    if (!problems.isEmpty() || server.isEmpty()) {
      var all = new ArrayList<>(problems);
      unknown(server, request).ifPresent(all::add);
      return CompletableFuture.completedStage(new Outcome.Invalid<>(all));
    }
    return seats.create(ids.xid(), server.get(), request).thenApply(Backfills::outcome);
  }

  private static Outcome<ServerBackfill> outcome(Creation creation) {
    if (creation instanceof Creation.Created created) {
      return new Outcome.Done<>(created.backfill());
    } else if (creation instanceof Creation.Refused refused) {
      return new Outcome.Invalid<>("backfill", "is refused by the cluster: " + refused.message());
    } else if (creation instanceof Creation.TooMany many) {
      return new Outcome.NoRoom<>(
          "This server has as many backfills as it may ("
              + many.limit()
              + "); delete some, or try again in a moment");
    } else if (creation instanceof Creation.Away) {
      return new Outcome.NoRoom<>(AWAY);
    }
    throw new AssertionError(creation);
  }

  private static List<Problem> problems(Queues queues, BackfillRequest request) {
    var revision = queues.revision(request.queue());
    if (revision.isEmpty()) {
      return List.of(Door.unknownQueue(queues, request.queue()));
    }
    var problems = new ArrayList<Problem>();
    for (var player : request.players()) {
      Entry.rosterTicket(revision.get().profile(), player.values(), queues.beaconsListed()).stream()
          .map(problem -> problem.under("tickets." + player.ticket().id()))
          .forEach(problems::add);
    }
    return problems;
  }

  private static Optional<Problem> unknown(Optional<GameServer> server, BackfillRequest request) {
    if (server.isPresent()) {
      return Optional.empty();
    }
    var field = "attributes.assignment";
    return request.server().requestId().isEmpty() && request.server().publicIp().isEmpty()
        ? Optional.of(
            new Problem(
                field,
                "says neither request_id nor public_ip; one of them must tell which server it is"))
        : Optional.of(
            new Problem(
                field,
                "is not that of a running game server: neither its request_id nor its public_ip"
                    + " with one of its ports' external is known"));
  }

  /** The backfill of that id. Any thread; never waits. */
  public Optional<ServerBackfill> get(String id) {
    return seats.get(id);
  }

  /** Ends a backfill. */
  public CompletionStage<Outcome<Void>> delete(String id) {
    return seats
        .delete(id)
        .thenApply(
            deletion ->
                switch (deletion) {
                  case DELETED -> new Outcome.Done<>(null);
                  case UNKNOWN -> new Outcome.NotFound<>("backfill");
                  case AWAY -> new Outcome.NoRoom<>(AWAY);
                });
  }
}
