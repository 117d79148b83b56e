package dev.muster.devcluster.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.muster.devcluster.fields.FieldOwnership;
import dev.muster.devcluster.json.Json;
import dev.muster.devcluster.kinds.Catalog;
import dev.muster.devcluster.kinds.Kind;
import dev.muster.devcluster.schema.Defaulting;
import dev.muster.devcluster.store.Cause;
import dev.muster.devcluster.store.Change;
import dev.muster.devcluster.store.DeleteOptions;
import dev.muster.devcluster.store.ObjectStore;
import dev.muster.devcluster.store.Refusal;
import dev.muster.devcluster.store.Resource;
import dev.muster.devcluster.store.StatusException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** Creates, reads, updates and deletes objects by the rules of the API. */
public final class Registry implements ObjectStore {
  private static final int OBJECT_LIMIT = 1536 * 1024;
  private static final String LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";

  private static final String SUFFIX_LETTERS = "bcdfghjklmnpqrstvwxz2456789";
  private static final List<String> SERVER_OWNED =
      List.of(
          "uid",
          "generation",
          "creationTimestamp",
          "deletionTimestamp",
          "deletionGracePeriodSeconds",
          "selfLink");

  private final Storage storage;
  private final Catalog catalog;
  private final Clock clock;
  private final Deletion deletion;

  /** Over this storage, for these kinds. */
  public Registry(Storage storage, Catalog catalog, Clock clock) {
    this.storage = storage;
    this.catalog = catalog;
    this.clock = clock;
    this.deletion = new Deletion(storage, clock);
  }

  /** The kinds. */
  public Catalog catalog() {
    return catalog;
  }

  /** What lies below. */
  public Storage storage() {
    return storage;
  }

  // Reading

  /** The object as this kind shows it, or empty. The result must not be changed. */
  public Optional<ObjectNode> find(Kind kind, String namespace, String name) {
    return Optional.ofNullable(storage.get(kind.bucket(), key(kind, namespace, name)))
        .map(object -> presented(kind, object));
  }

  /** The object, or a 404. */
  public ObjectNode read(Kind kind, String namespace, String name) {
    return find(kind, namespace, name).orElseThrow(() -> Refusal.notFound(kind.resource(), name));
  }

  /** A stored object in the version of this kind. */
  public ObjectNode presented(Kind kind, ObjectNode object) {
    var apiVersion = kind.resource().apiVersion();
    if (!kind.isCustom()) {
      return kind.bucket().equals("events") ? EventVersions.to(apiVersion, object) : object;
    }
    var shown = object.deepCopy();
    shown.put("apiVersion", apiVersion);
    Defaulting.fill(shown, kind.schema());
    return Json.same(shown, object) ? object : shown;
  }

  // Creating

  /** Creates the object in the namespace. */
  public ObjectNode create(Kind kind, String namespace, ObjectNode body, Write write) {
    var object = body.deepCopy();
    Decoder.report(Decoder.decode(object, kind), kind, write);
    return createDecoded(kind, namespace, object, write, null);
  }

  /** Creates a decoded object; {@code owned} is the same with its owners already told, or null. */
  private ObjectNode createDecoded(
      Kind kind, String namespace, ObjectNode object, Write write, ObjectNode owned) {
    var metadata = Decoder.metadata(object);
    if (metadata.has("resourceVersion")) {
      throw Refusal.internal("resourceVersion should not be set on objects to be created");
    }
    metadata.remove(SERVER_OWNED);
    place(kind, namespace, metadata);
    synchronized (storage) {
      requireNamespace(kind, namespace, metadata.path("name").asText());
      if (owned == null) {
        ownership(kind, "").update(null, object, write.manager(), now());
      }
      if (kind.traits().status()) {
        dropStatus(kind, object);
      }
      kind.behavior().prepareCreate(object);
      if (kind.traits().generation()) {
        metadata.put("generation", 1);
      }
      metadata.put("creationTimestamp", now()).put("uid", UUID.randomUUID().toString());
      var generated = metadata.path("generateName").asText();
      if (!metadata.has("name") && !generated.isEmpty()) {
        metadata.put("name", generate(generated));
      }
      var causes = new ArrayList<Cause>();
      MetaChecks.check(object, kind, causes, write.warnings());
      check(kind, object, null, causes);
      write.warnings().addAll(kind.behavior().warnings(object));
      return insert(kind, namespace, object, write);
    }
  }

