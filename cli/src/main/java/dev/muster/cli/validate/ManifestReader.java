package dev.muster.cli.validate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.Reader;
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
  List<Manifest> read(String file, Reader text) {
    var manifests = new ArrayList<Manifest>();
    try {
      for (Node root : new Yaml(new LoaderOptions()).composeAll(text)) {
        if (!root.getTag().equals(Tag.NULL)) {
          document(file, root, manifests);
        }
      }
    } catch (MarkedYAMLException e) {
      var problem = e.getProblem() + (e.getContext() == null ? "" : " (" + e.getContext() + ")");
      findings.add(Finding.mistake(file, Place.of(e.getProblemMark()), "", problem));
    } catch (YAMLException e) {
      findings.add(Finding.mistake(file, Place.START, "", e.getMessage()));
    }
    return manifests;
  }

  private void document(String file, Node root, List<Manifest> manifests) {
    var tree = new Trees(file, findings).tree(root);
    var fields = new Fields(root);
    if (!tree.path("kind").asText().endsWith("List") || !tree.path("items").isArray()) {
      add(new Found(file, tree, fields, ""), manifests);
      return;
    }
    for (int i = 0; i < tree.path("items").size(); i++) {
      add(new Found(file, tree.path("items").get(i), fields, "items[" + i + "]."), manifests);
    }
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
