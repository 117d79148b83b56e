package dev.muster.e2e.crash;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.muster.devcluster.store.DeleteOptions;
import dev.muster.devcluster.store.ObjectStore;
import dev.muster.devcluster.store.Resource;
import dev.muster.devcluster.store.StatusException;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.Map;
import java.util.function.Consumer;

/** The objects of one namespace, as a person at kubectl changes them. */
record Objects(ObjectStore store, String namespace) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int CONFLICT = 409;
  private static final int NOT_FOUND = 404;

  static ObjectNode parse(String yaml) {
    return JSON.valueToTree(Serialization.unmarshal(yaml, Map.class));
  }

  void create(Resource kind, String yaml) {
    var object = parse(yaml);
    object.withObject("/metadata").put("namespace", namespace);
    store.create(kind, object);
  }

  /** Changes an object whatever its version, as controllers write to it meanwhile. */
  void change(Resource kind, String name, Consumer<ObjectNode> change) {
    boolean done = false;
    while (!done) {
      var object = store.get(kind, namespace, name).orElseThrow();
      change.accept(object);
      try {
        store.update(kind, object);
        done = true;
      } catch (StatusException e) {
        if (e.code() != CONFLICT) {
          throw e;
        }
      }
    }
  }

  void delete(Resource kind, String name) {
    try {
      store.delete(kind, namespace, name, DeleteOptions.DEFAULT);
    } catch (StatusException e) {
      if (e.code() != NOT_FOUND) {
        throw e;
      }
    }
  }
}
