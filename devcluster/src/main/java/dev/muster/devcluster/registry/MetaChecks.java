package dev.muster.devcluster.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.muster.devcluster.json.Json;
import dev.muster.devcluster.kinds.Kind;
import dev.muster.devcluster.store.Cause;
import dev.muster.devcluster.store.Names;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Checks the metadata of objects. */
final class MetaChecks {
  private static final int ANNOTATIONS_LIMIT = 256 * 1024;
  private static final Set<String> LABEL_NAMED = Set.of("namespaces");
  private static final Set<String> PATH_NAMED =
      Set.of("roles", "rolebindings", "clusterroles", "clusterrolebindings");

  /** Its only kind is checked as custom resources are, by the part of the server that has both. */
  private static final String DEFINITIONS = "apiextensions.k8s.io";

  private static final Set<String> OWN_FINALIZERS =
      Set.of("orphan", "foregroundDeletion", "kubernetes");

  private MetaChecks() {}

  /** Adds what is wrong with the metadata of a new object. */
  static void check(ObjectNode object, Kind kind, List<Cause> causes, List<String> warnings) {
    var metadata = object.path("metadata");
    var name = metadata.path("name").asText();
    var generated = metadata.path("generateName").asText();
    if (!generated.isEmpty()) {
      var stem =
          generated.endsWith("-")
              ? generated.substring(0, generated.length() - 1) + "a"
              : generated;
      fault(nameRule(kind).apply(stem), "metadata.generateName", generated, causes);
    }
    if (name.isEmpty()) {
      causes.add(Cause.required("metadata.name", "name or generateName is required"));
    } else {
      fault(nameRule(kind).apply(name), "metadata.name", name, causes);
    }
    common(metadata, kind, causes, warnings);
  }

  /** Adds what is wrong with the metadata of a changed object. */
  static void checkUpdate(
      ObjectNode object, ObjectNode old, Kind kind, List<Cause> causes, List<String> warnings) {
    var now = object.path("metadata");
    var before = old.path("metadata");
    var found = new ArrayList<Cause>();
    immutable("uid", now, before, found);
    immutable("deletionTimestamp", now, before, found);
    if (before.has("deletionTimestamp")) {
      var added = new ArrayList<>(Json.texts(now.get("finalizers")));
      added.removeAll(Json.texts(before.get("finalizers")));
      if (!added.isEmpty()) {
        var shown = String.join(", ", added.stream().map(Cause::quote).toList());
        found.add(
            Cause.forbidden(
                "metadata.finalizers",
                "no new finalizers can be added if the object is being deleted, found new"
                    + " finalizers []string{"
                    + shown
                    + "}"));
      }
    }
    causes.addAll(found);
    if (kind.isCustom()) {
      causes.addAll(found);
    }
    common(now, kind, causes, warnings);
  }

  private static void immutable(String name, JsonNode now, JsonNode before, List<Cause> causes) {
    var value = now.get(name);
    if (!Json.same(value, before.get(name)) && !Json.isNull(value)) {
      var shown = name.equals("uid") ? Cause.show(value) : goTime(value.asText());
      causes.add(Cause.invalid("metadata." + name, shown, "field is immutable"));
    }
  }

  private static String goTime(String time) {
    return Instant.parse(time).toString().replace("T", " ").replace("Z", " +0000 UTC");
  }

  private static Function<String, Optional<String>> nameRule(Kind kind) {
    var plural = kind.resource().plural();
    if (LABEL_NAMED.contains(plural)) {
      return Names::label;
    }
    if (plural.equals("services")) {
      return Names::dns1035;
    }
    return PATH_NAMED.contains(plural) ? MetaChecks::pathSegment : Names::subdomain;
  }

  private static Optional<String> pathSegment(String name) {
    if (name.equals(".") || name.equals("..")) {
      return Optional.of("may not be '" + name + "'");
    }
    for (var taken : List.of("/", "%")) {
      if (name.contains(taken)) {
        return Optional.of("may not contain '" + taken + "'");
      }
    }
    return Optional.empty();
  }

