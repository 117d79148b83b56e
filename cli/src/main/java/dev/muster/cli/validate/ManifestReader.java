package dev.muster.cli.validate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.Tag;

/** Reads the objects of YAML and JSON files, with the places of their fields. */
final class ManifestReader {
  private final List<Finding> findings;

  /**
   * A reader.
   *
   * @param findings gets what makes a file unreadable
   */
  ManifestReader(List<Finding> findings) {
    this.findings = findings;
  }

  /** The objects of a file, the items of a {@code List} among them. */
  List<Manifest> read(String file, String text) {
    var manifests = new ArrayList<Manifest>();
    try {
      if (JsonDocuments.isJson(text)) {
        JsonDocuments.read(text, root -> document(file, root, manifests));
      } else {
        for (Node root : new Yaml(options()).composeAll(new StringReader(text))) {
          document(file, root, manifests);
        }
      }
    } catch (MarkedYAMLException e) {
      findings.add(Finding.mistake(file, Place.of(e.getProblemMark()), "", YamlWords.of(e)));
    } catch (JsonProcessingException e) {
      var at = e.getLocation();
      var place = at == null ? Place.START : new Place(at.getLineNr(), at.getColumnNr());
      findings.add(
          Finding.mistake(
              file,
              place,
              "",
              "begins with '{', so kubectl reads it as JSON, which it is not: "
                  + e.getOriginalMessage()));
    } catch (YAMLException | IOException e) {
      findings.add(Finding.mistake(file, Place.START, "", e.getMessage()));
    }
    return manifests;
  }

  /** {@link Trees} bounds what aliases may blow up, and the cluster how large an object may be. */
  private static LoaderOptions options() {
    var options = new LoaderOptions();
    options.setMaxAliasesForCollections(Integer.MAX_VALUE);
    options.setCodePointLimit(Integer.MAX_VALUE);
    return options;
  }

  private void document(String file, Node root, List<Manifest> manifests) {
    if (root.getTag().equals(Tag.NULL)) {
      return;
    }
    var tree = new Trees(file, findings).tree(root);
    var fields = new Fields(root);
    if (!tree.path("kind").asText().endsWith("List") || !tree.has("items")) {
      add(new Found(file, tree, fields, ""), manifests);
      return;
    }
    if (!tree.path("items").isArray()) {
      findings.add(Finding.mistake(file, fields.at("items"), "items", "must be a list of objects"));
    }
    for (int i = 0; i < tree.path("items").size(); i++) {
      var item = tree.path("items").get(i);
      add(new Found(file, ofList(tree, item), fields, "items[" + i + "]."), manifests);
    }
  }

  /** An item of a list of one kind need not say its kind. */
  private static JsonNode ofList(JsonNode list, JsonNode item) {
    var kind = list.path("kind").asText().replaceFirst("List$", "");
    if (item instanceof ObjectNode object && !kind.isEmpty() && !object.has("kind")) {
      object.put("kind", kind);
      object.putIfAbsent("apiVersion", list.path("apiVersion"));
    }
    return item;
  }

  private record Found(String file, JsonNode tree, Fields fields, String prefix) {}

  private void add(Found found, List<Manifest> manifests) {
    if (found.tree() instanceof ObjectNode object) {
      manifests.add(new Manifest(found.file(), object, found.fields(), found.prefix()));
    } else {
      var place = found.fields().at(found.prefix().replaceAll("\\.$", ""));
      findings.add(
          Finding.mistake(
              found.file(), place, "", "is no object: apiVersion, kind and metadata are expected"));
    }
  }
}
