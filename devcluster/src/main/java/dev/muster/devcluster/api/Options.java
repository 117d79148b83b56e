package dev.muster.devcluster.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.muster.devcluster.json.Json;
import dev.muster.devcluster.registry.Write;
import dev.muster.devcluster.registry.Write.Validation;
import dev.muster.devcluster.store.Cause;
import dev.muster.devcluster.store.DeleteOptions;
import dev.muster.devcluster.store.DeleteOptions.Propagation;
import dev.muster.devcluster.store.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** Reads the options of writes and deletes. */
final class Options {
  private static final int MANAGER_LIMIT = 128;

  private Options() {}

  /**
   * How a write is meant; {@code type} names the options in refusals, such as {@code
   * CreateOptions}.
   */
  static Write write(Call call, String type, String subresource) {
    var causes = new ArrayList<Cause>();
    var dryRun = call.param("dryRun");
    if (!dryRun.isEmpty() && !dryRun.equals("All")) {
      causes.add(
          Cause.unsupported("dryRun", "[]string{" + Cause.quote(dryRun) + "}", List.of("All")));
    }
    if (call.param("fieldManager").length() > MANAGER_LIMIT) {
      causes.add(Cause.tooLong("fieldManager", MANAGER_LIMIT));
    }
    var validation = call.param("fieldValidation");
    if (!List.of("", "Ignore", "Strict", "Warn").contains(validation)) {
      causes.add(
          Cause.unsupported(
              "fieldValidation", Cause.quote(validation), List.of("", "Ignore", "Strict", "Warn")));
    }
    apply(call, type, causes);
    refuse(type, causes);
    return new Write(
        call.manager(),
        dryRun.equals("All"),
        validation(validation),
        subresource,
        new ArrayList<>());
  }

  private static void apply(Call call, String type, List<Cause> causes) {
    if (!type.equals("PatchOptions")) {
      return;
    }
    boolean apply = call.contentType().equals(Patches.APPLY);
    if (apply && call.param("fieldManager").isEmpty()) {
      causes.add(Cause.required("fieldManager", "is required for apply patch"));
    }
    if (!apply && !call.param("force").isEmpty()) {
      causes.add(Cause.forbidden("force", "may not be specified for non-apply patch"));
    }
  }

  private static void refuse(String type, List<Cause> causes) {
    if (!causes.isEmpty()) {
      throw Refusal.invalid("meta.k8s.io", type, "", causes);
    }
  }

  private static Validation validation(String text) {
    return switch (text) {
      case "Strict" -> Validation.STRICT;
      case "Ignore" -> Validation.IGNORE;
      default -> Validation.WARN;
    };
  }

  /** How a delete is meant: its body, or else its query. */
  static DeleteOptions delete(Call call) {
    var body = deleteBody(call);
    var policy = body.path("propagationPolicy").asText(call.param("propagationPolicy"));
    var orphan = body.path("orphanDependents");
    var causes = new ArrayList<Cause>();
    if (!policy.isEmpty() && !orphan.isMissingNode()) {
      causes.add(
          Cause.invalidText(
              "propagationPolicy",
              policy,
              "orphanDependents and deletionPropagation cannot be both set"));
    } else if (!List.of("", "Foreground", "Background", "Orphan").contains(policy)) {
      causes.add(
          Cause.unsupported(
              "propagationPolicy",
              Cause.quote(policy),
              List.of("Foreground", "Background", "Orphan", "nil")));
    }
    refuse("DeleteOptions", causes);
    boolean dryRun =
        call.param("dryRun").equals("All") || Json.texts(body.get("dryRun")).contains("All");
    var preconditions = body.path("preconditions");
    return new DeleteOptions(
        grace(call, body),
        propagation(policy, orphan.asBoolean()),
        preconditions.path("uid").asText(null),
        preconditions.path("resourceVersion").asText(null),
        dryRun);
  }

  private static OptionalLong grace(Call call, JsonNode body) {
    if (body.path("gracePeriodSeconds").isIntegralNumber()) {
      return OptionalLong.of(body.path("gracePeriodSeconds").longValue());
    }
    var text = call.param("gracePeriodSeconds");
    return text.matches("[0-9]{1,9}")
        ? OptionalLong.of(Long.parseLong(text))
        : OptionalLong.empty();
  }

  private static Propagation propagation(String policy, boolean orphan) {
    if (policy.equals("Foreground")) {
      return Propagation.FOREGROUND;
    }
    return policy.equals("Orphan") || orphan ? Propagation.ORPHAN : Propagation.BACKGROUND;
  }

  private static JsonNode deleteBody(Call call) {
    if (call.body().isBlank()) {
      return Json.object();
    }
    try {
      var body =
          call.contentType().equals("application/yaml")
              ? Json.parseYaml(call.body())
              : Json.parse(call.body());
      var kind = body.path("kind").asText("DeleteOptions");
      if (!kind.equals("DeleteOptions")) {
        throw Refusal.internal(
            "no kind \""
                + kind
                + "\" is registered for version \""
                + body.path("apiVersion").asText()
                + "\" in scheme \"pkg/apis/meta/internalversion/scheme/register.go:27\"");
      }
      return body;
    } catch (JsonProcessingException e) {
      throw Refusal.badRequest(
          "couldn't get version/kind; json parse error: " + Bodies.goFault(call.body(), e));
    }
  }
}
