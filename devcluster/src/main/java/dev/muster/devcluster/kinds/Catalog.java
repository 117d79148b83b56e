package dev.muster.devcluster.kinds;

import dev.muster.devcluster.store.Resource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All kinds that are served at the moment, in the order in which they came. Thread-safe. */
public final class Catalog {
  private volatile Map<String, Kind> kinds = Map.of();

  /** A catalog of these kinds. */
  public Catalog(Collection<Kind> builtin) {
    add(builtin);
  }

  /** Adds kinds; one of the same group, version and plural is replaced. */
  public synchronized void add(Collection<Kind> added) {
    var next = new LinkedHashMap<>(kinds);
    added.forEach(
        kind -> {
          var resource = kind.resource();
          next.put(key(resource.group(), resource.version(), resource.plural()), kind);
        });
    kinds = next;
  }

  /** Puts these versions of a custom kind in place of all that are served, at once. */
  public synchronized void replace(String group, String plural, Collection<Kind> versions) {
    var next = new LinkedHashMap<>(kinds);
    next.values().removeIf(kind -> isAt(kind, group, plural));
    versions.forEach(kind -> next.put(key(group, kind.resource().version(), plural), kind));
    kinds = next;
  }

  private static boolean isAt(Kind kind, String group, String plural) {
    return kind.resource().group().equals(group) && kind.resource().plural().equals(plural);
  }

  /** Removes all versions of a custom kind. */
  public void remove(String group, String plural) {
    replace(group, plural, List.of());
  }

  /** The kind by its place in the API. */
  public Optional<Kind> find(String group, String version, String plural) {
    return Optional.ofNullable(kinds.get(key(group, version, plural)));
  }

  /** The kind of a resource. */
  public Kind get(Resource resource) {
    return find(resource.group(), resource.version(), resource.plural())
        .orElseThrow(() -> new IllegalArgumentException("no such resource: " + resource));
  }

  /** The kind by what objects say of themselves. */
  public Optional<Kind> findKind(String apiVersion, String kind) {
    return kinds.values().stream()
        .filter(
            k -> k.resource().kind().equals(kind) && k.resource().apiVersion().equals(apiVersion))
        .findFirst();
  }

  /** All kinds. */
  public List<Kind> all() {
    return new ArrayList<>(kinds.values());
  }

  /** The kinds of a group and version. */
  public List<Kind> of(String group, String version) {
    return kinds.values().stream()
        .filter(k -> k.resource().group().equals(group) && k.resource().version().equals(version))
        .toList();
  }

  /** The versions of a group, in the order of preference. */
  public List<String> versions(String group) {
    return kinds.values().stream()
        .map(Kind::resource)
        .filter(resource -> resource.group().equals(group))
        .map(Resource::version)
        .distinct()
        .sorted(ApiVersions.PREFERENCE)
        .toList();
  }

  /** All groups but the core group. */
  public List<String> groups() {
    return kinds.values().stream()
        .map(kind -> kind.resource().group())
        .filter(group -> !group.isEmpty())
        .distinct()
        .toList();
  }

  private static String key(String group, String version, String plural) {
    return group + "/" + version + "/" + plural;
  }
}
