package dev.muster.devcluster.pod;

import com.fasterxml.jackson.databind.JsonNode;
import dev.muster.devcluster.store.Cause;
import java.util.HashSet;
import java.util.List;
import java.util.regex.Pattern;

/** Checks the rights of a pod and of its containers on their node. */
final class SecurityChecks {
  private static final Pattern SYSCTL =
      Pattern.compile("^([a-z0-9]([-_a-z0-9]*[a-z0-9])?[\\./])*[a-z0-9]([-_a-z0-9]*[a-z0-9])?$");
  private static final int SYSCTL_LENGTH = 253;
  private static final String NOT_ON_WINDOWS = "cannot be set for a windows pod";

  private final Faults faults;

  SecurityChecks(Faults faults) {
    this.faults = faults;
  }

  void ofPod(JsonNode spec, String at) {
    var context = spec.path("securityContext");
    var here = at + ".securityContext";
    for (var id : List.of("fsGroup", "runAsUser", "runAsGroup")) {
      id(context, id, here);
    }
    int i = 0;
    for (var group : context.path("supplementalGroups")) {
      faults.between(group, 0, Integer.MAX_VALUE, here + ".supplementalGroups[" + i++ + "]");
    }
    if (spec.path("shareProcessNamespace").asBoolean() && spec.path("hostPID").asBoolean()) {
      faults.add(
          Cause.invalid(
              here + ".shareProcessNamespace",
              "true",
              "ShareProcessNamespace and HostPID cannot both be enabled"));
    }
    sysctls(context.path("sysctls"), here + ".sysctls");
    faults.oneOf(context, "fsGroupChangePolicy", here, "Always", "OnRootMismatch");
    profiles(context, here);
  }

  void ofContainer(JsonNode context, String at) {
    id(context, "runAsUser", at);
    id(context, "runAsGroup", at);
    if (context.has("allowPrivilegeEscalation")
        && !context.path("allowPrivilegeEscalation").asBoolean()) {
      if (context.path("privileged").asBoolean()) {
        contradiction(at, "`privileged` to true");
      }
      for (var capability : context.path("capabilities").path("add")) {
        if (capability.asText().equals("CAP_SYS_ADMIN")) {
          contradiction(at, "`capabilities.Add` CAP_SYS_ADMIN");
        }
      }
    }
    profiles(context, at);
  }

  /** A real server shows the struct, with the addresses of its members. */
  private void contradiction(String at, String other) {
    faults.add(
        Cause.invalid(
            at,
            "core.SecurityContext{}",
            "cannot set `allowPrivilegeEscalation` to false and " + other));
  }

  private void id(JsonNode context, String name, String at) {
    faults.between(context, name, 0, Integer.MAX_VALUE, at);
  }

  private void profiles(JsonNode context, String at) {
    for (var name : List.of("seccompProfile", "appArmorProfile")) {
      if (context.has(name)) {
        profile(context.path(name), name, at + "." + name);
      }
    }
  }

  /** Here too a real server shows structs with addresses. */
  private void profile(JsonNode profile, String name, String at) {
    var system = name.equals("seccompProfile") ? "seccomp" : "AppArmor";
    var type = profile.path("type").asText();
    if (type.isEmpty()) {
      faults.required(at + ".type", "type is required when " + name + " is set");
      return;
    }
    faults.oneOf(type, at + ".type", "Localhost", "RuntimeDefault", "Unconfined");
    var path = at + ".localhostProfile";
    if (!type.equals("Localhost")) {
      if (profile.has("localhostProfile")) {
        faults.add(
            Cause.invalid(
                path,
                "core.SeccompProfile{}",
                "can only be set when " + system + " type is Localhost"));
      }
    } else if (!profile.has("localhostProfile")) {
      faults.required(path, "must be set when " + system + " type is Localhost");
    } else if (system.equals("seccomp")) {
      faults.descending(profile.path("localhostProfile").asText(), path);
    }
  }

  private void sysctls(JsonNode sysctls, String at) {
    var names = new HashSet<String>();
    int i = 0;
    for (var sysctl : sysctls) {
      var here = at + "[" + i++ + "].name";
      var name = sysctl.path("name").asText();
      if (name.isEmpty()) {
        faults.required(here);
      } else if (name.length() > SYSCTL_LENGTH || !SYSCTL.matcher(name).matches()) {
        faults.invalid(
            here,
            name,
            "must have at most " + SYSCTL_LENGTH + " characters and match regex " + SYSCTL);
      } else if (!names.add(name)) {
        faults.duplicate(here, name);
      }
    }
  }

  /** What a pod for Windows may not have. */
  void windows(JsonNode spec, String at) {
    for (var name : List.of("hostUsers", "hostPID", "hostIPC", "shareProcessNamespace")) {
      notOnWindows(spec, name, at);
    }
    for (var name :
        List.of(
            "appArmorProfile",
            "seLinuxOptions",
            "seccompProfile",
            "fsGroup",
            "fsGroupChangePolicy",
            "sysctls",
            "runAsUser",
            "runAsGroup",
            "supplementalGroups")) {
      notOnWindows(spec.path("securityContext"), name, at + ".securityContext");
    }
    for (var list : List.of("initContainers", "containers")) {
      for (int i = 0; i < spec.path(list).size(); i++) {
        var context = spec.path(list).get(i).path("securityContext");
        for (var name :
            List.of(
                "appArmorProfile",
                "seLinuxOptions",
                "seccompProfile",
                "capabilities",
                "readOnlyRootFilesystem",
                "privileged",
                "allowPrivilegeEscalation",
                "procMount",
                "runAsUser",
                "runAsGroup")) {
          notOnWindows(context, name, at + "." + list + "[" + i + "].securityContext");
        }
      }
    }
  }

  private void notOnWindows(JsonNode object, String name, String at) {
    if (object.has(name)) {
      faults.forbidden(at + "." + name, NOT_ON_WINDOWS);
    }
  }
}
