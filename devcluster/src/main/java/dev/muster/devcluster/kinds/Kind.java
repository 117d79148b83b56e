package dev.muster.devcluster.kinds;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.muster.devcluster.schema.Schema;
import dev.muster.devcluster.store.Resource;
import java.util.List;
import java.util.Map;

/**
 * One kind in one version, with all that the API does with it.
 *
 * @param names how it is called beside its plural
 * @param schema the schema of the whole object, metadata included
 * @param traits which of the API's rules hold for it
 * @param columns its printer columns
 * @param fieldSelectors the fields that lists can be narrowed by, beside metadata.name and
 *     metadata.namespace, and where each is in the object
 * @param behavior what else is particular about it
 * @param custom the checks of a custom resource; null for built-in kinds
 * @param scale where a custom resource keeps the numbers of its scale subresource; null for none
 */
public record Kind(
    Resource resource,
    Called names,
    Schema schema,
    Traits traits,
    List<Column> columns,
    Map<String, String> fieldSelectors,
    Behavior behavior,
    CustomChecks custom,
    Scale scale) {

  /** How a kind is called beside its plural. */
  public record Called(
      String singular, String listKind, List<String> shortNames, List<String> categories) {}

  /**
   * Which of the API's rules hold for a kind.
   *
   * @param status whether status has a subresource of its own
   * @param generation whether changes of its spec are counted
   * @param blindUpdates whether it may be updated without saying which version is meant
   * @param createOnUpdate whether an update of a missing object creates it
   * @param answersDeleted whether a delete is answered with the object rather than a Status
   */
  public record Traits(
      boolean status,
      boolean generation,
      boolean blindUpdates,
      boolean createOnUpdate,
      boolean answersDeleted) {}

  /**
   * The paths of a scale subresource, such as {@code .spec.replicas}; {@code selector} may be null.
   */
  public record Scale(String spec, String status, String selector) {}

  /**
   * Where its objects are stored: all versions of a kind, and both groups of events, in one place.
   */
  public String bucket() {
    return resource.plural().equals("events") ? "events" : resource.qualifiedPlural();
  }

  /** Whether a custom resource definition brought it. */
  public boolean isCustom() {
    return custom != null;
  }

  /** The value at a path such as {@code .spec.replicas}; a missing node when there is none. */
  public static JsonNode at(ObjectNode object, String path) {
    JsonNode node = object;
    for (var name : path.substring(1).split("\\.", -1)) {
      node = node.path(name);
    }
    return node;
  }
}
