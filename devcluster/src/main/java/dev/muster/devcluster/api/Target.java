package dev.muster.devcluster.api;

import dev.muster.devcluster.kinds.Catalog;
import dev.muster.devcluster.kinds.Kind;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What a path below {@code /api} or {@code /apis} points at.
 *
 * @param plural empty for a group or version itself
 * @param namespace empty when the path names none
 * @param name empty for a collection
 * @param subresource empty for the object itself
 * @param kind the kind, null when it is not served
 */
record Target(
    String group,
    String version,
    String plural,
    String namespace,
    String name,
    String subresource,
    Kind kind) {
  private static final Set<String> OF_NAMESPACES = Set.of("status", "finalize");

  /** What a path points at; empty when it is none of objects. */
  static Optional<Target> at(String path, Catalog catalog) {
    var words = words(path);
    if (words.size() >= 2 && words.get(0).equals("api")) {
      return Optional.of(parse("", words.get(1), words.subList(2, words.size()), catalog));
    }
    if (words.size() >= 3 && words.get(0).equals("apis")) {
      return Optional.of(
          parse(words.get(1), words.get(2), words.subList(3, words.size()), catalog));
    }
    return Optional.empty();
  }

  /** The parts of a path between its slashes. */
  static List<String> words(String path) {
    return Stream.of(path.split("/", -1)).filter(Predicate.not(String::isEmpty)).toList();
  }

  /** Takes the words of a path apart: those behind the version. */
  private static Target parse(String group, String version, List<String> words, Catalog catalog) {
    var rest = words;
    var namespace = "";
    boolean inside =
        words.size() > 2
            && words.get(0).equals("namespaces")
            && !(group.isEmpty() && words.size() == 3 && OF_NAMESPACES.contains(words.get(2)));
    if (inside) {
      namespace = words.get(1);
      rest = words.subList(2, words.size());
    }
    var plural = rest.isEmpty() ? "" : rest.get(0);
    return new Target(
        group,
        version,
        plural,
        namespace,
        rest.size() > 1 ? rest.get(1) : "",
        String.join("/", rest.subList(Math.min(2, rest.size()), rest.size())),
        catalog.find(group, version, plural).orElse(null));
  }

  boolean isCollection() {
    return name.isEmpty();
  }

  /** Whether the path lacks the namespace that its kind needs. */
  boolean lacksNamespace() {
    return kind.resource().namespaced() && namespace.isEmpty();
  }
}
