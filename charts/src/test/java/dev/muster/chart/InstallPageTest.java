package dev.muster.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.muster.api.v1alpha1.Matchmaker;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.Gateway;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRoute;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The files of docs/install and docs/metrics: no field that Kubernetes does not know, and they find
 * what the operator makes.
 */
class InstallPageTest {
  private static final Path DOCS = Path.of("../docs");
  private static final Path MADE = Path.of("../operator/src/test/resources");

  private static final ObjectMapper YAML =
      new ObjectMapper(new YAMLFactory())
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
          .setAnnotationIntrospector(new NothingBesides());

  /** The classes keep fields that they do not know; here these are mistakes. */
  private static final class NothingBesides extends JacksonAnnotationIntrospector {
    private static final long serialVersionUID = 1;

    @Override
    public Boolean hasAnySetter(Annotated method) {
      return false;
    }
  }

  private static final Map<String, Class<? extends HasMetadata>> KINDS =
      Map.of(
          "Gateway", Gateway.class,
          "HTTPRoute", HTTPRoute.class,
          "Ingress", Ingress.class,
          "Matchmaker", Matchmaker.class,
          "NetworkPolicy", NetworkPolicy.class,
          "PodDisruptionBudget", PodDisruptionBudget.class);

  private static List<JsonNode> documents(Path file) throws IOException {
    try (var parser = YAML.createParser(Files.readString(file))) {
      return YAML.readerFor(JsonNode.class).<JsonNode>readValues(parser).readAll();
    }
  }

  private static <T extends HasMetadata> T one(Class<T> kind, String file) throws IOException {
    var found = new ArrayList<T>();
    for (var document : documents(DOCS.resolve(file))) {
      if (document.path("kind").asText().equals(HasMetadata.getKind(kind))) {
        found.add(YAML.treeToValue(document, kind));
      }
    }
    assertThat(found).as(file).hasSize(1);
    return found.get(0);
  }

  private static <T> T made(Class<T> kind, String file) throws IOException {
    return YAML.readValue(MADE.resolve(file).toFile(), kind);
  }

  private static Service service() throws IOException {
    return made(Service.class, "matchmaker/deployed/out-service-arena.yaml");
  }

  private static Map<String, String> labelsOfRuntimes() throws IOException {
    var deployment =
        made(Deployment.class, "matchmaker/deployed/out-deployment-arena.yaml").getSpec();
    return deployment.getTemplate().getMetadata().getLabels();
  }

  private static Map<String, String> labelsOfGameServers() throws IOException {
    return made(Pod.class, "pods/host-port/out-pod.yaml").getMetadata().getLabels();
  }

  @Test
  void everyFileHasOnlyFieldsThatThereAre() throws IOException {
    try (Stream<Path> files = Files.list(DOCS.resolve("install"))) {
      var all = files.toList();
      assertThat(all).hasSizeGreaterThan(5);
      for (var file : all) {
        for (var document : documents(file)) {
          var kind = KINDS.get(document.path("kind").asText());
          assertThat(kind).as(file.toString()).isNotNull();
          var object = YAML.treeToValue(document, kind);
          assertThat(document.path("apiVersion").asText()).isEqualTo(object.getApiVersion());
          assertThat(YAML.valueToTree(object).path("spec").isEmpty()).as(file.toString()).isFalse();
        }
      }
    }
  }

  @Test
  void aFieldThatThereIsNotWouldBeFound() throws IOException {
    var ingress = (ObjectNode) documents(DOCS.resolve("install/ingress.yaml")).get(0);
    ((ObjectNode) ingress.get("spec")).put("ingressClass", "nginx");
    assertThatThrownBy(() -> YAML.treeToValue(ingress, Ingress.class))
        .hasMessageContaining("ingressClass");
  }

