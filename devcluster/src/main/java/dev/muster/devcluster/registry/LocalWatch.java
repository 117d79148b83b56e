package dev.muster.devcluster.registry;

import dev.muster.devcluster.kinds.Kind;
import dev.muster.devcluster.store.Change;
import dev.muster.devcluster.store.ObjectStore;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A watch of a program in this process, with a thread of its own. */
final class LocalWatch implements ObjectStore.Watch {
  private static final Logger LOG = LoggerFactory.getLogger(LocalWatch.class);

  /** So many changes may wait; a consumer that is further behind has stopped working. */
  private static final int LIMIT = 200_000;

  private final Registry registry;
  private final Kind kind;
  private final Consumer<Change> consumer;
  private final BlockingQueue<Change> waiting = new LinkedBlockingQueue<>(LIMIT);
  private final Storage.Listener listener = this::changed;
  private final Thread thread;
  private volatile boolean closed;

  LocalWatch(Registry registry, Kind kind, Consumer<Change> consumer) {
    this.registry = registry;
    this.kind = kind;
    this.consumer = consumer;
    this.thread = new Thread(this::run, "watch-" + kind.resource().plural());
    thread.setDaemon(true);
    var storage = registry.storage();
    synchronized (storage) {
      storage
          .list(kind.bucket(), "")
          .forEach(object -> offer(new Change(Change.Type.ADDED, object)));
      storage.listen(listener);
    }
    thread.start();
  }

  private void changed(Storage.Event event) {
    if (event.bucket().equals(kind.bucket())) {
      offer(new Change(event.type(), event.object()));
    }
  }

  private void offer(Change change) {
    if (!waiting.offer(change)) {
      LOG.atError()
          .addKeyValue("kind", kind.resource().plural())
          .log("watch too far behind, ended");
      close();
    }
  }

  private void run() {
    while (!closed) {
      try {
        var change = waiting.take();
        var object = registry.presented(kind, change.object()).deepCopy();
        consumer.accept(new Change(change.type(), object));
      } catch (InterruptedException e) {
        return;
      } catch (RuntimeException e) {
        LOG.atError()
            .addKeyValue("kind", kind.resource().plural())
            .setCause(e)
            .log("watch consumer failed");
      }
    }
  }

  @Override
  public void close() {
    closed = true;
    registry.storage().unlisten(listener);
    thread.interrupt();
  }
}
