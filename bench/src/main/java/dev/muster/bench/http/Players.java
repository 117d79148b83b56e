package dev.muster.bench.http;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

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
    var next = new AtomicInteger();
    var lanes = Math.min(atOnce, players);
    var all = new ArrayList<Future<Void>>(lanes);
    for (int lane = 0; lane < lanes; lane++) {
      var done = Promise.<Void>promise();
      one(client, paths, next, done);
      all.add(done.future());
    }
    Future.all(all).await();
    return paths;
  }

  private void one(Client client, String[] paths, AtomicInteger next, Promise<Void> done) {
    int place = next.getAndIncrement();
    if (place >= paths.length) {
      done.complete();
      return;
    }
    client
        .send(HttpMethod.POST, "/tickets", next())
        .onComplete(
            answer -> {
              var failure = Optional.ofNullable(answer.cause());
              if (failure.isPresent()) {
                done.fail(failure.get());
                return;
              }
              paths[place] = path(answer.result());
              one(client, paths, next, done);
            });
  }
}
