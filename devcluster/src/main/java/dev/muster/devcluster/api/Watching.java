package dev.muster.devcluster.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.muster.devcluster.json.Json;
import dev.muster.devcluster.kinds.Kind;
import dev.muster.devcluster.registry.Registry;
import dev.muster.devcluster.registry.Storage;
import dev.muster.devcluster.store.Cause;
import dev.muster.devcluster.store.Change;
import dev.muster.devcluster.store.Refusal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Queue;
import java.util.function.Predicate;

/**
 * One client's watch: what it is to be sent, in order. Filled under the storage's monitor, emptied
 * by the connection's thread. When the client does not keep up with its {@link #LIMIT}, the watch
 * ends, and the client lists anew.
 */
final class Watching implements Storage.Listener {
  /** So many events may wait for a client. */
  static final int LIMIT = 20_000;

  private static final String END = "k8s.io/initial-events-end";
  private static final String BLUEPRINT = "kubernetes.io/initial-events-list-blueprint";

  private final Registry registry;
  private final Call call;
  private final Kind kind;
  private final String namespace;
  private final Media media;
  private final Predicate<ObjectNode> selected;
  private final Queue<Storage.Event> waiting = new ArrayDeque<>();
  private final Queue<String> first = new ArrayDeque<>();
  private Runnable wake = () -> {};
  private boolean overrun;
  private boolean columnsSent;
  private boolean plain;
  private long sent;

  Watching(Registry registry, Call call, Kind kind, String namespace) {
    this.registry = registry;
    this.call = call;
    this.kind = kind;
    this.namespace = namespace;
    this.media = Media.of(call);
    this.selected = Selectors.of(call, kind);
  }

  /**
   * Begins to listen; {@code notify} is called, quickly, whenever there is something new to send.
   */
  void start(Runnable notify) {
    var version = call.param("resourceVersion");
    if (!version.matches("[0-9]{0,18}")) {
      throw Refusal.internal("strconv.ParseUint: parsing \"" + version + "\": invalid syntax");
    }
    requireOptions();
    var storage = registry.storage();
    synchronized (storage) {
      wake = notify;
      long since = version.isEmpty() ? 0 : Long.parseLong(version);
      sent = storage.revision();
      boolean initial = since == 0 || call.param("sendInitialEvents").equals("true");
      if (initial && !call.param("sendInitialEvents").equals("false")) {
        initial(storage);
      } else if (!storage.remembers(since)) {
        expired(since);
        return;
      } else {
        waiting.addAll(storage.since(kind.bucket(), since));
      }
      storage.listen(this);
    }
    notify.run();
  }

  private void requireOptions() {
    var initial = call.param("sendInitialEvents");
    var match = call.param("resourceVersionMatch");
    var at = "resourceVersionMatch";
    var causes = new ArrayList<Cause>();
    if (!initial.isEmpty() && !match.equals("NotOlderThan")) {
      causes.add(
          Cause.forbidden(
              at, "sendInitialEvents requires setting resourceVersionMatch to NotOlderThan"));
    } else if (initial.isEmpty() && !match.isEmpty()) {
      causes.add(
          Cause.forbidden(
              at,
              "resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided"));
    }
    if (!List.of("", "NotOlderThan").contains(match)) {
      causes.add(Cause.unsupported(at, Cause.quote(match), List.of("NotOlderThan")));
    }
    if (!causes.isEmpty()) {
      throw Refusal.invalid("meta.k8s.io", "ListOptions", "", causes);
    }
  }

