package dev.muster.devcluster.fields;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.muster.devcluster.fields.Managers.Manager;
import dev.muster.devcluster.json.Json;
import dev.muster.devcluster.schema.Schema;
import dev.muster.devcluster.store.Refusal;
import dev.muster.devcluster.store.StatusException;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Keeps account of who owns which field while an object of one schema is updated or applied.
 *
 * @param schema the schema of the whole object
 * @param apiVersion the version in which it is written
 * @param subresource the subresource that is written to; empty for the object itself
 * @param untouched the top-level members that a write to this endpoint leaves alone
 */
public record FieldOwnership(
    Schema schema, String apiVersion, String subresource, List<String> untouched) {
  private static final String LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";

  /** Fields of the server, which nobody owns. */
  private static final FieldSet UNOWNED =
      FieldSet.of(
          List.of(
              List.of("f:apiVersion"),
              List.of("f:kind"),
              List.of("f:metadata", "f:name"),
              List.of("f:metadata", "f:namespace"),
              List.of("f:metadata", "f:creationTimestamp"),
              List.of("f:metadata", "f:selfLink"),
              List.of("f:metadata", "f:uid"),
              List.of("f:metadata", "f:generation"),
              List.of("f:metadata", "f:managedFields"),
              List.of("f:metadata", "f:resourceVersion")));

  private static final FieldSet METADATA = FieldSet.of(List.of(List.of("f:metadata")));

  /**
   * Writes into {@code updated} who owns its fields after {@code manager} has put it in place of
   * {@code live}, which is null at creation.
   */
  public void update(ObjectNode live, ObjectNode updated, String manager, String time) {
    if (isReset(updated)) {
      ((ObjectNode) updated.get("metadata")).remove("managedFields");
      return;
    }
    var managers = Managers.of(updated);
    if (managers.isEmpty() && live != null) {
      managers = Managers.of(live);
    }
    if (managers.isEmpty() && live != null) {
      ((ObjectNode) updated.get("metadata")).remove("managedFields");
      return;
    }
    var writer = new Manager(manager, false, apiVersion, subresource);
    var before = live == null ? empty() : bare(live);
    var comparison = Comparison.of(before, bare(updated), schema).without(ignored());
    var changed = stripped(comparison.added().union(comparison.modified()));
    managers.takeFromOthers(writer, changed.union(comparison.removed()));
    var own = managers.fields(writer).difference(comparison.removed()).union(changed);
    boolean took = !changed.isEmpty();
    var taken = subresource.equals("scale") ? "" : time;
    managers.put(writer, own, took ? taken : managers.time(writer));
    managers.writeTo(updated);
  }

  /**
   * The object after {@code manager} has applied {@code config} to {@code live}, which is null at
   * creation, with its owners. The result is equal to {@code live} when the apply changes nothing.
   *
   * @throws StatusException 409 when others own fields that it would change and {@code force} is
   *     false, 500 when the config does not fit the schema
   */
  public ObjectNode apply(
      ObjectNode live, ObjectNode config, String manager, boolean force, String time) {
    checkType(config);
    var writer = new Manager(manager, true, apiVersion, subresource);
    var current = live == null ? skeleton(config) : live;
    var managers = Managers.of(current);
    if (managers.isEmpty() && live != null) {
      var all = Comparison.of(empty(), bare(live), schema).added();
      managers.put(new Manager("before-first-apply", false, apiVersion, ""), stripped(all), time);
    }
    var last = managers.fields(writer);
    var owned = stripped(Typed.fields(config, schema)).without(ignored());
    var previousTime = managers.time(writer);
    managers.put(writer, owned, time);
    var merged = (ObjectNode) Merge.of(bare(current), bare(config), schema);
    var pruned = prune(merged, last.without(ignored()), managers, owned);
    resolveConflicts(current, pruned, managers, writer, force);
    boolean same = Json.same(last.write(), owned.write()) && previousTime != null;
    managers.put(writer, owned, same && Json.same(bare(current), pruned) ? previousTime : time);
    managers.writeTo(pruned);
    return pruned;
  }

  private ObjectNode skeleton(ObjectNode config) {
    var skeleton = Json.object();
    skeleton.set("apiVersion", config.get("apiVersion"));
    skeleton.set("kind", config.get("kind"));
    skeleton.putObject("metadata");
    return skeleton;
  }

  private void checkType(ObjectNode config) {
    var faults = Typed.faults(config, schema);
    if (!faults.isEmpty()) {
      var metadata = config.path("metadata");
      var group = apiVersion.contains("/") ? apiVersion : "/" + apiVersion;
      throw Refusal.internal(
          "failed to create typed patch object ("
              + metadata.path("namespace").asText()
              + "/"
              + metadata.path("name").asText()
              + "; "
              + group
              + ", Kind="
              + config.path("kind").asText()
              + "): "
              + (faults.size() == 1 ? faults.get(0) : "errors:\n  " + String.join("\n  ", faults)));
    }
  }

  /**
   * Takes out what the manager applied last time and no longer does, unless somebody else owns it.
   */
  private ObjectNode prune(ObjectNode merged, FieldSet last, Managers managers, FieldSet owned) {
    if (last.isEmpty()) {
      return merged;
    }
    var lastNamed = last.withNamedFields(schema);
    var first = Typed.without(merged, schema, lastNamed);
    var mergedSet = Typed.fields(merged, schema).withNamedFields(schema);
    var kept = fieldsOf(first).union(managers.all().union(owned).withNamedFields(schema));
    var second = Typed.without(merged, schema, mergedSet.difference(kept));
    var dropped = mergedSet.difference(fieldsOf(second)).intersection(lastNamed);
    var result = Typed.without(merged, schema, dropped);
    return result instanceof ObjectNode object ? object : Json.object();
  }

  private FieldSet fieldsOf(JsonNode value) {
    return value == null ? new FieldSet() : Typed.fields(value, schema).withNamedFields(schema);
  }

  private void resolveConflicts(
      ObjectNode live, ObjectNode wanted, Managers managers, Manager writer, boolean force) {
    var comparison = Comparison.of(bare(live), bare(wanted), schema).without(ignored());
    var changed = comparison.modified().union(comparison.added());
    var allowed = writer.name().equals("kubectl") ? lastApplied(live) : new FieldSet();
    var conflicts = new LinkedHashMap<Manager, List<String>>();
    for (var other : managers.list()) {
      if (!other.key().equals(writer.key())) {
        var clash = managers.fields(other).intersection(changed).difference(allowed);
        if (!clash.isEmpty()) {
          conflicts.put(other, clash.paths().stream().map(Walk::shown).toList());
        }
      }
    }
    if (!force && !conflicts.isEmpty()) {
      throw conflict(conflicts);
    }
    managers.takeFromOthers(writer, changed.union(comparison.removed()));
  }

  /**
   * The fields that kubectl once applied client-side: it may take them over from its other self.
   */
  private FieldSet lastApplied(ObjectNode live) {
    var text = live.path("metadata").path("annotations").path(LAST_APPLIED);
    try {
      return text.isTextual() ? Typed.fields(Json.parse(text.asText()), schema) : new FieldSet();
    } catch (JsonProcessingException e) {
      return new FieldSet();
    }
  }

  private static StatusException conflict(Map<Manager, List<String>> conflicts) {
    var details = Json.object();
    var causes = details.putArray("causes");
    for (var conflict : conflicts.entrySet()) {
      for (var field : conflict.getValue()) {
        causes
            .addObject()
            .put("reason", "FieldManagerConflict")
            .put("message", "conflict with " + conflict.getKey().shown())
            .put("field", field);
      }
    }
    if (causes.size() == 1) {
      var only = causes.get(0);
      var what = only.path("message").asText() + ": " + only.path("field").asText();
      return Refusal.of(409, "Conflict", "Apply failed with 1 conflict: " + what, details);
    }
    var lines =
        conflicts.entrySet().stream()
            .sorted(Comparator.comparing(conflict -> conflict.getKey().name()))
            .map(FieldOwnership::shown)
            .toList();
    var message = "Apply failed with %d conflicts: %s";
    return Refusal.of(
        409, "Conflict", message.formatted(causes.size(), String.join("\n", lines)), details);
  }

  private static String shown(Map.Entry<Manager, List<String>> conflicts) {
    return "conflicts with "
        + conflicts.getKey().shown()
        + ":\n- "
        + String.join("\n- ", conflicts.getValue());
  }

  private FieldSet ignored() {
    return FieldSet.of(untouched.stream().map(name -> List.of("f:" + name)).toList());
  }

  private static FieldSet stripped(FieldSet set) {
    return set.difference(UNOWNED).difference(METADATA);
  }

  /** The object without what is only book-keeping. */
  private static ObjectNode bare(ObjectNode object) {
    var bare = object.deepCopy();
    if (bare.get("metadata") instanceof ObjectNode metadata) {
      metadata.remove(List.of("managedFields"));
    }
    return bare;
  }

  /** What a new object is compared with: the members that its type always has. */
  private ObjectNode empty() {
    return always(schema);
  }

  private static ObjectNode always(Schema schema) {
    var object = Json.object();
    schema
        .properties()
        .forEach(
            (name, member) -> {
              if (member.source().path("x-always").asBoolean()) {
                object.set(name, always(member));
              } else if (name.equals("containers")) {
                object.putNull(name);
              }
            });
    return object;
  }

  private static boolean isReset(ObjectNode object) {
    var fields = object.path("metadata").path("managedFields");
    return fields.size() == 1 && fields.get(0).isEmpty();
  }
}
