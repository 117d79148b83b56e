package dev.muster.e2e.realcluster;

import com.marcnuri.helm.Helm;
import dev.muster.e2e.MusterProcess;
import dev.muster.operator.OperatorConfig;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The chart as a release, installed until it is closed; the custom resources stay.
 *
 * @param namespace the release's, and its name
 */
record Chart(KubernetesClient admin, String namespace, List<HasMetadata> objects) {
  private static final Path HOME = MusterProcess.HOME.resolve("charts/muster");
  private static final KubernetesSerialization YAML = new KubernetesSerialization();
  private static final String ESTABLISHED = "Established";

  /** Installs it with these values. */
  static Chart install(KubernetesClient admin, String namespace, String values) {
    installCustomResources(admin);
    var objects = objects(render(namespace, values));
    objects.forEach(object -> apply(admin, namespace, object));
    return new Chart(admin, namespace, objects);
  }

  private static void apply(KubernetesClient admin, String namespace, HasMetadata object) {
    // As Helm itself: what names no namespace is in that of the release.
    admin
        .resource(object)
        .inNamespace(namespaceOf(object, namespace))
        .forceConflicts()
        .serverSideApply();
  }

  private static String namespaceOf(HasMetadata object, String byDefault) {
    var own = object.getMetadata().getNamespace();
    return own == null ? byDefault : own;
  }

  private static void installCustomResources(KubernetesClient admin) {
    try (var files = Files.list(HOME.resolve("crds"))) {
      var crds = files.flatMap(file -> objects(read(file)).stream()).toList();
      crds.forEach(crd -> admin.resource(crd).forceConflicts().serverSideApply());
      crds.forEach(
          crd ->
              admin
                  .apiextensions()
                  .v1()
                  .customResourceDefinitions()
                  .withName(crd.getMetadata().getName())
                  .waitUntilCondition(
                      found ->
                          found.getStatus().getConditions().stream()
                              .anyMatch(
                                  condition ->
                                      condition.getType().equals(ESTABLISHED)
                                          && condition.getStatus().equals("True")),
                      1,
                      TimeUnit.MINUTES));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String render(String namespace, String values) {
    try {
      var file = Files.writeString(Files.createTempFile("muster-values", ".yaml"), values);
      try {
        return new Helm(HOME)
            .template()
            .withName(namespace)
            .withNamespace(namespace)
            .withValuesFile(file)
            .call();
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<HasMetadata> objects(String yaml) {
    return Stream.of(yaml.split("(?m)^---$", -1))
        .filter(text -> text.contains("kind:"))
        .map(text -> YAML.<HasMetadata>unmarshal(text))
        .toList();
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The operator's account. */
  String operator() {
    return namespace + "-operator";
  }

  /** What the chart tells the operator, but for the port of its health, of which there is none. */
  OperatorConfig operatorConfig() {
    var said = OperatorConfig.of(environment());
    return new OperatorConfig(said.namespaces(), said.runtime(), said.leaderElection(), 0);
  }

  private Map<String, String> environment() {
    return objects.stream()
        .filter(Deployment.class::isInstance)
        .map(Deployment.class::cast)
        .flatMap(one -> one.getSpec().getTemplate().getSpec().getContainers().stream())
        .flatMap(container -> container.getEnv().stream())
        .collect(
            Collectors.toMap(
                EnvVar::getName, one -> one.getValueFrom() == null ? one.getValue() : namespace));
  }

  /** Takes it away again. */
  void close() {
    objects.forEach(
        object -> admin.resource(object).inNamespace(namespaceOf(object, namespace)).delete());
  }
}
