package dev.muster.runtime.cluster;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An informer that never gives up, and tells on the scheduler's thread how objects are: always as
 * they are when it tells, so that what happened in between is left out and nothing comes late.
 */
final class Watch<T extends HasMetadata> implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Watch.class);

  private final String kind;
  private final String namespace;
  private final SharedIndexInformer<T> informer;
  private final Scheduler scheduler;
  private Consumer<T> seen = object -> {};
  private Consumer<T> gone = object -> {};
  private boolean open;
  private boolean lost;

  /**
   * A watch that tells nobody yet.
   *
   * @param kind the kind's name, for logs
   * @param namespace where all of its objects are
   * @param informer not yet started
   */
  Watch(String kind, String namespace, SharedIndexInformer<T> informer, Scheduler scheduler) {
    this.kind = kind;
    this.namespace = namespace;
    this.informer = informer;
    this.scheduler = scheduler;
    informer.exceptionHandler((started, problem) -> true);
  }

  /** Lists and watches; completes with the first list, however long the server is away. */
  CompletionStage<Void> start() {
    informer.addEventHandler(new Handler());
    return informer.start();
  }

  /**
   * Tells how all objects are, and each one that changes or goes from now on.
   *
   * @param whenSeen an object that exists
   * @param whenGone an object that no longer exists, as it last was
   */
  void open(Consumer<T> whenSeen, Consumer<T> whenGone) {
    seen = whenSeen;
    gone = whenGone;
    open = true;
    objects().forEach(seen);
  }

  /** All objects as they are. */
  List<T> objects() {
    return informer.getStore().list();
  }

  /** The object of that name, if it exists. */
  Optional<T> object(String name) {
    return Optional.ofNullable(
        informer.getStore().getByKey(Cache.namespaceKeyFunc(namespace, name)));
  }

  /** Logs when the API server has been lost or found again since it was last asked. */
  void logLoss() {
    boolean lostNow = !informer.isWatching();
    if (lostNow && !lost) {
      LOG.atWarn().addKeyValue("kind", kind).log("The watch on the API server is lost");
    } else if (!lostNow && lost) {
      LOG.atInfo().addKeyValue("kind", kind).log("The watch on the API server is back");
    }
    lost = lostNow;
  }

  @Override
  public void close() {
    informer.stop();
  }

  private void changed(T object) {
    if (!open) {
      return;
    }
    object(object.getMetadata().getName()).ifPresentOrElse(seen, () -> gone.accept(object));
  }

  private final class Handler implements ResourceEventHandler<T> {
    @Override
    public void onAdd(T object) {
      scheduler.execute(() -> changed(object));
    }

    @Override
    public void onUpdate(T before, T after) {
      scheduler.execute(() -> changed(after));
    }

    @Override
    public void onDelete(T object, boolean stateUnknown) {
      scheduler.execute(() -> changed(object));
    }
  }
}
