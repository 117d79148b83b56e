package dev.muster.e2e.crash;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.muster.devcluster.store.Change;
import dev.muster.devcluster.store.ObjectStore;
import dev.muster.devcluster.store.Resource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** All that happened to the objects of one namespace, and how they are now. */
final class History implements AutoCloseable {
  static final Resource MATCHMAKERS = muster("matchmakers", "Matchmaker");
  static final Resource PROFILES = muster("matchmakerprofiles", "MatchmakerProfile");
  static final Resource MATCHES = muster("matches", "Match");
  static final Resource BACKFILLS = muster("backfills", "Backfill");
  private static final List<Resource> WATCHED =
      List.of(MATCHMAKERS, PROFILES, MATCHES, BACKFILLS, Resource.PODS);

  private final String namespace;
  private final List<Event> events = new ArrayList<>();
  private final Map<Resource, Map<String, ObjectNode>> present = new HashMap<>();
  private final List<ObjectStore.Watch> watches;

  /** A step in an object's life; over all kinds in the order of versions. */
  record Event(Resource kind, Change.Type type, ObjectNode object) {
    long version() {
      return object.at("/metadata/resourceVersion").asLong();
    }

    String name() {
      return object.at("/metadata/name").asText();
    }

    boolean isDeletion() {
      return type == Change.Type.DELETED;
    }
  }

  History(ObjectStore store, String namespace) {
    this.namespace = namespace;
    WATCHED.forEach(kind -> present.put(kind, new TreeMap<>()));
    watches = WATCHED.stream().map(kind -> store.watch(kind, change -> saw(kind, change))).toList();
  }

  private static Resource muster(String plural, String kind) {
    return new Resource("muster.dev", "v1alpha1", plural, kind, true);
  }

  private synchronized void saw(Resource kind, Change change) {
    var event = new Event(kind, change.type(), change.object());
    if (!event.object().at("/metadata/namespace").asText().equals(namespace)) {
      return;
    }
    events.add(event);
    if (event.isDeletion()) {
      present.get(kind).remove(event.name());
    } else {
      present.get(kind).put(event.name(), event.object());
    }
    notifyAll();
  }

  /** All events, in order. */
  synchronized List<Event> events() {
    return events.stream().sorted(Comparator.comparingLong(Event::version)).toList();
  }

  /** The objects of a kind that exist now. */
  synchronized List<ObjectNode> list(Resource kind) {
    return List.copyOf(present.get(kind).values());
  }

  /** An object, if it exists now. */
  synchronized Optional<ObjectNode> get(Resource kind, String name) {
    return Optional.ofNullable(present.get(kind).get(name));
  }

  /** An object as it was last, even if it is gone. */
  synchronized Optional<ObjectNode> last(Resource kind, String name) {
    return of(kind)
        .filter(event -> event.name().equals(name))
        .reduce((a, b) -> b)
        .map(Event::object);
  }

  /** Every name that objects of a kind ever had, in the order in which they were made. */
  synchronized List<String> names(Resource kind) {
    return of(kind).map(Event::name).distinct().toList();
  }

  private Stream<Event> of(Resource kind) {
    return events.stream().filter(event -> event.kind().equals(kind));
  }

  /**
   * Waits until something is found.
   *
   * @param what what is waited for, for people
   */
  synchronized <T> T await(String what, Supplier<Optional<T>> look) {
    long deadline = System.nanoTime() + Patience.MOST.toNanos();
    var found = look.get();
    while (found.isEmpty()) {
      long left = (deadline - System.nanoTime()) / 1_000_000;
      if (left <= 0) {
        throw new Stuck(what + " did not come about. " + standing());
      }
      try {
        wait(left);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
      found = look.get();
    }
    return found.get();
  }

  /** Waits until something is so. */
  void awaitThat(String what, Supplier<Boolean> look) {
    var unused = await(what, () -> look.get() ? Optional.of(true) : Optional.empty());
  }

  private String standing() {
    var text = new StringBuilder();
    present.forEach(
        (kind, objects) ->
            objects.forEach(
                (name, object) ->
                    text.append("\n  ")
                        .append(kind.plural())
                        .append('/')
                        .append(name)
                        .append(' ')
                        .append(object.path("status"))));
    return text.toString();
  }

  @Override
  public void close() {
    watches.forEach(ObjectStore.Watch::close);
  }

  /** Something that has to happen does not. */
  static final class Stuck extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Stuck(String message) {
      super(message);
    }
  }
}
