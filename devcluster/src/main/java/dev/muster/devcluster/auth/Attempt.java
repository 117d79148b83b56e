package dev.muster.devcluster.auth;

/**
 * What somebody wants to do: to objects, or at a path that is none of objects.
 *
 * @param verb such as {@code list}; at a path the method in lower case
 * @param group the API group, empty for the core group
 * @param resource the plural, with its subresource as in {@code pods/log}
 * @param namespace empty for all of them, and for what has none
 * @param name empty when no object is named
 * @param path empty for objects
 */
public record Attempt(
    String verb, String group, String resource, String namespace, String name, String path) {

  /** At a path that is none of objects. */
  public static Attempt at(String path, String verb) {
    return new Attempt(verb, "", "", "", "", path);
  }

  /** As a refusal tells it, without who. */
  public String shown() {
    if (!path.isEmpty()) {
      return verb + " path \"" + path + "\"";
    }
    return "%s resource \"%s\" in API group \"%s\" %s"
        .formatted(
            verb,
            resource,
            group,
            namespace.isEmpty()
                ? "at the cluster scope"
                : "in the namespace \"" + namespace + "\"");
  }
}
