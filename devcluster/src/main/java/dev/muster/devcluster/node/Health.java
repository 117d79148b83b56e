package dev.muster.devcluster.node;

import java.time.Duration;
import java.util.Optional;

/** What is known of the health of a container that runs. */
interface Health {

  /** Whether it may be given work. */
  boolean ready();

  /** Whether it has come up. */
  boolean started();

  /** Stops looking. */
  void stop();

  /** Told of changes. */
  interface Listener {
    /** Ready or started is another than before. */
    void changed();

    /** A probe of this kind ({@code Readiness}, ...) did not succeed. */
    void unhealthy(String kind, String message);

    /** The container must go, since its probe of this kind failed too often. */
    void failed(String kind);
  }

  /** Started at once, ready after the given time, or never. */
  static Health simulated(Loop loop, Optional<Duration> readyAfter, Listener listener) {
    var end = readyAfter.map(loop.now()::plus);
    var timer = readyAfter.map(delay -> loop.after(delay, listener::changed));
    return new Health() {
      @Override
      public boolean ready() {
        return end.isPresent() && !loop.now().isBefore(end.get());
      }

      @Override
      public boolean started() {
        return true;
      }

      @Override
      public void stop() {
        timer.ifPresent(Loop.Timer::cancel);
      }
    };
  }
}
