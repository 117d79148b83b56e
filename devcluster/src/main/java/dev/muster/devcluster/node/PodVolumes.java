package dev.muster.devcluster.node;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * The volumes of one pod on disk, and the directory in which they appear at their mount paths. All
 * containers of a pod share that directory, so two volumes at one path are refused.
 */
final class PodVolumes {
  static final String ACCESS_PATH = "/var/run/secrets/kubernetes.io/serviceaccount";

  private final Path directory;
  private final JsonNode spec;
  private final Map<String, AtomicFiles> files = new LinkedHashMap<>();

  PodVolumes(Path directory, JsonNode pod) {
    this.directory = directory;
    this.spec = pod.path("spec");
  }

  /** What {@code $MUSTER_POD_ROOT} names. */
  Path root() {
    return directory.resolve("root");
  }

  /** Makes the volumes and their mount paths; may be called again after it failed. */
  void prepare(VolumeContent content) throws ConfigError, IOException {
    Files.createDirectories(root());
    for (var volume : spec.path("volumes")) {
      refresh(volume, content);
    }
    for (var container : containers()) {
      for (var mount : container.path("volumeMounts")) {
        mount(mount);
      }
    }
  }

  private List<JsonNode> containers() {
    var all = new ArrayList<JsonNode>();
    spec.path("initContainers").forEach(all::add);
    spec.path("containers").forEach(all::add);
    return all;
  }

  /** Checks that all content is there, without writing anything. */
  void check(VolumeContent content) throws ConfigError {
    for (var volume : spec.path("volumes")) {
      content.of(volume);
    }
  }

  /** Brings every volume's files up to date with what they show; tokens are kept. */
  void refresh(VolumeContent content) throws ConfigError, IOException {
    for (var volume : spec.path("volumes")) {
      if (VolumeContent.renewal(volume).isEmpty()) {
        refresh(volume, content);
      }
    }
  }

  /** Issues every token anew. */
  void renewTokens(VolumeContent content) throws ConfigError, IOException {
    for (var volume : spec.path("volumes")) {
      if (VolumeContent.renewal(volume).isPresent()) {
        refresh(volume, content);
      }
    }
  }

  Optional<Duration> renewal() {
    Duration soonest = null;
    for (var volume : spec.path("volumes")) {
      var after = VolumeContent.renewal(volume).orElse(null);
      soonest =
          soonest == null || (after != null && after.compareTo(soonest) < 0) ? after : soonest;
    }
    return Optional.ofNullable(soonest);
  }

  private void refresh(JsonNode volume, VolumeContent content) throws ConfigError, IOException {
    var name = volume.path("name").asText();
    var wanted = content.of(volume);
    if (wanted.isEmpty()) {
      Files.createDirectories(place(name));
      return;
    }
    if (!files.containsKey(name)) {
      files.put(name, new AtomicFiles(place(name)));
    }
    files.get(name).write(wanted.get());
  }

  private Path place(String volume) {
    return directory.resolve("volumes").resolve(volume);
  }

  private void mount(JsonNode mount) throws ConfigError, IOException {
    var path = mount.path("mountPath").asText();
    var link = inside(root(), path);
    var volume = place(mount.path("name").asText());
    var target = inside(volume, mount.path("subPath").asText(""));
    if (!target.equals(volume) && !Files.exists(target)) {
      Files.createDirectories(target);
    }
    if (Files.isSymbolicLink(link)) {
      if (!Files.readSymbolicLink(link).equals(target)) {
        throw new ConfigError("mount path " + path + " is taken by another volume of this pod");
      }
    } else if (Files.exists(link, LinkOption.NOFOLLOW_LINKS)) {
      throw new ConfigError("mount path " + path + " lies above another mount path of this pod");
    } else {
      Files.createDirectories(link.getParent());
      Files.createSymbolicLink(link, target);
    }
  }

  /** The path below the directory, as a container sees it from its root. */
  static Path inside(Path directory, String path) throws ConfigError {
    var found = directory.resolve(path.replaceFirst("^/+", "")).normalize();
    if (!found.startsWith(directory)) {
      throw new ConfigError("path \"" + path + "\" leads out of its directory");
    }
    return found;
  }

  /** Whether a token for the API is mounted where programs look for it. */
  boolean hasAccess() {
    return containers().stream()
        .flatMap(container -> stream(container.path("volumeMounts")))
        .anyMatch(mount -> mount.path("mountPath").asText().equals(ACCESS_PATH));
  }

  private static Stream<JsonNode> stream(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false);
  }

  /** Writes the kubeconfig that goes with the mounted token, and gives back its place. */
  Path writeKubeconfig(String namespace, ApiAccess api) throws IOException {
    var token = Files.readString(root().resolve("." + ACCESS_PATH + "/token"));
    var file = root().resolve("kubeconfig");
    Files.writeString(file, api.kubeconfig().apply(namespace, token));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    return file;
  }

  /** Removes the volumes and the directory in which they appear. */
  void delete() throws IOException {
    AtomicFiles.delete(root());
    AtomicFiles.delete(directory.resolve("volumes"));
  }
}
