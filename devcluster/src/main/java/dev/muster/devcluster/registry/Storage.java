package dev.muster.devcluster.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.muster.devcluster.json.Json;
import dev.muster.devcluster.store.Change;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/**
 * The objects in memory, by bucket (group and plural), namespace and name, under one counter of
 * revisions, with the latest changes. Every method holds the storage's own monitor; so may a
 * caller, to do several things at one revision.
 */
public final class Storage {
  /** Where an object is; the namespace is empty for kinds without one. */
  public record Key(String namespace, String name) implements Comparable<Key> {
    private static final Comparator<Key> ORDER =
        Comparator.comparing(Key::namespace).thenComparing(Key::name);

    /** The place that the object's metadata names. */
    public static Key of(ObjectNode object) {
      var metadata = object.path("metadata");
      return new Key(metadata.path("namespace").asText(), metadata.path("name").asText());
    }

    @Override
    public int compareTo(Key other) {
      return ORDER.compare(this, other);
    }
  }

  /**
   * A change as it was stored.
   *
   * @param before what the object was; null when it was added
   */
  public record Event(
      long revision, String bucket, Change.Type type, ObjectNode object, ObjectNode before) {}

  /**
   * Hears of every change in order, under the storage's monitor: it must not wait nor call back.
   */
  public interface Listener {
    void changed(Event event);
  }

  /** Clients take a very small version for one of long ago, so none of these is given out. */
  private static final long FIRST_REVISION = 100;

  private final int historyLimit;
  private final Map<String, NavigableMap<Key, ObjectNode>> buckets = new HashMap<>();
  private final Deque<Event> history = new ArrayDeque<>();
  private final List<Listener> listeners = new CopyOnWriteArrayList<>();
  private long revision = FIRST_REVISION;
  private long forgotten = FIRST_REVISION;

  /** An empty storage that remembers this many changes. */
  public Storage(int historyLimit) {
    this.historyLimit = historyLimit;
  }

  /** The revision of the latest change. */
  public synchronized long revision() {
    return revision;
  }

  /** Waits until this revision is reached; false when it is not in time. */
  public synchronized boolean await(long wanted, long millis) {
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    while (revision < wanted) {
      long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
      if (left <= 0) {
        return false;
      }
      try {
        wait(left);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
    }
    return true;
  }

  /** The object, or null. */
  public synchronized ObjectNode get(String bucket, Key key) {
    return bucket(bucket).get(key);
  }

  /** The objects of a namespace, or of all when it is empty, in order. */
  public synchronized List<ObjectNode> list(String bucket, String namespace) {
    if (namespace.isEmpty()) {
      return new ArrayList<>(bucket(bucket).values());
    }
    return new ArrayList<>(
        bucket(bucket).subMap(new Key(namespace, ""), new Key(namespace + "\0", "")).values());
  }

  /** The objects as they were at a revision, or null when that is no longer known. */
  public synchronized List<ObjectNode> listAt(String bucket, String namespace, long at) {
    if (at >= revision) {
      return list(bucket, namespace);
    }
    if (!remembers(at)) {
      return null;
    }
    var then = new TreeMap<>(bucket(bucket));
    for (var events = history.descendingIterator(); events.hasNext(); ) {
      var event = events.next();
      if (event.revision() <= at) {
        break;
      }
      if (event.bucket().equals(bucket)) {
        var key = Key.of(event.object());
        if (event.before() == null) {
          then.remove(key);
        } else {
          then.put(key, event.before());
        }
      }
    }
    return then.entrySet().stream()
        .filter(entry -> namespace.isEmpty() || entry.getKey().namespace().equals(namespace))
        .map(Map.Entry::getValue)
        .toList();
  }

  /** Stores the object under a new revision, which it is given as its resourceVersion. */
  public synchronized ObjectNode put(String bucket, Key key, ObjectNode object) {
    revision++;
    Json.child(object, "metadata").put("resourceVersion", Long.toString(revision));
    var before = bucket(bucket).put(key, object);
    publish(
        new Event(
            revision,
            bucket,
            before == null ? Change.Type.ADDED : Change.Type.MODIFIED,
            object,
            before));
    return object;
  }

  /** Removes the object; what is published of it has a revision of its own. */
  public synchronized void remove(String bucket, Key key) {
    var before = bucket(bucket).remove(key);
    if (before == null) {
      return;
    }
    revision++;
    var last = before.deepCopy();
    Json.child(last, "metadata").put("resourceVersion", Long.toString(revision));
    publish(new Event(revision, bucket, Change.Type.DELETED, last, before));
  }

  private void publish(Event event) {
    history.addLast(event);
    if (history.size() > historyLimit) {
      forgotten = history.removeFirst().revision();
    }
    notifyAll();
    listeners.forEach(listener -> listener.changed(event));
  }

  /** Whether all changes after this revision are remembered. */
  public synchronized boolean remembers(long since) {
    return since >= forgotten;
  }

  /** The remembered changes of a bucket after a revision. */
  public synchronized List<Event> since(String bucket, long since) {
    return history.stream()
        .filter(event -> event.revision() > since && event.bucket().equals(bucket))
        .toList();
  }

  /** Registers a listener. */
  public synchronized void listen(Listener listener) {
    listeners.add(listener);
  }

  /** Forgets a listener. */
  public void unlisten(Listener listener) {
    listeners.remove(listener);
  }

  private NavigableMap<Key, ObjectNode> bucket(String name) {
    return buckets.computeIfAbsent(name, n -> new TreeMap<>());
  }
}
