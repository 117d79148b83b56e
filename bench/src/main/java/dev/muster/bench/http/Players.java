package dev.muster.bench.http;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;

/** Players whom nobody suits: no two of them have the same rating, and only equals would meet. */
final class Players {
  /** The queue's name. */
  static final String QUEUE = "nobody-suits";

  /** Its profile, as a user writes one. */
  static final String PROFILE =
      """
      apiVersion: muster.dev/v1alpha1
      kind: MatchmakerProfile
      metadata: {name: nobody-suits}
      spec:
        ticketExpirationPeriod: 2h
        ticketRemovalPeriod: 100ms
        rules:
          match_size: {type: playerCount, teamCount: 1, minTeamSize: 2, maxTeamSize: 2}
          rating: {type: numberDifference, maxDifference: 0}
          mode: {type: stringEquality}
        gameServer:
          template: {spec: {containers: [{name: game, image: none}]}}
          ports: [{name: game, containerPort: 7777}]
      """;

  private final AtomicInteger came = new AtomicInteger();

  /** The next player's request. */
  Buffer next() {
    return new JsonObject()
        .put("profile", QUEUE)
        .put(
            "attributes",
            new JsonObject().put("rating", came.incrementAndGet()).put("mode", "quickplay"))
        .toBuffer();
  }

  /** The path of a ticket that has come in. */
  static String path(Buffer ticket) {
    return "/tickets/" + ticket.toJsonObject().getString("id");
  }

  /**
   * Has so many come, some at a time; the paths of their tickets.
   *
   * @param atOnce how many requests are under way at a time
   */
  String[] come(Client client, int players, int atOnce) {
    var paths = new String[players];
    each(
        players,
        atOnce,
        place ->
            client
                .send(HttpMethod.POST, "/tickets", next())
                .onSuccess(ticket -> paths[place] = path(ticket)));
    return paths;
  }

  /** Has them leave again, some at a time. */
  static void leave(Client client, List<String> paths, int atOnce) {
    each(paths.size(), atOnce, place -> client.send(HttpMethod.DELETE, paths.get(place), null));
  }

  private static void each(int count, int atOnce, IntFunction<Future<?>> request) {
    var next = new AtomicInteger();
    var all = new ArrayList<Future<Void>>(atOnce);
    for (int lane = 0; lane < atOnce; lane++) {
      var done = Promise.<Void>promise();
      one(count, next, request, done);
      all.add(done.future());
    }
    Future.all(all).await();
  }

  private static void one(
      int count, AtomicInteger next, IntFunction<Future<?>> request, Promise<Void> done) {
    int place = next.getAndIncrement();
    if (place >= count) {
      done.complete();
      return;
    }
    request.apply(place).onSuccess(answer -> one(count, next, request, done)).onFailure(done::fail);
  }
}
