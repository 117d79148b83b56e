package dev.muster.cli.validate;

import dev.muster.api.v1alpha1.Api;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;

/** Profiles that want one queue of one Matchmaker: the operator accepts the older one only. */
final class SameQueues {
  private record Queue(String namespace, String matchmaker, String name) {}

  private SameQueues() {}

  /** A warning for each profile whose queue an earlier one has. */
  static List<Finding> warnings(List<Manifest> manifests) {
    var owners = new HashMap<Queue, Manifest>();
    var warnings = new ArrayList<Finding>();
    for (var manifest : manifests) {
      if (manifest.kind().equals("MatchmakerProfile")) {
        var owner = owners.putIfAbsent(queue(manifest), manifest);
        if (owner != null && !owner.name().equals(manifest.name())) {
          warnings.add(warning(manifest, owner));
        }
      }
    }
    return warnings;
  }

  private static Queue queue(Manifest manifest) {
    var spec = manifest.object().path("spec");
    return new Queue(
        manifest.namespace(),
        spec.path("matchmaker").asText(Api.DEFAULT_MATCHMAKER),
        spec.path("queue").asText(manifest.name()));
  }

  private static Finding warning(Manifest manifest, Manifest owner) {
    var queue = queue(manifest);
    var field = manifest.object().at("/spec/queue").isTextual() ? "spec.queue" : "metadata.name";
    var place =
        owner.at(owner.object().at("/spec/queue").isTextual() ? "spec.queue" : "metadata.name");
    return Finding.warning(
        manifest.file(),
        manifest.at(field),
        field,
        "queue %s of Matchmaker %s belongs to profile %s (%s:%d) too; the operator accepts one of them"
            .formatted(queue.name(), queue.matchmaker(), owner.name(), owner.file(), place.line()));
  }
}
