package dev.muster.e2e.crash;

import dev.muster.devcluster.store.ObjectStore;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;

/** The story, played once in a namespace of its own by an operator and a runtime of its own. */
final class Walk implements AutoCloseable {
  /** By which players are let in. */
  static final String TOKEN = "crash-walk-token";

  private static final Duration LATER = Duration.ofHours(1);

  private final Outcome outcome;
  private final History history;
  private final TestScheduler scheduler;
  private final Supervisor operator;
  private final Supervisor runtime;
  private final Story story;
  private volatile Clock clock = Clock.systemUTC();
  private volatile RuntimeRun served;

  Walk(
      ObjectStore store,
      Upstream upstream,
      String namespace,
      Path tokens,
      ExecutorService threads,
      Optional<Trouble> trouble) {
    outcome = new Outcome(trouble);
    history = new History(store, namespace);
    scheduler = new TestScheduler(store, namespace);
    operator =
        Supervisor.start(
            "operator",
            upstream,
            outcome.calls(Trouble.Part.OPERATOR),
            door -> new OperatorRun(door, namespace, clock, threads));
    runtime =
        Supervisor.start(
            "runtime",
            upstream,
            outcome.calls(Trouble.Part.RUNTIME),
            door -> served = new RuntimeRun(door, namespace, tokens, threads));
    story =
        new Story(
            new Objects(store, namespace),
            history,
            () -> new Player(() -> served.url(), TOKEN),
            this::anHourLater);
  }

  private void anHourLater() {
    clock = Clock.offset(Clock.systemUTC(), LATER);
    operator.restart();
  }

  /** Makes it. */
  Outcome make() {
    var begin = System.nanoTime();
    try {
      story.play().forEach(outcome::add);
    } catch (RuntimeException e) {
      outcome.add(
          "%s [operator: %s; runtime: %s]".formatted(e, operator.standing(), runtime.standing()));
    }
    if (story.lostTickets() > 0 && runtime.runs() == 1) {
      outcome.add(story.lostTickets() + " tickets were lost, though the runtime ran on");
    }
    Invariants.broken(history.events()).forEach(outcome::add);
    outcome.took(Duration.ofNanos(System.nanoTime() - begin));
    return outcome;
  }

  @Override
  public void close() {
    operator.close();
    runtime.close();
    scheduler.close();
    history.close();
  }
}
