package dev.muster.devcluster.kinds;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.muster.devcluster.json.Json;
import dev.muster.devcluster.store.Cause;
import dev.muster.devcluster.store.Conditions;
import dev.muster.devcluster.store.Names;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Custom resource definitions: defaults, the status they begin with, and what they may not be. */
final class DefinitionBehavior implements Behavior {
  private static final List<String> COLUMN_TYPES =
      List.of("boolean", "date", "integer", "number", "string");

  @Override
  public void defaults(ObjectNode object) {
    var spec = Json.child(object, "spec");
    PodDefaults.text(Json.child(spec, "conversion"), "strategy", "None");
    var names = Json.child(spec, "names");
    var kind = names.path("kind").asText();
    if (!kind.isEmpty()) {
      PodDefaults.text(names, "singular", kind.toLowerCase(Locale.ROOT));
      PodDefaults.text(names, "listKind", kind + "List");
    }
  }

  @Override
  public void prepareCreate(ObjectNode object) {
    var status = object.putObject("status");
    status.putNull("conditions");
    status.putObject("acceptedNames").put("plural", "").put("kind", "");
    var stored = status.putArray("storedVersions");
    for (var version : object.path("spec").path("versions")) {
      if (version.path("storage").asBoolean()) {
        stored.add(version.get("name"));
      }
    }
  }

  @Override
  public void prepareUpdate(ObjectNode object, ObjectNode old) {
    var stored = object.path("status").path("storedVersions");
    for (var version : object.path("spec").path("versions")) {
      var name = version.path("name").asText();
      if (version.path("storage").asBoolean() && !Json.texts(stored).contains(name)) {
        Json.child(object, "status").withArray("storedVersions").add(name);
      }
    }
  }

  @Override
  public void check(ObjectNode object, ObjectNode old, List<Cause> causes) {
    if (old != null && Json.same(object.get("spec"), old.get("spec"))) {
      return;
    }
    var spec = object.path("spec");
    names(object.path("metadata").path("name").asText(), spec, causes);
    versions(spec.path("versions"), object, causes);
    if (old != null && Conditions.find(old, "Established").path("status").asText().equals("True")) {
      for (var path : List.of("/scope", "/names/kind")) {
        var now = spec.at(path);
        if (!Json.same(now, old.path("spec").at(path))) {
          var at = "spec" + path.replace('/', '.');
          causes.add(Cause.invalid(at, Cause.show(now), "field is immutable"));
        }
      }
    }
  }

  private static void names(String name, JsonNode spec, List<Cause> causes) {
    var group = spec.path("group").asText();
    var names = spec.path("names");
    var plural = names.path("plural").asText();
    if (!name.equals(plural + "." + group)) {
      causes.add(
          Cause.invalidText("metadata.name", name, "must be spec.names.plural+\".\"+spec.group"));
    }
    if (group.isEmpty()) {
      causes.add(Cause.required("spec.group", ""));
    } else if (!group.contains(".")) {
      causes.add(
          Cause.invalidText("spec.group", group, "should be a domain with at least one dot"));
    }
    var scope = spec.path("scope").asText();
    if (!List.of("Cluster", "Namespaced").contains(scope)) {
      causes.add(
          Cause.unsupported("spec.scope", Cause.quote(scope), List.of("Cluster", "Namespaced")));
    }
    for (var field : List.of("plural", "singular")) {
      var value = names.path(field).asText();
      Names.dns1035(value)
          .ifPresent(f -> causes.add(Cause.invalidText("spec.names." + field, value, f)));
    }
    for (var field : List.of("kind", "listKind")) {
      var value = names.path(field).asText();
      Names.dns1035(value.toLowerCase(Locale.ROOT))
          .ifPresent(
              f ->
                  causes.add(
                      Cause.invalidText(
                          "spec.names." + field,
                          value,
                          "may have mixed case, but should otherwise match: " + f)));
    }
  }

  private static void versions(JsonNode versions, ObjectNode object, List<Cause> causes) {
    int storage = 0;
    var names = new ArrayList<String>();
    int i = 0;
    for (var version : versions) {
      var at = "spec.versions[" + i++ + "]";
      storage += version.path("storage").asBoolean() ? 1 : 0;
      names.add(version.path("name").asText());
      var schema = version.path("schema").path("openAPIV3Schema");
      if (!schema.isObject()) {
        causes.add(Cause.required(at + ".schema.openAPIV3Schema", "schemas are required"));
      } else {
        var path =
            versions.size() == 1
                ? "spec.validation.openAPIV3Schema"
                : at + ".schema.openAPIV3Schema";
        DefinitionChecks.check(schema, path, causes);
      }
      if (version.has("selectableFields") && isShared(versions)) {
        var why =
            "selectableFields may only be set when version.schema.openAPIV3Schema is not included";
        causes.add(Cause.invalidText(at + ".selectableFields", "", why));
      }
      columns(version.path("additionalPrinterColumns"), versions.size() == 1 ? "spec" : at, causes);
    }
    if (storage != 1) {
      causes.add(
          Cause.invalid(
              "spec.versions",
              versions.toString(),
              "must have exactly one version marked as storage version"));
    }
    var stored = Json.texts(object.path("status").get("storedVersions"));
    if (stored.isEmpty()) {
      causes.add(
          Cause.invalid(
              "status.storedVersions", "[]string(nil)", "must have at least one stored version"));
    }
    for (int s = 0; s < stored.size(); s++) {
      if (!names.contains(stored.get(s))) {
        causes.add(
            Cause.invalidText(
                "status.storedVersions[" + s + "]", stored.get(s), "must appear in spec.versions"));
      }
    }
  }

  /** Several versions of one schema are checked as if it stood above them, outside of each. */
  private static boolean isShared(JsonNode versions) {
    boolean shared = versions.size() > 1;
    boolean alike = true;
    for (var version : versions) {
      shared &= Json.same(version.get("schema"), versions.get(0).get("schema"));
      alike &= Json.same(version.get("selectableFields"), versions.get(0).get("selectableFields"));
    }
    return shared && !alike;
  }

  private static void columns(JsonNode columns, String at, List<Cause> causes) {
    int i = 0;
    for (var column : columns) {
      var here = at + ".additionalPrinterColumns[" + i++ + "]";
      var type = column.path("type").asText();
      if (!COLUMN_TYPES.contains(type)) {
        causes.add(
            Cause.invalidText(
                here + ".type", type, "must be one of " + String.join(",", COLUMN_TYPES)));
      }
      var path = column.path("jsonPath").asText();
      if (path.isEmpty()) {
        causes.add(Cause.required(here + ".JSONPath", ""));
      } else if (!path.startsWith(".")) {
        causes.add(
            Cause.invalidText(
                here + ".JSONPath", path, "must be a simple json path starting with ."));
      } else {
        try {
          JsonPath.parse(path);
        } catch (IllegalArgumentException e) {
          causes.add(Cause.invalidText(here + ".jsonPath", path, e.getMessage()));
        }
      }
    }
  }
}