  private ObjectNode insert(Kind kind, String namespace, ObjectNode object, Write write) {
    var name = object.path("metadata").path("name").asText();
    var key = key(kind, namespace, name);
    var existing = storage.get(kind.bucket(), key);
    if (existing != null) {
      throw Refusal.alreadyExists(
          kind.resource(), name, existing.path("metadata").has("deletionTimestamp"));
    }
    requireSize(object);
    return presented(
        kind, write.dryRun() ? object : storage.put(kind.bucket(), key, stored(kind, object)));
  }

  private static ObjectNode stored(Kind kind, ObjectNode object) {
    if (!kind.resource().equals(Resource.CONTROLLER_REVISIONS)) {
      Json.normalizeNumbers(object);
    }
    return kind.bucket().equals("events") ? EventVersions.to("v1", object) : object;
  }

  private static void dropStatus(Kind kind, ObjectNode object) {
    object.remove("status");
    if (kind.schema().properties().get("status") != null && !kind.isCustom()) {
      object.putObject("status");
    }
  }

  private static void place(Kind kind, String namespace, ObjectNode metadata) {
    if (!kind.resource().namespaced()) {
      metadata.remove("namespace");
      return;
    }
    var given = metadata.path("namespace").asText(namespace);
    if (!given.equals(namespace)) {
      throw Refusal.badRequest(
          "the namespace of the provided object does not match the namespace sent on the request");
    }
    metadata.put("namespace", namespace);
  }

  private void requireNamespace(Kind kind, String namespace, String name) {
    if (!kind.resource().namespaced()) {
      return;
    }
    var found = storage.get("namespaces", new Storage.Key("", namespace));
    if (found == null) {
      throw Refusal.notFound(Resource.NAMESPACES, namespace);
    }
    if (found.path("metadata").has("deletionTimestamp")) {
      var refusal =
          Refusal.forbidden(
              kind.resource(),
              name,
              "unable to create new content in namespace "
                  + namespace
                  + " because it is being terminated");
      var status = refusal.status();
      var cause = Json.child(status, "details").putArray("causes").addObject();
      cause.put("reason", "NamespaceTerminating");
      cause.put("message", "namespace " + namespace + " is being terminated");
      cause.put("field", "metadata.namespace");
      throw new StatusException(status);
    }
  }

  private static String generate(String base) {
    var name = new StringBuilder(base.length() > 58 ? base.substring(0, 58) : base);
    for (int i = 0; i < 5; i++) {
      name.append(
          SUFFIX_LETTERS.charAt(ThreadLocalRandom.current().nextInt(SUFFIX_LETTERS.length())));
    }
    return name.toString();
  }

  private static void requireSize(ObjectNode object) {
    if (Json.text(object).getBytes(StandardCharsets.UTF_8).length > OBJECT_LIMIT) {
      throw Refusal.internal("etcdserver: request is too large");
    }
  }

  // Updating

  /** Puts the body in place of the object or of its status. */
  public Outcome replace(Kind kind, String namespace, String name, ObjectNode body, Write write) {
    var object = body.deepCopy();
    Decoder.report(Decoder.decode(object, kind), kind, write);
    synchronized (storage) {
      var old = storage.get(kind.bucket(), key(kind, namespace, name));
      if (old == null) {
        if (kind.traits().createOnUpdate() && write.subresource().isEmpty()) {
          return new Outcome(createDecoded(kind, namespace, object, write, null), true);
        }
        throw Refusal.notFound(kind.resource(), name);
      }
      requireIdentity(kind, presented(kind, old), object);
      return new Outcome(
          update(kind, namespace, name, presented(kind, old), object, write, true), false);
    }
  }

