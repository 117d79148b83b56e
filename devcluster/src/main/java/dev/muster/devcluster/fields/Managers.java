package dev.muster.devcluster.fields;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.muster.devcluster.json.Json;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The managers of an object and the fields that each owns: {@code metadata.managedFields} in
 * another form.
 */
final class Managers {
  /** Who wrote: appliers are told apart by name and subresource, updaters by version too. */
  record Manager(String name, boolean applies, String apiVersion, String subresource) {

    Manager key() {
      return applies ? new Manager(name, true, "", subresource) : this;
    }

    /** As conflicts name it. */
    String shown() {
      return "\""
          + name
          + "\""
          + (subresource.isEmpty() ? "" : " with subresource \"" + subresource + "\"")
          + (applies ? "" : " using " + apiVersion);
    }
  }

  private record Entry(Manager manager, FieldSet fields, String time) {}

  private final Map<Manager, Entry> entries = new LinkedHashMap<>();

  static Managers of(JsonNode object) {
    var managers = new Managers();
    for (var node : object.path("metadata").path("managedFields")) {
      var operation = node.path("operation").asText();
      if (!operation.isEmpty() && node.path("fieldsV1") instanceof ObjectNode fields) {
        var manager =
            new Manager(
                node.path("manager").asText(),
                operation.equals("Apply"),
                node.path("apiVersion").asText(),
                node.path("subresource").asText());
        managers.put(manager, FieldSet.read(fields), node.path("time").asText());
      }
    }
    return managers;
  }

  void put(Manager manager, FieldSet fields, String time) {
    if (fields.isEmpty()) {
      entries.remove(manager.key());
    } else {
      entries.put(manager.key(), new Entry(manager, fields, time));
    }
  }

  boolean isEmpty() {
    return entries.isEmpty();
  }

  /** What the manager owns; an empty set when nothing. */
  FieldSet fields(Manager manager) {
    var entry = entries.get(manager.key());
    return entry == null ? new FieldSet() : entry.fields;
  }

  String time(Manager manager) {
    var entry = entries.get(manager.key());
    return entry == null ? null : entry.time;
  }

  /** What all managers own together. */
  FieldSet all() {
    var all = new FieldSet();
    for (var entry : entries.values()) {
      all = all.union(entry.fields);
    }
    return all;
  }

  List<Manager> list() {
    return entries.values().stream().map(Entry::manager).toList();
  }

  /** Takes these fields away from every manager but one. */
  void takeFromOthers(Manager but, FieldSet taken) {
    for (var entry : List.copyOf(entries.values())) {
      if (!entry.manager.key().equals(but.key())) {
        put(entry.manager, entry.fields.difference(taken), entry.time);
      }
    }
  }

  /** Writes the managers into the object's metadata. */
  void writeTo(ObjectNode object) {
    var metadata = Json.child(object, "metadata");
    metadata.remove("managedFields");
    if (entries.isEmpty()) {
      return;
    }
    ArrayNode list = metadata.putArray("managedFields");
    var ordered = new ArrayList<>(entries.values());
    ordered.sort(
        Comparator.comparing((Entry e) -> !e.manager.applies)
            .thenComparing(Entry::time)
            .thenComparing(e -> e.manager.name)
            .thenComparing(e -> e.manager.subresource));
    for (var entry : ordered) {
      var node = list.addObject();
      node.put("apiVersion", entry.manager.apiVersion);
      node.put("fieldsType", "FieldsV1");
      node.set("fieldsV1", entry.fields.write());
      node.put("manager", entry.manager.name);
      node.put("operation", entry.manager.applies ? "Apply" : "Update");
      if (!entry.manager.subresource.isEmpty()) {
        node.put("subresource", entry.manager.subresource);
      }
      // The scale subresource leaves it out.
      if (!entry.time.isEmpty()) {
        node.put("time", entry.time);
      }
    }
  }
}
