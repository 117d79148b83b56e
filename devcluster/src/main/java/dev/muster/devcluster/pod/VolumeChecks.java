package dev.muster.devcluster.pod;

import com.fasterxml.jackson.databind.JsonNode;
import dev.muster.devcluster.schema.Quantity;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/** Checks the volumes of a pod, and where containers mount them. One use each. */
final class VolumeChecks {
  private static final String NAME = "name";

  /** The kinds of volume, in the order in which a second one is refused. */
  private static final List<String> KINDS =
      List.of(
          "emptyDir",
          "hostPath",
          "gitRepo",
          "gcePersistentDisk",
          "awsElasticBlockStore",
          "secret",
          "nfs",
          "iscsi",
          "glusterfs",
          "flocker",
          "persistentVolumeClaim",
          "rbd",
          "cinder",
          "cephfs",
          "quobyte",
          "downwardAPI",
          "fc",
          "flexVolume",
          "configMap",
          "azureFile",
          "vsphereVolume",
          "photonPersistentDisk",
          "portworxVolume",
          "azureDisk",
          "storageos",
          "scaleIO",
          "projected",
          "csi",
          "ephemeral",
          "image");

  private static final long LEAST_EXPIRATION = 600;

  private final Faults faults;
  private final EnvironmentChecks environment;
  private final Map<String, JsonNode> known = new HashMap<>();

  VolumeChecks(Faults faults) {
    this.faults = faults;
    this.environment = new EnvironmentChecks(faults);
  }

  void volumes(JsonNode volumes, String at) {
    int i = 0;
    for (var volume : volumes) {
      var here = at + "[" + i++ + "]";
      int before = faults.count();
      source(volume, here);
      faults.requiredLabel(volume, here);
      var name = volume.path(NAME).asText();
      if (known.containsKey(name)) {
        faults.duplicate(here + ".name", name);
      } else if (faults.count() == before) {
        known.put(name, volume);
      }
    }
  }

  private void source(JsonNode volume, String at) {
    boolean found = false;
    for (var kind : KINDS) {
      if (!volume.has(kind)) {
        continue;
      }
      var here = at + "." + kind;
      if (found) {
        faults.forbidden(here, "may not specify more than 1 volume type");
      } else {
        source(kind, volume.path(kind), here);
      }
      found = true;
    }
  }

  private void source(String kind, JsonNode source, String at) {
    switch (kind) {
      case "emptyDir" -> {
        var limit = Quantity.parse(source.path("sizeLimit").asText());
        if (limit.isPresent() && limit.get().value().signum() < 0) {
          faults.forbidden(at + ".sizeLimit", "SizeLimit field must be a valid resource quantity");
        }
      }
      case "hostPath" -> hostPath(source, at);
      case "secret" -> files(source, "secretName", at);
      case "configMap" -> files(source, NAME, at);
      case "nfs" -> {
        faults.present(source, "server", at);
        faults.present(source, "path", at);
        var path = source.path("path").asText();
        if (!path.isEmpty() && !path.startsWith("/")) {
          faults.invalid(at + ".path", path, "must be an absolute path");
        }
      }
      case "persistentVolumeClaim" -> faults.present(source, "claimName", at);
      case "downwardAPI" -> {
        faults.mode(source, "defaultMode", at);
        source.path("items").forEach(item -> told(item, at));
      }
      case "projected" -> projected(source, at);
      case "csi" -> {
        faults.present(source, "driver", at);
        faults.subdomain(source.path("driver").asText(), at + ".driver");
      }
      case "ephemeral" -> {
        if (!source.has("volumeClaimTemplate")) {
          faults.required(at + ".volumeClaimTemplate");
        }
      }
      default -> {}
    }
  }

  private void hostPath(JsonNode source, String at) {
    var path = source.path("path").asText();
    if (path.isEmpty()) {
      faults.required(at + ".path");
      return;
    }
    faults.noBacksteps(path, at + ".path");
    faults.oneOf(
        source,
        "type",
        at,
        "",
        "BlockDevice",
        "CharDevice",
        "Directory",
        "DirectoryOrCreate",
        "File",
        "FileOrCreate",
        "Socket");
  }

  private void files(JsonNode source, String name, String at) {
    faults.present(source, name, at);
    faults.mode(source, "defaultMode", at);
    items(source.path("items"), at + ".items");
  }

  private void items(JsonNode items, String at) {
    int i = 0;
    for (var item : items) {
      var here = at + "[" + i++ + "]";
      faults.present(item, "key", here);
      faults.present(item, "path", here);
      file(item.path("path").asText(), here + ".path");
      faults.mode(item, "mode", here);
    }
  }

  /** The path of a file in a volume. */
  private void file(String path, String at) {
    faults.descending(path, at);
    if (path.startsWith("..") && !path.startsWith("../")) {
      faults.invalid(at, path, "must not start with '..'");
    }
  }