  private void requireIdentity(Kind kind, ObjectNode old, ObjectNode object) {
    var name = old.path("metadata").path("name").asText();
    var given = object.path("metadata").path("uid").asText();
    var uid = old.path("metadata").path("uid").asText();
    if (!object.path("metadata").has("resourceVersion") && !kind.traits().blindUpdates()) {
      throw Refusal.invalid(
          kind.resource().group(),
          kind.resource().plural(),
          name,
          List.of(
              Cause.invalid("metadata.resourceVersion", "0x0", "must be specified for an update")));
    }
    if (!given.isEmpty() && !given.equals(uid)) {
      var namespace = old.path("metadata").path("namespace").asText();
      throw Refusal.conflict(
          kind.resource(),
          name,
          "StorageError: invalid object, Code: 4, Key: /registry/"
              + (kind.isCustom() ? kind.resource().group() + "/" : "")
              + kind.resource().plural()
              + (namespace.isEmpty() ? "" : "/" + namespace)
              + "/"
              + name
              + ", ResourceVersion: 0, AdditionalErrorMsg: Precondition failed: UID in precondition: "
              + given
              + ", UID in object meta: "
              + uid);
    }
  }

  /** Changes the object by a patch, which is given a copy of it as this kind shows it. */
  public ObjectNode patch(
      Kind kind, String namespace, String name, UnaryOperator<ObjectNode> patch, Write write) {
    synchronized (storage) {
      var old = presented(kind, stored(kind, namespace, name));
      var start = old.deepCopy();
      kind.behavior().rewrite(start, false);
      var object = patch.apply(start);
      var patched = object.deepCopy();
      var unknown = Decoder.decode(object, kind);
      if (!unknown.isEmpty() && write.validation() == Write.Validation.STRICT) {
        var faults = unknown.stream().map(path -> "unknown field \"" + path + "\"").toList();
        throw Refusal.invalid(
            "",
            "",
            "",
            List.of(Cause.invalidText("patch", Json.sortedText(patched), Decoder.strict(faults))));
      }
      Decoder.report(unknown, kind, write);
      return update(kind, namespace, name, old, object, write, true);
    }
  }

  /** Applies a configuration; the object is created when it is missing. */
  public Outcome apply(
      Kind kind, String namespace, String name, ObjectNode config, boolean force, Write write) {
    synchronized (storage) {
      var found = storage.get(kind.bucket(), key(kind, namespace, name));
      var old = found == null ? null : presented(kind, found);
      if (old == null && !write.subresource().isEmpty()) {
        throw Refusal.notFound(kind.resource(), name);
      }
      if (old == null && config.path("metadata").has("uid")) {
        throw Refusal.conflict(
            kind.resource(),
            name,
            "uid mismatch: the provided object specified uid "
                + config.path("metadata").path("uid").asText()
                + ", and no existing object was found");
      }
      var ownership = ownership(kind, write.subresource());
      var object = ownership.apply(old, config, write.manager(), force, now());
      if (old != null) {
        carryVersion(config, object, old);
        remember(config, object, write);
      }
      if (kind.isCustom()) {
        Defaulting.fill(object, kind.schema());
        if (object.path("metadata") instanceof ObjectNode metadata) {
          metadata.remove("\0");
        }
      } else {
        Decoder.decode(object, kind);
        kind.behavior().rewrite(object, true);
      }
      if (old == null) {
        Decoder.metadata(object).put("name", name);
        return new Outcome(createDecoded(kind, namespace, object, write, object), true);
      }
      return new Outcome(update(kind, namespace, name, old, object, write, false), false);
    }
  }

  private static void carryVersion(ObjectNode config, ObjectNode object, ObjectNode old) {
    var given = config.path("metadata").get("resourceVersion");
    var metadata = Decoder.metadata(object);
    metadata.set(
        "resourceVersion", given == null ? old.path("metadata").get("resourceVersion") : given);
  }