  private void initial(Storage storage) {
    plain = call.flag("allowWatchBookmarks");
    for (var object : storage.list(kind.bucket(), namespace)) {
      var shown = registry.presented(kind, object);
      if (selected.test(shown)) {
        first.add(line("ADDED", form(shown)));
      }
    }
    if (call.flag("allowWatchBookmarks")) {
      var bookmark = bookmarkObject(storage.revision());
      var blueprint = Json.object().put("apiVersion", kind.resource().apiVersion());
      blueprint.putArray("items");
      blueprint.put("kind", kind.names().listKind());
      var encoded =
          Base64.getEncoder()
              .encodeToString((Json.text(blueprint) + "\n").getBytes(StandardCharsets.UTF_8));
      Json.child(bookmark, "metadata")
          .putObject("annotations")
          .put(END, "true")
          .put(BLUEPRINT, encoded);
      first.add(line("BOOKMARK", bookmark));
    }
  }

  private void expired(long since) {
    var status =
        Refusal.expired(
                "too old resource version: " + since + " (" + registry.storage().revision() + ")")
            .status();
    first.add(line("ERROR", status));
    overrun = true;
    wake.run();
  }

  @Override
  public void changed(Storage.Event event) {
    if (event.bucket().equals(kind.bucket()) && !overrun) {
      if (waiting.size() >= LIMIT) {
        overrun = true;
      }
      waiting.add(event);
      wake.run();
    }
  }

  /** The next line to send, or null when there is none now. */
  String next() {
    var storage = registry.storage();
    while (true) {
      Storage.Event event;
      synchronized (storage) {
        if (!first.isEmpty()) {
          return first.remove();
        }
        event = waiting.poll();
      }
      if (event == null) {
        return null;
      }
      var line = line(event);
      if (line != null) {
        return line;
      }
    }
  }

  /** Whether nothing more will come. */
  boolean isOver() {
    synchronized (registry.storage()) {
      return overrun && first.isEmpty() && waiting.isEmpty();
    }
  }

  /** A bookmark, or null when the client does not want any. */
  String bookmark() {
    return call.flag("allowWatchBookmarks") ? line("BOOKMARK", bookmarkObject(sent)) : null;
  }

  private ObjectNode bookmarkObject(long revision) {
    var object = Json.object().put("kind", kind.resource().kind());
    object.put("apiVersion", kind.resource().apiVersion());
    object.putObject("metadata").put("resourceVersion", Long.toString(revision));
    if (!kind.isCustom()) {
      Json.child(object, "metadata").putNull("creationTimestamp");
    }
    return object;
  }

  private String line(Storage.Event event) {
    sent = event.revision();
    boolean now = event.type() != Change.Type.DELETED && matches(event.object());
    boolean before = event.before() != null && matches(event.before());
    if (!now && !before) {
      return null;
    }
    var type = !before ? "ADDED" : now ? "MODIFIED" : "DELETED";
    return line(type, form(left(event, now)));
  }

  /** An object that leaves the selection is shown as it was, in its new version. */
  private ObjectNode left(Storage.Event event, boolean now) {
    if (now || event.type() == Change.Type.DELETED) {
      return registry.presented(kind, event.object());
    }
    var shown = registry.presented(kind, event.before()).deepCopy();
    Json.child(shown, "metadata").put("resourceVersion", Long.toString(event.revision()));
    return shown;
  }

  private boolean matches(ObjectNode object) {
    return (namespace.isEmpty()
            || object.path("metadata").path("namespace").asText().equals(namespace))
        && selected.test(registry.presented(kind, object));
  }

  private ObjectNode form(ObjectNode object) {
    if (media.isTable() && !plain) {
      var metadata = Json.object();
      metadata.set("resourceVersion", object.path("metadata").get("resourceVersion"));
      var table =
          Tables.table(
              kind.columns(),
              List.of(object),
              metadata,
              call.param("includeObject"),
              media.version());
      if (columnsSent) {
        table.putNull("columnDefinitions");
      }
      columnsSent = true;
      return table;
    }
    return media.isPartial() ? Tables.partial(object, media.version()) : object;
  }

  private static String line(String type, ObjectNode object) {
    return Json.text(Json.object().put("type", type).set("object", object)) + "\n";
  }

  void close() {
    registry.storage().unlisten(this);
  }
}
