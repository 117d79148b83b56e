package dev.muster.devcluster.offline;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.muster.devcluster.kinds.BuiltinKinds;
import dev.muster.devcluster.kinds.Catalog;
import dev.muster.devcluster.kinds.CustomKinds;
import dev.muster.devcluster.kinds.Kind;
import dev.muster.devcluster.registry.Registry;
import dev.muster.devcluster.registry.Storage;
import dev.muster.devcluster.registry.Write;
import dev.muster.devcluster.registry.Write.Validation;
import dev.muster.devcluster.schema.Types;
import dev.muster.devcluster.store.Cause;
import dev.muster.devcluster.store.Resource;
import dev.muster.devcluster.store.StatusException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An API without a server: takes objects as {@code kubectl apply} brings them, one after the other,
 * and says what it has against them. An object that has come before is changed, so what may not
 * change is seen as well.
 */
public final class OfflineApi {
  private static final Pattern UNKNOWN = Pattern.compile("unknown field \"(.*)\"");
  private static final int HISTORY = 100;
  private static final String INCOMPLETE = "some validation rules were not checked";

  private final Catalog catalog;
  private final Clock clock;
  private Registry registry;

  /** An API that has the built-in kinds and those of these custom resource definitions. */
  public OfflineApi(Collection<ObjectNode> definitions, Clock clock) {
    var types = new Types();
    var kinds = new CustomKinds(types);
    this.catalog =
        new Catalog(BuiltinKinds.all(types, Optional::empty, Optional::empty, (n, a) -> true));
    this.clock = clock;
    definitions.forEach(definition -> catalog.add(kinds.of(definition)));
    forget();
  }

  /** Forgets all objects that have come. */
  public void forget() {
    registry = new Registry(new Storage(HISTORY), catalog, clock);
  }

  /**
   * What became of an object.
   *
   * @param causes what is wrong with it
   * @param stored the object with its defaults; empty when it was refused
   */
  public record Outcome(List<Cause> causes, Optional<ObjectNode> stored) {
    public Outcome {
      causes = List.copyOf(causes);
    }
  }

  /** Whether there is such a kind. */
  public boolean serves(String apiVersion, String kind) {
    return catalog.findKind(apiVersion, kind).isPresent();
  }

  /**
   * Creates the object, or puts it in the place of the one of its name. Unknown fields are among
   * the causes, and do not hide what else is wrong.
   *
   * @param object of a kind that is served; without a namespace it belongs to {@code default}
   */
  public Outcome apply(ObjectNode object) {
    return write(object, false);
  }

  /** The same without keeping it. */
  public Outcome dryRun(ObjectNode object) {
    return write(object, true);
  }

  private Outcome write(ObjectNode object, boolean dryRun) {
    var kind = kind(object);
    var warnings = new ArrayList<String>();
    var write = new Write("validate", dryRun, Validation.WARN, "", warnings);
    try {
      makeNamespace(kind, object);
    } catch (StatusException e) {
      return new Outcome(
          causes(e).stream()
              .map(cause -> new Cause(cause.reason(), cause.message(), "metadata.namespace"))
              .toList(),
          Optional.empty());
    }
    try {
      var stored = write(kind, object, write);
      var unknown = unknown(warnings);
      return new Outcome(unknown, unknown.isEmpty() ? Optional.of(stored) : Optional.empty());
    } catch (StatusException e) {
      var causes = unknown(warnings);
      causes.addAll(causes(e));
      return new Outcome(causes, Optional.empty());
    }
  }

  private Kind kind(ObjectNode object) {
    var version = object.path("apiVersion").asText();
    var name = object.path("kind").asText();
    return catalog
        .findKind(version, name)
        .orElseThrow(() -> new IllegalArgumentException("no kind " + name + " in " + version));
  }

  private void makeNamespace(Kind kind, ObjectNode object) {
    var namespace = namespace(object);
    if (kind.resource().namespaced()
        && registry.get(Resource.NAMESPACES, "", namespace).isEmpty()) {
      var made = object.objectNode();
      made.putObject("metadata").put("name", namespace);
      registry.create(Resource.NAMESPACES, made);
    }
  }

  private static String namespace(ObjectNode object) {
    return object.at("/metadata/namespace").asText("default");
  }

  private ObjectNode write(Kind kind, ObjectNode object, Write write) {
    var namespace = namespace(object);
    var name = object.at("/metadata/name").asText();
    if (registry.find(kind, namespace, name).isEmpty()) {
      return registry.create(kind, namespace, object, write);
    }
    return registry.patch(kind, namespace, name, old -> object.deepCopy(), write);
  }

  private static List<Cause> unknown(List<String> warnings) {
    var causes = new ArrayList<Cause>();
    for (var warning : warnings) {
      var match = UNKNOWN.matcher(warning);
      if (match.matches()) {
        causes.add(new Cause("FieldUnknown", warning, match.group(1)));
      }
    }
    return causes;
  }

  private static List<Cause> causes(StatusException refusal) {
    var causes = new ArrayList<Cause>();
    for (var cause : refusal.status().path("details").path("causes")) {
      var message = cause.path("message").asText();
      if (!message.contains(INCOMPLETE)) {
        causes.add(new Cause(cause.path("reason").asText(), message, cause.path("field").asText()));
      }
    }
    return causes.isEmpty()
        ? List.of(new Cause(refusal.reason(), refusal.getMessage(), ""))
        : causes.stream().distinct().toList();
  }
}
