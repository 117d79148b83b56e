package dev.muster.bench.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PollersTest {
  private static final String[] PATHS = {"/tickets/a", "/tickets/b", "/tickets/c", "/tickets/d"};

  private final AtomicInteger asked = new AtomicInteger();
  private Vertx vertx;
  private HttpServer server;
  private boolean holds;

  @BeforeEach
  void serve() {
    vertx = Vertx.vertx();
    server =
        vertx
            .createHttpServer()
            .requestHandler(
                request -> {
                  int number = asked.getAndIncrement();
                  if (holds && number == 0) {
                    // Stands still: everybody waits until the last has asked.
                    vertx.setPeriodic(
                        1,
                        timer -> {
                          if (asked.get() == PATHS.length) {
                            vertx.cancelTimer(timer);
                            request.response().end("{}");
                          }
                        });
                  } else {
                    request.response().setStatusCode(number == 1 ? 500 : 200).end("{}");
                  }
                })
            .listen(0, "127.0.0.1")
            .await();
  }

  @AfterEach
  void end() {
    vertx.close().await();
  }

  @Test
  void askAllAndCountWhoeverHasNoGoodAnswer() {
    var pollers = poll(2);

    assertThat(pollers.first().getTotalCount()).isEqualTo(PATHS.length);
    assertThat(pollers.later().getTotalCount()).isEqualTo(PATHS.length);
    assertThat(pollers.failed()).isEqualTo(1);
  }

  @Test
  void doNotWaitForAnAnswerBeforeTheyAskTheNextAndTellHowLongTheFirstTook() {
    holds = true;

    var pollers = poll(1);

    // The last of four falls due three quarters of a second after the first.
    assertThat(pollers.first().getMaxValue()).isGreaterThanOrEqualTo(740_000);
  }

  private Pollers poll(int seconds) {
    try (var client =
        new Client(vertx, "http://127.0.0.1:" + server.actualPort(), "token", PATHS.length)) {
      var pollers = new Pollers(vertx, client, PATHS, seconds);
      pollers.run();
      return pollers;
    }
  }
}