  @Test
  void everyFileIsOnAPage() throws IOException {
    for (var folder : List.of("install", "metrics")) {
      var page = Files.readString(DOCS.resolve(folder + ".md"));
      try (Stream<Path> files = Files.list(DOCS.resolve(folder))) {
        for (var file : files.toList()) {
          assertThat(page).contains("(" + folder + "/" + file.getFileName() + ")");
        }
      }
    }
  }

  @Test
  void routesLeadToThePlayersPortOfTheService() throws IOException {
    var http = service().getSpec().getPorts().get(0);
    var ingress = one(Ingress.class, "install/ingress.yaml").getSpec().getRules().get(0).getHttp();
    var backend = ingress.getPaths().get(0).getBackend().getService();
    assertThat(backend.getName()).isEqualTo("default");
    assertThat(backend.getPort().getName()).isEqualTo(http.getName());
    var route = one(HTTPRoute.class, "install/gateway.yaml").getSpec();
    var to = route.getRules().get(0).getBackendRefs().get(0);
    assertThat(to.getName()).isEqualTo("default");
    assertThat(to.getPort()).isEqualTo(http.getPort());
    assertThat(route.getParentRefs().get(0).getName())
        .isEqualTo(one(Gateway.class, "install/gateway.yaml").getMetadata().getName());
  }

  @Test
  void policiesAndBudgetsSelectWhatTheOperatorMakes() throws IOException {
    var policy = one(NetworkPolicy.class, "install/network-policy.yaml").getSpec();
    assertThat(labelsOfRuntimes()).containsAllEntriesOf(policy.getPodSelector().getMatchLabels());
    assertThat(policy.getIngress())
        .extracting(
            rule -> rule.getPorts().get(0).getPort().getIntVal() + " " + rule.getFrom().size())
        .containsExactly("8080 0", "8081 1");
    var budgets = documents(DOCS.resolve("install/drains.yaml"));
    var selected = new ArrayList<Map<String, String>>();
    for (var budget : budgets) {
      selected.add(
          YAML.treeToValue(budget, PodDisruptionBudget.class)
              .getSpec()
              .getSelector()
              .getMatchLabels());
    }
    assertThat(selected).hasSize(2);
    assertThat(labelsOfGameServers()).containsAllEntriesOf(selected.get(0));
    assertThat(labelsOfRuntimes()).containsAllEntriesOf(selected.get(1));
  }

  @Test
  void prometheusFindsThePortOfARuntime() throws IOException {
    var deployment =
        made(Deployment.class, "matchmaker/deployed/out-deployment-arena.yaml").getSpec();
    assertThat(deployment.getTemplate().getSpec().getContainers().get(0).getPorts())
        .extracting(port -> port.getName() + " " + port.getContainerPort())
        .contains("management 8081");
    var monitor = documents(DOCS.resolve("metrics/podmonitor.yaml")).get(0).path("spec");
    assertThat(monitor.at("/podMetricsEndpoints/0/port").asText()).isEqualTo("management");
    monitor
        .at("/selector/matchLabels")
        .properties()
        .forEach(
            label -> {
              try {
                assertThat(labelsOfRuntimes())
                    .containsEntry(label.getKey(), label.getValue().asText());
              } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
              }
            });
    var scrape = documents(DOCS.resolve("metrics/scrape.yaml")).get(0);
    for (var label :
        scrape
            .at("/scrape_configs/0/kubernetes_sd_configs/0/selectors/0/label")
            .asText()
            .split(",", -1)) {
      var parts = label.split("=", -1);
      assertThat(labelsOfRuntimes()).containsEntry(parts[0], parts[1]);
    }
    for (var rule :
        documents(DOCS.resolve("metrics/alerts.yaml")).get(0).at("/spec/groups/0/rules")) {
      assertThat(rule.path("expr").asText()).isNotBlank();
      assertThat(rule.at("/annotations/summary").asText()).isNotBlank();
      assertThat(rule.at("/labels/severity").asText()).isIn("critical", "warning");
    }
  }
}