  private static void common(
      JsonNode metadata, Kind kind, List<Cause> causes, List<String> warnings) {
    metadata
        .path("labels")
        .properties()
        .forEach(
            label -> {
              qualified(label.getKey(), "metadata.labels", label.getKey(), causes);
              var value = label.getValue().asText();
              fault(Names.labelValue(value), "metadata.labels", value, causes);
            });
    long size = 0;
    for (var annotation : metadata.path("annotations").properties()) {
      var key = annotation.getKey();
      qualified(key.toLowerCase(Locale.ROOT), "metadata.annotations", key, causes);
      size += bytes(key) + bytes(annotation.getValue().asText());
    }
    if (size > ANNOTATIONS_LIMIT) {
      causes.add(Cause.tooLong("metadata.annotations", ANNOTATIONS_LIMIT));
    }
    owners(metadata.path("ownerReferences"), causes);
    finalizers(Json.texts(metadata.get("finalizers")), kind, causes, warnings);
  }

  private static void finalizers(
      List<String> finalizers, Kind kind, List<Cause> causes, List<String> warnings) {
    for (int i = 0; i < finalizers.size(); i++) {
      var finalizer = finalizers.get(i);
      qualified(finalizer, "metadata.finalizers", finalizer, causes);
      if (finalizer.contains("/") || OWN_FINALIZERS.contains(finalizer)) {
        continue;
      }
      if (kind.isCustom() || kind.resource().group().equals(DEFINITIONS)) {
        warnings.add(
            "metadata.finalizers: "
                + Cause.quote(finalizer)
                + ": prefer a domain-qualified finalizer name to avoid accidental conflicts with"
                + " other finalizer writers");
      } else {
        causes.add(
            Cause.invalidText(
                "metadata.finalizers[" + i + "]",
                finalizer,
                "name is neither a standard finalizer name nor is it fully qualified"));
      }
    }
  }

  private static long bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  private static void owners(JsonNode owners, List<Cause> causes) {
    JsonNode controller = null;
    for (var owner : owners) {
      var at = "metadata.ownerReferences.";
      if (owner.path("apiVersion").asText().isEmpty()) {
        causes.add(Cause.invalidText(at + "apiVersion", "", "version must not be empty"));
      }
      for (var name : List.of("kind", "name", "uid")) {
        if (owner.path(name).asText().isEmpty()) {
          causes.add(Cause.invalidText(at + name, "", name + " must not be empty"));
        }
      }
      if (owner.path("controller").asBoolean()) {
        if (controller != null) {
          causes.add(twoControllers(owners, controller, owner));
          return;
        }
        controller = owner;
      }
    }
  }

  private static Cause twoControllers(JsonNode owners, JsonNode first, JsonNode second) {
    var shown = new ArrayList<String>();
    owners.forEach(owner -> shown.add(goReference(owner)));
    return Cause.invalid(
        "metadata.ownerReferences",
        "[]v1.OwnerReference{" + String.join(", ", shown) + "}",
        "Only one reference can have Controller set to true. Found \"true\" in references for "
            + reference(first)
            + " and "
            + reference(second));
  }

  private static String reference(JsonNode owner) {
    return owner.path("kind").asText() + "/" + owner.path("name").asText();
  }

  private static String goReference(JsonNode owner) {
    return "v1.OwnerReference{APIVersion:"
        + Cause.quote(owner.path("apiVersion").asText())
        + ", Kind:"
        + Cause.quote(owner.path("kind").asText())
        + ", Name:"
        + Cause.quote(owner.path("name").asText())
        + ", UID:"
        + Cause.quote(owner.path("uid").asText())
        + ", Controller:(*bool)("
        + (owner.has("controller") ? "0x1" : "nil")
        + "), BlockOwnerDeletion:(*bool)("
        + (owner.has("blockOwnerDeletion") ? "0x1" : "nil")
        + ")}";
  }

  private static void qualified(String key, String field, String shown, List<Cause> causes) {
    Names.qualified(key).forEach(fault -> causes.add(Cause.invalidText(field, shown, fault)));
  }

  private static void fault(
      Optional<String> fault, String field, String value, List<Cause> causes) {
    fault.ifPresent(text -> causes.add(Cause.invalidText(field, value, text)));
  }
}
