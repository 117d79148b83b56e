package dev.muster.devcluster.node;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * How a cluster runs its pods.
 *
 * @param pods whether mapped images become processes
 * @param images for an image, as pods name it, the program and arguments that stand for its entry
 *     point
 * @param podsDirectory where pods have their files; made when missing, its content deleted when the
 *     cluster is closed
 */
public record NodeConfig(Pods pods, Map<String, List<String>> images, Path podsDirectory) {

  /** What a pod becomes. */
  public enum Pods {
    /** A process, if its image is mapped and it does not ask to be simulated. */
    PROCESS,
    /** Never a process: only its states are played. */
    SIMULATED
  }

  public NodeConfig {
    Objects.requireNonNull(pods, "pods");
    images = Map.copyOf(images);
    images.forEach(
        (image, command) -> {
          if (command.isEmpty()) {
            throw new IllegalArgumentException("images: the command of " + image + " is empty");
          }
        });
    podsDirectory = podsDirectory.toAbsolutePath().normalize();
  }
}
