package dev.muster.devcluster.schema;

import io.swagger.annotations.ApiModel;
import io.swagger.annotations.ApiModelProperty;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * What Kubernetes says of a type of a built-in kind and of its members: the annotations of the
 * models of its official Java client, which are made from its published API description. They say
 * nothing of a member whose type has a name; the type says it then.
 *
 * @param ofType what the type is, empty when nothing is said
 * @param ofMembers what its members are, by their names in lower case
 * @param required the names of those that must be there, in lower case
 */
public record Documentation(String ofType, Map<String, String> ofMembers, Set<String> required) {
  /** Nothing is said. */
  public static final Documentation NONE = new Documentation("", Map.of(), Set.of());

  private static final String MODELS = "io.kubernetes.client.openapi.models.";
  private static final String GETTER = "get";
  private static final Map<String, Documentation> READ = new ConcurrentHashMap<>();

  /**
   * Of a type; {@link #NONE} of one that is not among the models.
   *
   * @param group the kind's group without its domain, such as {@code core}
   * @param type such as {@code PodSpec}
   */
  public static Documentation of(String group, String type) {
    return READ.computeIfAbsent(group + "." + type, known -> read(group, type));
  }

  private static Documentation read(String group, String type) {
    // Where several groups have a type of one name, the model's name has the group too.
    return Stream.of("V1" + type, capital(group) + "V1" + type)
        .flatMap(name -> model(name).stream())
        .findFirst()
        .map(Documentation::read)
        .orElse(NONE);
  }

  private static Optional<Class<?>> model(String name) {
    try {
      return Optional.of(Class.forName(MODELS + name));
    } catch (ClassNotFoundException e) {
      return Optional.empty();
    }
  }

  private static Documentation read(Class<?> model) {
    var members = new HashMap<String, String>();
    var required = new HashSet<String>();
    for (var method : model.getDeclaredMethods()) {
      var said = method.getAnnotation(ApiModelProperty.class);
      if (said != null && method.getName().startsWith(GETTER)) {
        var name = lower(method.getName().substring(GETTER.length()));
        members.put(name, said.value());
        if (said.required()) {
          required.add(name);
        }
      }
    }
    var said = model.getAnnotation(ApiModel.class);
    return new Documentation(said == null ? "" : said.description(), members, required);
  }

  private static String capital(String word) {
    return word.isEmpty() ? "" : word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
  }

  private static String lower(String word) {
    return word.toLowerCase(Locale.ROOT);
  }

  /** What a member is, empty when nothing is said. */
  public String ofMember(String name) {
    return ofMembers.getOrDefault(lower(name), "");
  }

  /** Those of these members that must be there. */
  public List<String> required(Stream<String> names) {
    return names.filter(name -> required.contains(lower(name))).sorted().toList();
  }
}
