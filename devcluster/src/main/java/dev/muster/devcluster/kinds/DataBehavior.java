package dev.muster.devcluster.kinds;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.muster.devcluster.json.Json;
import dev.muster.devcluster.store.Cause;
import dev.muster.devcluster.store.Names;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/** Secrets and ConfigMaps. */
final class DataBehavior implements Behavior {
  private static final int LIMIT = 1024 * 1024;

  private final boolean secret;

  DataBehavior(boolean secret) {
    this.secret = secret;
  }

  @Override
  public void defaults(ObjectNode object) {
    if (secret) {
      PodDefaults.text(object, "type", "Opaque");
    }
  }

  @Override
  public void prepareCreate(ObjectNode object) {
    mergeTexts(object);
  }

  @Override
  public void prepareUpdate(ObjectNode object, ObjectNode old) {
    mergeTexts(object);
  }

  private static void mergeTexts(ObjectNode object) {
    if (object.get("stringData") instanceof ObjectNode texts) {
      var data = Json.child(object, "data");
      texts
          .properties()
          .forEach(
              text -> {
                var bytes = text.getValue().asText().getBytes(StandardCharsets.UTF_8);
                data.put(text.getKey(), Base64.getEncoder().encodeToString(bytes));
              });
      object.remove("stringData");
    }
  }

  @Override
  public void check(ObjectNode object, ObjectNode old, List<Cause> causes) {
    long size = 0;
    for (var part : List.of("data", "binaryData")) {
      for (var entry : object.path(part).properties()) {
        var key = entry.getKey();
        size += entry.getValue().asText().length();
        Names.configKey(key)
            .ifPresent(fault -> causes.add(Cause.invalidText(part + "[" + key + "]", key, fault)));
      }
    }
    for (var entry : object.path("data").properties()) {
      if (object.path("binaryData").has(entry.getKey())) {
        causes.add(
            Cause.invalidText(
                "data[" + entry.getKey() + "]",
                entry.getKey(),
                "duplicate of key present in binaryData"));
      }
    }
    if (size > LIMIT) {
      causes.add(Cause.tooLong(secret ? "data" : "", LIMIT));
    }
    if (secret && object.path("type").asText().equals("kubernetes.io/tls")) {
      for (var key : List.of("tls.crt", "tls.key")) {
        if (!object.path("data").has(key)) {
          causes.add(Cause.required("data[" + key + "]", ""));
        }
      }
    }
    if (old != null) {
      checkUpdate(object, old, causes);
    }
  }

  private void checkUpdate(ObjectNode object, ObjectNode old, List<Cause> causes) {
    if (secret && !Json.same(object.get("type"), old.get("type"))) {
      causes.add(Cause.invalid("type", Cause.show(object.get("type")), "field is immutable"));
    }
    if (old.path("immutable").asBoolean()) {
      if (!object.path("immutable").asBoolean()) {
        causes.add(Cause.forbidden("immutable", "field is immutable when `immutable` is set"));
      }
      for (var part : List.of("data", "binaryData")) {
        if (!Json.same(object.path(part), old.path(part))) {
          causes.add(Cause.forbidden(part, "field is immutable when `immutable` is set"));
        }
      }
    }
  }
}
