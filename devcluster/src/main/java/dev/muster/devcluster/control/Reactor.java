package dev.muster.devcluster.control;

import dev.muster.devcluster.registry.Storage;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hands every change of the storage to a controller, in order, on a thread of its own. */
final class Reactor implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Reactor.class);

  /** What a controller does about a change. Its own writes come back to it as changes. */
  interface Controller {
    void changed(Storage.Event event);
  }

  private final Storage storage;
  private final Controller controller;
  private final BlockingQueue<Storage.Event> waiting = new LinkedBlockingQueue<>(1_000_000);
  private final Storage.Listener listener = waiting::add;
  private final Thread thread;
  private volatile boolean closed;

  Reactor(String name, Storage storage, Controller controller) {
    this.storage = storage;
    this.controller = controller;
    this.thread = new Thread(this::run, name);
    thread.setDaemon(true);
    storage.listen(listener);
    thread.start();
  }

  private void run() {
    while (!closed) {
      try {
        controller.changed(waiting.take());
      } catch (InterruptedException e) {
        return;
      } catch (RuntimeException e) {
        LOG.atError().addKeyValue("controller", thread.getName()).setCause(e).log("failed");
      }
    }
  }

  @Override
  public void close() {
    closed = true;
    storage.unlisten(listener);
    thread.interrupt();
  }
}