  /** A file that tells something of the pod. */
  private void told(JsonNode item, String at) {
    faults.present(item, "path", at);
    file(item.path("path").asText(), at + ".path");
    if (item.has("fieldRef")) {
      environment.fieldOfFile(item.path("fieldRef"), at + ".fieldRef");
      if (item.has("resourceFieldRef")) {
        faults.invalid(
            at, "resource", "fieldRef and resourceFieldRef can not be specified simultaneously");
      }
    } else if (item.has("resourceFieldRef")) {
      environment.amount(item.path("resourceFieldRef"), at + ".resourceFieldRef");
    } else {
      faults.required(at, "one of fieldRef and resourceFieldRef is required");
    }
    faults.mode(item, "mode", at);
  }

  private void projected(JsonNode source, String at) {
    faults.mode(source, "defaultMode", at);
    int i = 0;
    for (var part : source.path("sources")) {
      var here = at + ".sources[" + i++ + "]";
      for (var kind : List.of("secret", "configMap")) {
        if (part.has(kind)) {
          faults.present(part.path(kind), NAME, here + "." + kind);
          items(part.path(kind).path("items"), here + "." + kind + ".items");
        }
      }
      for (var item : part.path("downwardAPI").path("items")) {
        told(item, here + ".downwardAPI");
      }
      if (part.has("serviceAccountToken")) {
        token(part.path("serviceAccountToken"), here + ".serviceAccountToken", at);
      }
      if (part.size() > 1) {
        faults.forbidden(here, "may not specify more than 1 volume type per source");
      }
    }
  }

  private void token(JsonNode token, String at, String volume) {
    if (token.path("expirationSeconds").asLong() < LEAST_EXPIRATION) {
      faults.invalid(
          at + ".expirationSeconds",
          token.path("expirationSeconds"),
          "may not specify a duration less than 10 minutes");
    }
    var path = token.path("path").asText();
    if (path.isEmpty()) {
      faults.required(volume + ".path");
    } else {
      file(path, volume + ".path");
    }
  }

  /** Where a container mounts volumes, after they have been checked. */
  void mounts(JsonNode container, String at) {
    var mounts = container.path("volumeMounts");
    boolean privileged = container.path("securityContext").path("privileged").asBoolean();
    var paths = new HashSet<String>();
    for (int i = 0; i < mounts.size(); i++) {
      var mount = mounts.get(i);
      var here = at + ".volumeMounts[" + i + "]";
      faults.present(mount, NAME, here);
      known(mount.path(NAME).asText(), here);
      faults.present(mount, "mountPath", here);
      var path = mount.path("mountPath").asText();
      if (!paths.add(path)) {
        faults.invalid(here + ".mountPath", path, "must be unique");
      }
      // Of these a real server tells no index.
      subPaths(mount, here, at + ".volumeMounts");
      propagation(mount, privileged, at + ".volumeMounts");
    }
    devices(container.path("volumeDevices"), at + ".volumeDevices");
  }

  private void known(String name, String at) {
    if (!known.containsKey(name)) {
      faults.notFound(at + ".name", name);
    }
  }

  private void subPaths(JsonNode mount, String at, String around) {
    var path = mount.path("subPath").asText();
    if (!path.isEmpty()) {
      faults.descending(path, around + ".subPath");
    }
    var expression = mount.path("subPathExpr").asText();
    if (!expression.isEmpty()) {
      if (!path.isEmpty()) {
        faults.invalid(
            at + ".subPathExpr", expression, "subPathExpr and subPath are mutually exclusive");
      }
      faults.descending(expression, around + ".subPathExpr");
    }
  }

  private void propagation(JsonNode mount, boolean privileged, String at) {
    faults.oneOf(mount, "mountPropagation", at, "Bidirectional", "HostToContainer", "None");
    var mode = mount.path("mountPropagation").asText("None");
    if (mode.equals("Bidirectional") && !privileged) {
      faults.forbidden(
          at + ".mountPropagation",
          "Bidirectional mount propagation is available only to privileged containers");
    }
    faults.oneOf(mount, "recursiveReadOnly", at, "Disabled", "Enabled", "IfPossible");
    if (List.of("Enabled", "IfPossible").contains(mount.path("recursiveReadOnly").asText())) {
      if (!mount.path("readOnly").asBoolean()) {
        faults.forbidden(at + ".recursiveReadOnly", "may only be specified when readOnly is true");
      }
      if (!mode.equals("None")) {
        faults.forbidden(
            at + ".recursiveReadOnly",
            "may only be specified when mountPropagation is None or not specified");
      }
    }
  }

  private void devices(JsonNode devices, String at) {
    for (int i = 0; i < devices.size(); i++) {
      var here = at + "[" + i + "]";
      var name = devices.get(i).path(NAME).asText();
      faults.present(devices.get(i), NAME, here);
      var volume = known.get(name);
      if (volume == null) {
        faults.notFound(here + ".name", name);
      } else if (!volume.has("persistentVolumeClaim") && !volume.has("ephemeral")) {
        faults.invalid(
            here + ".name",
            name,
            "can only use volume source type of PersistentVolumeClaim or Ephemeral for block mode");
      }
      faults.present(devices.get(i), "devicePath", here);
    }
  }
}