  /**
   * A client-side apply keeps its configuration in an annotation. kubectl's own server-side apply
   * renews it, so that one may go back.
   */
  private static void remember(ObjectNode config, ObjectNode object, Write write) {
    if (write.manager().equals("kubectl")
        && write.subresource().isEmpty()
        && object.path("metadata").path("annotations").has(LAST_APPLIED)) {
      var plain = config.deepCopy();
      if (plain.path("metadata").get("annotations") instanceof ObjectNode annotations) {
        annotations.remove(LAST_APPLIED);
      }
      Json.child(Json.child(object, "metadata"), "annotations")
          .put(LAST_APPLIED, Json.sortedText(plain) + "\n");
    }
  }

  /** What an apply or a replace has led to. */
  public record Outcome(ObjectNode object, boolean created) {}

  private ObjectNode stored(Kind kind, String namespace, String name) {
    var found = storage.get(kind.bucket(), key(kind, namespace, name));
    if (found == null) {
      throw Refusal.notFound(kind.resource(), name);
    }
    return found;
  }

  private ObjectNode update(
      Kind kind,
      String namespace,
      String name,
      ObjectNode old,
      ObjectNode object,
      Write write,
      boolean account) {
    var metadata = Decoder.metadata(object);
    var before = (ObjectNode) old.get("metadata");
    place(kind, namespace, metadata);
    var version = metadata.path("resourceVersion").asText();
    if (!version.isEmpty() && !version.equals(before.path("resourceVersion").asText())) {
      throw Refusal.modified(kind.resource(), name);
    }
    restore(metadata, before);
    if (account) {
      ownership(kind, write.subresource()).update(old, object, write.manager(), now());
    }
    var changed =
        switch (write.subresource()) {
          case "status" -> status(kind, object, old);
          case "binding" -> object;
          default -> main(kind, object, old);
        };
    kind.behavior().prepareUpdate(changed, old);
    if (kind.traits().generation() && specChanged(kind, changed, old)) {
      Decoder.metadata(changed).put("generation", before.path("generation").asLong() + 1);
    }
    var causes = new ArrayList<Cause>();
    MetaChecks.checkUpdate(changed, old, kind, causes, write.warnings());
    check(kind, changed, old, causes);
    if (write.subresource().isEmpty()) {
      write.warnings().addAll(kind.behavior().warnings(changed));
    }
    return store(kind, namespace, name, old, changed, write);
  }

  private static void restore(ObjectNode metadata, ObjectNode before) {
    for (var name : List.of("creationTimestamp", "generation", "resourceVersion")) {
      if (before.has(name)) {
        metadata.set(name, before.get(name));
      } else {
        metadata.remove(name);
      }
    }
    metadata.remove("selfLink");
    for (var name : List.of("uid", "deletionTimestamp", "deletionGracePeriodSeconds", "name")) {
      if (before.has(name) && Json.isNull(metadata.get(name))) {
        metadata.set(name, before.get(name));
      }
    }
    if (before.has("deletionGracePeriodSeconds")) {
      metadata.set("deletionGracePeriodSeconds", before.get("deletionGracePeriodSeconds"));
    }
  }

  /** A write to the object itself leaves the status as it was. */
  private static ObjectNode main(Kind kind, ObjectNode object, ObjectNode old) {
    if (kind.traits().status()) {
      keep("status", object, old);
    }
    return object;
  }

  /** A write to the status leaves all else as it was; built-in kinds let metadata through. */
  private static ObjectNode status(Kind kind, ObjectNode object, ObjectNode old) {
    var result = old.deepCopy();
    keep("status", result, object);
    var metadata = Decoder.metadata(result);
    if (kind.isCustom()) {
      keep("managedFields", metadata, Decoder.metadata(object));
    } else {
      result.set("metadata", object.get("metadata"));
    }
    return result;
  }

  private static void keep(String name, ObjectNode object, ObjectNode from) {
    if (from.has(name)) {
      object.set(name, from.get(name).deepCopy());
    } else {
      object.remove(name);
    }
  }

  private static boolean specChanged(Kind kind, ObjectNode object, ObjectNode old) {
    if (!kind.isCustom()) {
      return !Json.same(object.get("spec"), old.get("spec"));
    }
    var without =
        List.of("metadata", "apiVersion", "kind", kind.traits().status() ? "status" : "kind");
    return !Json.same(object.deepCopy().remove(without), old.deepCopy().remove(without));
  }

