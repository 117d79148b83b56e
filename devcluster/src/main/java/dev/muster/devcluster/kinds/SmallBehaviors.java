package dev.muster.devcluster.kinds;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.muster.devcluster.json.Json;
import dev.muster.devcluster.json.Spelled;
import dev.muster.devcluster.store.Cause;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The particulars of kinds that have few. */
final class SmallBehaviors {
  private static final String PERCENT =
      "a valid percent string must be a numeric string followed by an ending '%' (e.g. '1%',  or"
          + " '93%', regex used for validation is '[0-9]+%')";

  private SmallBehaviors() {}

  /** Leases: durations are positive. */
  static final class Leases implements Behavior {
    @Override
    public void check(ObjectNode object, ObjectNode old, List<Cause> causes) {
      var spec = object.path("spec");
      if (spec.has("leaseDurationSeconds") && spec.path("leaseDurationSeconds").asInt() <= 0) {
        causes.add(
            Cause.invalid(
                "spec.leaseDurationSeconds",
                spec.path("leaseDurationSeconds").toString(),
                "must be greater than 0"));
      }
      if (spec.path("leaseTransitions").asInt() < 0) {
        causes.add(
            Cause.invalid(
                "spec.leaseTransitions",
                spec.path("leaseTransitions").toString(),
                "must be greater than or equal to 0"));
      }
    }
  }

  /** Controller revisions: their data is an object of which not a byte ever changes. */
  static final class Revisions implements Behavior {
    @Override
    public void defaults(ObjectNode object) {
      PodDefaults.number(object, "revision", 0);
    }

    @Override
    public void check(ObjectNode object, ObjectNode old, List<Cause> causes) {
      var data = object.path("data");
      if (Json.isNull(data)) {
        causes.add(Cause.required("data", "data is mandatory"));
      } else if (!data.isObject()) {
        causes.add(Cause.required("data", "data must be a valid JSON object"));
      }
      if (object.path("revision").asLong() < 0) {
        causes.add(
            Cause.invalid(
                "revision",
                object.path("revision").toString(),
                "must be greater than or equal to 0"));
      }
      var text = Spelled.text(data);
      if (old != null && !text.equals(Spelled.text(old.path("data")))) {
        causes.add(Cause.invalid("data", extension(text), "field is immutable"));
      }
    }

    @Override
    public void rewrite(ObjectNode object, boolean apply) {
      if (object.get("data") instanceof ObjectNode data) {
        var written = apply ? Json.parseObject(Json.sortedText(data)) : Spelled.forget(data);
        if (apply) {
          Json.normalizeNumbers(written);
        }
        object.set("data", written);
      }
    }

    private static String extension(String text) {
      var bytes = new ArrayList<String>();
      for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
        bytes.add("0x%x".formatted(b));
      }
      var raw = String.join(", ", bytes);
      return "runtime.RawExtension{Raw:[]uint8{" + raw + "}, Object:runtime.Object(nil)}";
    }
  }

  /** Disruption budgets: one of two bounds, a number or a percentage. */
  static final class Budgets implements Behavior {
    @Override
    public void prepareCreate(ObjectNode object) {
      var status = Json.child(object, "status");
      status.put("disruptionsAllowed", 0).put("currentHealthy", 0);
      status.put("desiredHealthy", 0).put("expectedPods", 0);
    }

    @Override
    public void check(ObjectNode object, ObjectNode old, List<Cause> causes) {
      var spec = object.path("spec");
      if (spec.has("minAvailable") && spec.has("maxUnavailable")) {
        causes.add(
            Cause.invalid(
                "spec",
                "policy.PodDisruptionBudgetSpec{}",
                "minAvailable and maxUnavailable cannot be both set"));
      }
      for (var name : List.of("minAvailable", "maxUnavailable")) {
        var value = spec.path(name);
        if (value.isTextual() && !value.asText().matches("[0-9]+%")) {
          var shown =
              "intstr.IntOrString{Type:1, IntVal:0, StrVal:" + Cause.quote(value.asText()) + "}";
          causes.add(Cause.invalid("spec." + name, shown, PERCENT));
        }
      }
    }
  }

  /** Bindings of roles: what they bind never changes. */
  static final class Bindings implements Behavior {
    @Override
    public void defaults(ObjectNode object) {
      for (var subject : object.path("subjects")) {
        if (!subject.path("kind").asText().equals("ServiceAccount")) {
          PodDefaults.text((ObjectNode) subject, "apiGroup", "rbac.authorization.k8s.io");
        }
      }
    }

    @Override
    public void check(ObjectNode object, ObjectNode old, List<Cause> causes) {
      if (object.path("roleRef").path("name").asText().isEmpty()) {
        causes.add(Cause.required("roleRef.name", ""));
      }
      if (old != null && !Json.same(object.get("roleRef"), old.get("roleRef"))) {
        var role = object.path("roleRef");
        causes.add(
            Cause.invalid(
                "roleRef",
                "rbac.RoleRef{APIGroup:"
                    + Cause.show(role.path("apiGroup"))
                    + ", Kind:"
                    + Cause.show(role.path("kind"))
                    + ", Name:"
                    + Cause.show(role.path("name"))
                    + "}",
                "cannot change roleRef"));
      }
    }
  }

  /** Roles: every rule has verbs, and either objects or paths. */
  static final class Roles implements Behavior {
    private final boolean namespaced;

    Roles(boolean namespaced) {
      this.namespaced = namespaced;
    }

    @Override
    public void check(ObjectNode object, ObjectNode old, List<Cause> causes) {
      int i = 0;
      for (var rule : object.path("rules")) {
        var at = "rules[" + i++ + "]";
        if (rule.path("verbs").isEmpty()) {
          causes.add(Cause.required(at + ".verbs", "verbs must contain at least one value"));
        }
        if (rule.path("nonResourceURLs").isEmpty()) {
          objects(rule, at, causes);
        } else {
          paths(rule, at + ".nonResourceURLs", causes);
        }
      }
    }

    private static void objects(JsonNode rule, String at, List<Cause> causes) {
      if (rule.path("apiGroups").isEmpty()) {
        causes.add(
            Cause.required(at + ".apiGroups", "resource rules must supply at least one api group"));
      }
      if (rule.path("resources").isEmpty()) {
        causes.add(
            Cause.required(at + ".resources", "resource rules must supply at least one resource"));
      }
    }

    private void paths(JsonNode rule, String at, List<Cause> causes) {
      var urls = Json.texts(rule.get("nonResourceURLs")).stream().map(Cause::quote).toList();
      var shown = "[]string{" + String.join(", ", urls) + "}";
      if (namespaced) {
        causes.add(Cause.invalid(at, shown, "namespaced rules cannot apply to non-resource URLs"));
      }
      if (!rule.path("apiGroups").isEmpty()
          || !rule.path("resources").isEmpty()
          || !rule.path("resourceNames").isEmpty()) {
        causes.add(
            Cause.invalid(
                at, shown, "rules cannot apply to both regular resources and non-resource URLs"));
      }
    }
  }
}
