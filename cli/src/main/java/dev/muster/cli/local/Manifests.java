package dev.muster.cli.local;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.fabric8.kubernetes.api.model.APIResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** YAML files with Kubernetes objects, and their way into a cluster. */
public final class Manifests {
  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
  private static final ObjectMapper JSON = new ObjectMapper();

  /** By this annotation {@code kubectl apply} knows which fields a later file has dropped. */
  private static final String LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";

  private Manifests() {}

  /**
   * Reads objects.
   *
   * @param path a YAML file, or a folder whose YAML files are taken in the order of their names;
   *     folders in it are not looked into
   * @throws CannotContinue when it cannot be read, or holds no object
   */
  public static List<GenericKubernetesResource> read(Path path) {
    var objects = new ArrayList<GenericKubernetesResource>();
    for (var file : files(path)) {
      objects.addAll(readFile(file));
    }
    if (objects.isEmpty()) {
      throw new CannotContinue(path + " has no Kubernetes object");
    }
    return objects;
  }

  /** One object from YAML that this program holds itself. */
  static GenericKubernetesResource parse(String yaml) {
    try {
      return object(Path.of("(built in)"), (ObjectNode) YAML.readTree(yaml));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /**
   * The files that {@link #read} takes: the path itself, or a folder's YAML files in the order of
   * their names.
   *
   * @throws CannotContinue when there is no such file or folder
   */
  public static List<Path> files(Path path) {
    if (!Files.exists(path)) {
      throw new CannotContinue(
          "no such file: " + path + "; a YAML file or a folder of such was expected");
    }
    if (!Files.isDirectory(path)) {
      return List.of(path);
    }
    try (var entries = Files.list(path)) {
      return entries
          .filter(Files::isRegularFile)
          .filter(file -> file.toString().matches(".*\\.ya?ml"))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new CannotContinue("cannot read the folder " + path + ": " + e.getMessage(), e);
    }
  }

  private static List<GenericKubernetesResource> readFile(Path file) {
    try (var documents = reader(file).<JsonNode>readValues(file.toFile())) {
      var objects = new ArrayList<GenericKubernetesResource>();
      while (documents.hasNextValue()) {
        if (documents.nextValue() instanceof ObjectNode object) {
          objects.add(object(file, object));
        }
      }
      return objects;
    } catch (JsonProcessingException e) {
      var at = e.getLocation();
      throw new CannotContinue(
          file
              + (at == null ? "" : ":" + at.getLineNr() + ":" + at.getColumnNr())
              + ": "
              + e.getOriginalMessage(),
          e);
    } catch (IOException e) {
      throw new CannotContinue("cannot read " + file + ": " + e.getMessage(), e);
    }
  }

  /** As kubectl takes it: by its first letter, whatever its name is. */
  private static ObjectReader reader(Path file) throws IOException {
    var isJson = Files.readString(file).stripLeading().startsWith("{");
    return (isJson ? JSON : YAML).readerFor(JsonNode.class);
  }

  private static GenericKubernetesResource object(Path file, ObjectNode object)
      throws JsonProcessingException {
    for (var field : List.of("/apiVersion", "/kind", "/metadata/name")) {
      if (!object.at(field).isTextual()) {
        throw new CannotContinue(file + ": " + field.substring(1) + " is missing");
      }
    }
    var metadata = object.withObjectProperty("metadata");
    if (!metadata.has("namespace")) {
      metadata.put("namespace", "default");
    }
    var applied = JSON.writeValueAsString(object) + "\n";
    metadata.withObjectProperty("annotations").put(LAST_APPLIED, applied);
    return JSON.treeToValue(object, GenericKubernetesResource.class);
  }

  /**
   * Puts objects into the cluster, as {@code kubectl apply} would.
   *
   * @throws CannotContinue with the API server's words when it refuses one
   */
  public static void apply(KubernetesClient client, List<GenericKubernetesResource> objects) {
    for (var object : objects) {
      try {
        resource(client, object).fieldManager("muster").forceConflicts().serverSideApply();
      } catch (KubernetesClientException e) {
        var said = e.getStatus() != null ? e.getStatus().getMessage() : e.getMessage();
        throw new CannotContinue(
            object.getKind() + " " + object.getMetadata().getName() + " is refused: " + said, e);
      }
    }
  }

  private static Resource<GenericKubernetesResource> resource(
      KubernetesClient client, GenericKubernetesResource object) {
    var kind = kind(client, object);
    var resources = client.genericKubernetesResources(object.getApiVersion(), object.getKind());
    if (!kind.getNamespaced()) {
      object.getMetadata().setNamespace(null);
      return resources.resource(object);
    }
    return resources.inNamespace(object.getMetadata().getNamespace()).resource(object);
  }

  private static APIResource kind(KubernetesClient client, GenericKubernetesResource object) {
    var group = client.getApiResources(object.getApiVersion());
    return Stream.ofNullable(group)
        .flatMap(found -> found.getResources().stream())
        .filter(found -> found.getKind().equals(object.getKind()))
        .findFirst()
        .orElseThrow(
            () ->
                new CannotContinue(
                    "the cluster knows no " + object.getKind() + " of " + object.getApiVersion()));
  }
}
