package dev.muster.cli.validate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The fields that the schemas of custom resource definitions have. */
final class KnownFields {
  private static final Pattern INDEX = Pattern.compile("^\\[[0-9]+]");

  private final Collection<ObjectNode> definitions;

  KnownFields(Collection<ObjectNode> definitions) {
    this.definitions = definitions;
  }

  /**
   * The field that was most likely meant by one that does not exist.
   *
   * @param path of that one, such as {@code spec.rules.elo.maxDiference}
   */
  Optional<String> like(String kind, String path) {
    int split = path.lastIndexOf('.');
    var name = path.substring(split + 1);
    return LikelyNames.meant(
        schemas(kind)
            .flatMap(schema -> below(schema, split < 0 ? "" : "." + path.substring(0, split)))
            .flatMap(schema -> names(schema.path("properties"))),
        name);
  }

  /** The schema of a field. */
  Optional<JsonNode> schema(String kind, String path) {
    return schemas(kind).flatMap(schema -> below(schema, "." + path)).findFirst();
  }

  private Stream<JsonNode> schemas(String kind) {
    return definitions.stream()
        .filter(definition -> definition.at("/spec/names/kind").asText().equals(kind))
        .map(definition -> definition.at("/spec/versions/0/schema/openAPIV3Schema"));
  }

  /** The schemas at a path; names in a map may have dots, so there may be several ways. */
  private static Stream<JsonNode> below(JsonNode schema, String path) {
    if (path.isEmpty()) {
      return Stream.of(schema);
    }
    var index = INDEX.matcher(path);
    if (index.find()) {
      return below(schema.path("items"), path.substring(index.end()));
    }
    var rest = path.substring(1);
    var named =
        names(schema.path("properties"))
            .filter(name -> rest.startsWith(name) && isEnd(rest, name.length()))
            .flatMap(
                name -> below(schema.path("properties").path(name), rest.substring(name.length())));
    var ofMap =
        schema.path("additionalProperties").isObject()
            ? IntStream.rangeClosed(1, rest.length())
                .filter(end -> isEnd(rest, end))
                .boxed()
                .flatMap(end -> below(schema.path("additionalProperties"), rest.substring(end)))
            : Stream.<JsonNode>of();
    return Stream.concat(named, ofMap);
  }

  private static boolean isEnd(String rest, int end) {
    return end == rest.length() || rest.charAt(end) == '.' || rest.charAt(end) == '[';
  }

  private static Stream<String> names(JsonNode properties) {
    Iterable<String> names = properties::fieldNames;
    return StreamSupport.stream(names.spliterator(), false);
  }
}
