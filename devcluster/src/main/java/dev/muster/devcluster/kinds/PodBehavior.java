package dev.muster.devcluster.kinds;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.muster.devcluster.json.Json;
import dev.muster.devcluster.pod.PodChecks;
import dev.muster.devcluster.pod.PodWarnings;
import dev.muster.devcluster.store.Cause;
import dev.muster.devcluster.store.Refusal;
import dev.muster.devcluster.store.Resource;
import dev.muster.devcluster.store.StatusException;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BiPredicate;

/**
 * Pods: defaults, the token volume and tolerations that admission adds, and what may change later.
 */
final class PodBehavior implements Behavior {
  private static final String TOKEN_PATH = "/var/run/secrets/kubernetes.io/serviceaccount";
  private static final String LETTERS = "bcdfghjklmnpqrstvwxz2456789";
  private static final List<String> CHANGEABLE = List.of("activeDeadlineSeconds", "tolerations");

  private final BiPredicate<String, String> accounts;

  /** With what tells whether a namespace has a ServiceAccount. */
  PodBehavior(BiPredicate<String, String> accounts) {
    this.accounts = accounts;
  }

  @Override
  public void defaults(ObjectNode object) {
    var spec = Json.child(object, "spec");
    PodDefaults.fill(spec);
    PodDefaults.fillContainers(spec);
    if (!spec.has("enableServiceLinks")) {
      spec.put("enableServiceLinks", true);
    }
    // Times that a real API server shows although they are null.
    for (var condition : object.path("status").path("conditions")) {
      for (var time : List.of("lastProbeTime", "lastTransitionTime")) {
        if (!condition.has(time)) {
          ((ObjectNode) condition).putNull(time);
        }
      }
    }
  }

  @Override
  public void prepareCreate(ObjectNode object) {
    var spec = Json.child(object, "spec");
    PodDefaults.text(spec, "serviceAccountName", "default");
    PodDefaults.text(spec, "serviceAccount", spec.path("serviceAccountName").asText());
    requireAccount(object.path("metadata"), spec.path("serviceAccountName").asText());
    requireClasses(object.path("metadata"), spec);
    if (spec.path("terminationGracePeriodSeconds").asLong() < 0) {
      spec.put("terminationGracePeriodSeconds", 1);
    }
    PodDefaults.number(spec, "priority", 0);
    PodDefaults.text(spec, "preemptionPolicy", "PreemptLowerPriority");
    tolerate(spec, "node.kubernetes.io/not-ready");
    tolerate(spec, "node.kubernetes.io/unreachable");
    if (spec.path("automountServiceAccountToken").asBoolean(true)) {
      mountToken(spec);
    }
    object.putObject("status").put("phase", "Pending").put("qosClass", qosClass(spec));
  }

  /** A pod in a new namespace need not wait until its default account is there. */
  private void requireAccount(JsonNode metadata, String account) {
    var namespace = metadata.path("namespace").asText();
    if (!account.equals("default") && !accounts.test(namespace, account)) {
      var why = "error looking up service account %s/%s: serviceaccount \"%s\" not found";
      throw forbidden(metadata, why.formatted(namespace, account, account));
    }
  }

  /**
   * What belongs to a class comes from nowhere else. Classes themselves are not served here, so any
   * name of one is taken.
   */
  private static void requireClasses(JsonNode metadata, JsonNode spec) {
    if (!spec.has("runtimeClassName") && spec.has("overhead")) {
      throw forbidden(
          metadata,
          "pod rejected: Pod Overhead set without corresponding RuntimeClass defined Overhead");
    }
    if (!spec.path("priorityClassName").asText().isEmpty()) {
      return;
    }
    var why =
        "the %s (%s) must not be provided in pod spec; priority admission controller computed %s"
            + " from the given PriorityClass name";
    var priority = spec.path("priority").asInt();
    if (priority != 0) {
      throw forbidden(metadata, why.formatted("integer value of priority", priority, 0));
    }
    var computed = "PreemptLowerPriority";
    var policy = spec.path("preemptionPolicy").asText(computed);
    if (!policy.equals(computed)) {
      throw forbidden(
          metadata, why.formatted("string value of PreemptionPolicy", policy, computed));
    }
  }