  private void check(Kind kind, ObjectNode object, ObjectNode old, List<Cause> causes) {
    if (kind.isCustom()) {
      kind.custom().check(object, old, causes);
    }
    kind.behavior().check(object, old, causes);
    if (!causes.isEmpty()) {
      var group = kind.bucket().equals("events") ? "" : kind.resource().group();
      var name = object.path("metadata").path("name").asText();
      throw Refusal.invalid(group, kind.resource().kind(), name, causes);
    }
  }

  private ObjectNode store(
      Kind kind, String namespace, String name, ObjectNode old, ObjectNode object, Write write) {
    var key = key(kind, namespace, name);
    if (Deletion.isFinished(kind, object)) {
      if (!write.dryRun()) {
        storage.remove(kind.bucket(), key);
      }
      return object;
    }
    if (Json.same(old, object)) {
      return old;
    }
    requireSize(object);
    return write.dryRun()
        ? object
        : presented(kind, storage.put(kind.bucket(), key, stored(kind, object)));
  }

  // Deleting

  /** Deletes the object: what it has become, and whether it is gone. */
  public Deletion.Result delete(Kind kind, String namespace, String name, DeleteOptions options) {
    synchronized (storage) {
      var old = stored(kind, namespace, name);
      return deletion.delete(kind, key(kind, namespace, name), old, options);
    }
  }

  private FieldOwnership ownership(Kind kind, String subresource) {
    var untouched = new ArrayList<String>();
    if (kind.traits().status()) {
      untouched.add(subresource.equals("status") ? "spec" : "status");
    }
    return new FieldOwnership(kind.schema(), kind.resource().apiVersion(), subresource, untouched);
  }

  private String now() {
    return Json.time(clock.instant());
  }

  static Storage.Key key(Kind kind, String namespace, String name) {
    return new Storage.Key(kind.resource().namespaced() ? namespace : "", name);
  }

  // The face for this process

  @Override
  public ObjectNode create(Resource resource, ObjectNode object) {
    var body = typed(resource, object);
    return create(catalog.get(resource), namespaceOf(object), body, Write.by(MANAGER)).deepCopy();
  }

  @Override
  public Optional<ObjectNode> get(Resource resource, String namespace, String name) {
    return find(catalog.get(resource), namespace, name).map(ObjectNode::deepCopy);
  }

  @Override
  public List<ObjectNode> list(Resource resource, String namespace) {
    var kind = catalog.get(resource);
    return storage.list(kind.bucket(), namespace == null ? "" : namespace).stream()
        .map(object -> presented(kind, object).deepCopy())
        .toList();
  }

  @Override
  public ObjectNode update(Resource resource, ObjectNode object) {
    return replaced(resource, object, Write.by(MANAGER));
  }

  @Override
  public ObjectNode updateStatus(Resource resource, ObjectNode object) {
    return replaced(resource, object, Write.by(MANAGER).to("status"));
  }

  @Override
  public ObjectNode bind(ObjectNode pod) {
    return replaced(Resource.PODS, pod, Write.by(MANAGER).to("binding"));
  }

  private ObjectNode replaced(Resource resource, ObjectNode object, Write write) {
    var name = object.path("metadata").path("name").asText();
    var body = typed(resource, object);
    return replace(catalog.get(resource), namespaceOf(object), name, body, write)
        .object()
        .deepCopy();
  }

  @Override
  public void delete(Resource resource, String namespace, String name, DeleteOptions options) {
    delete(catalog.get(resource), namespace, name, options);
  }

  @Override
  public Watch watch(Resource resource, Consumer<Change> consumer) {
    return new LocalWatch(this, catalog.get(resource), consumer);
  }

  private static ObjectNode typed(Resource resource, ObjectNode object) {
    var body = object.deepCopy();
    return body.put("apiVersion", resource.apiVersion()).put("kind", resource.kind());
  }

  private static String namespaceOf(JsonNode object) {
    return object.path("metadata").path("namespace").asText();
  }
}
