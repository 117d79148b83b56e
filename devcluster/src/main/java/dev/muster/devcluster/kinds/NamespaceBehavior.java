package dev.muster.devcluster.kinds;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.muster.devcluster.json.Json;

/** Namespaces carry their name as a label and are Active until they are deleted. */
final class NamespaceBehavior implements Behavior {
  @Override
  public void defaults(ObjectNode object) {
    var metadata = Json.child(object, "metadata");
    var name = metadata.path("name").asText();
    if (!name.isEmpty()) {
      Json.child(metadata, "labels").put("kubernetes.io/metadata.name", name);
    }
  }

  @Override
  public void prepareCreate(ObjectNode object) {
    Json.child(object, "spec").putArray("finalizers").add("kubernetes");
    Json.child(object, "status").put("phase", "Active");
  }
}