  private static StatusException forbidden(JsonNode metadata, String why) {
    var name = metadata.path("name").asText(metadata.path("generateName").asText());
    return Refusal.forbidden(Resource.PODS, name, why);
  }

  private static void tolerate(ObjectNode spec, String taint) {
    for (var toleration : spec.path("tolerations")) {
      if (toleration.path("key").asText(taint).equals(taint)) {
        return;
      }
    }
    spec.withArray("tolerations")
        .addObject()
        .put("key", taint)
        .put("operator", "Exists")
        .put("effect", "NoExecute")
        .put("tolerationSeconds", 300);
  }

  private static void mountToken(ObjectNode spec) {
    var name = "kube-api-access-" + suffix();
    boolean mounted = false;
    for (var list : List.of("initContainers", "containers")) {
      for (var container : spec.path(list)) {
        mounted |= mount((ObjectNode) container, name);
      }
    }
    if (mounted) {
      spec.withArray("volumes").add(tokenVolume(name));
    }
  }

  private static boolean mount(ObjectNode container, String name) {
    for (var mount : container.path("volumeMounts")) {
      if (mount.path("mountPath").asText().equals(TOKEN_PATH)) {
        return false;
      }
    }
    container
        .withArray("volumeMounts")
        .addObject()
        .put("name", name)
        .put("readOnly", true)
        .put("mountPath", TOKEN_PATH);
    return true;
  }

  private static ObjectNode tokenVolume(String name) {
    return Json.parseObject(
        """
        {"name": "%s", "projected": {"defaultMode": 420, "sources": [
          {"serviceAccountToken": {"expirationSeconds": 3607, "path": "token"}},
          {"configMap": {"name": "kube-root-ca.crt", "items": [{"key": "ca.crt", "path": "ca.crt"}]}},
          {"downwardAPI": {"items": [{"path": "namespace",
            "fieldRef": {"apiVersion": "v1", "fieldPath": "metadata.namespace"}}]}}]}}
        """
            .formatted(name));
  }

  private static String suffix() {
    var text = new StringBuilder();
    for (int i = 0; i < 5; i++) {
      text.append(LETTERS.charAt(ThreadLocalRandom.current().nextInt(LETTERS.length())));
    }
    return text.toString();
  }

  private static String qosClass(ObjectNode spec) {
    boolean any = false;
    boolean all = true;
    for (var container : spec.path("containers")) {
      var resources = container.path("resources");
      any |= resources.has("limits") || resources.has("requests");
      all &=
          resources.path("limits").has("cpu")
              && resources.path("limits").has("memory")
              && Json.same(resources.get("limits"), resources.get("requests"));
    }
    return !any ? "BestEffort" : all ? "Guaranteed" : "Burstable";
  }

  @Override
  public void check(ObjectNode object, ObjectNode old, List<Cause> causes) {
    PodChecks.ofPod(object.path("spec"), causes);
    if (old == null && object.path("spec").has("ephemeralContainers")) {
      causes.add(Cause.forbidden("spec.ephemeralContainers", "cannot be set on create"));
    }
    if (old != null && !Json.same(fixed(object, old), fixed(old, old))) {
      causes.add(
          Cause.forbidden(
              "spec",
              "pod updates may not change fields other than `spec.containers[*].image`,"
                  + "`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,"
                  + "`spec.tolerations` (only additions to existing"
                  + " tolerations),`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if"
                  + " it was previously negative)"));
    }
  }

  @Override
  public List<String> warnings(ObjectNode object) {
    return PodWarnings.of(object.path("spec"), "spec");
  }

  /** The part of the spec that stays as it was made; a pod is given its node once. */
  private static ObjectNode fixed(ObjectNode object, ObjectNode old) {
    var spec = Json.at(object, "spec").deepCopy();
    spec.remove(CHANGEABLE);
    if (!old.path("spec").has("nodeName")) {
      spec.remove("nodeName");
    }
    if (old.path("spec").path("terminationGracePeriodSeconds").asLong() < 0
        && spec.path("terminationGracePeriodSeconds").asLong() == 1) {
      spec.set("terminationGracePeriodSeconds", old.at("/spec/terminationGracePeriodSeconds"));
    }
    for (var list : List.of("initContainers", "containers")) {
      spec.path(list).forEach(container -> ((ObjectNode) container).remove("image"));
    }
    return spec;
  }
}
