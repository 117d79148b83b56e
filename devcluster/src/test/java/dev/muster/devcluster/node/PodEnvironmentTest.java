package dev.muster.devcluster.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.muster.devcluster.fake.FakeStore;
import dev.muster.devcluster.store.Resource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The environment that a real kubelet gave for the same pod. */
class PodEnvironmentTest {
  private final FakeStore store = new FakeStore();

  @BeforeEach
  void configure() {
    store.create(
        Resource.SECRETS,
        NodeHarness.yaml(
            """
            metadata: {name: envsec, namespace: rec}
            data: {BAD-NAME: "eA==", FROM_SECRET: "ZnM=", k: "c2VjJChBKQ=="}
            """));
    store.create(
        Resource.CONFIG_MAPS,
        NodeHarness.yaml("metadata: {name: envcm, namespace: rec}\ndata: {k: cmv}"));
  }

  private static JsonNode pod(String container) {
    return NodeHarness.yaml(
        """
        metadata: {name: env, namespace: rec, uid: u-1, labels: {app: env}}
        spec:
          nodeName: vm
          serviceAccountName: default
          containers:
          - name: main
            resources:
              limits: {cpu: 500m, memory: 64Mi}
              requests: {cpu: 250m, memory: 32Mi}
        """
            + container.indent(4));
  }

  private Map<String, String> variables(String container) throws ConfigError {
    var pod = pod(container);
    var fields = new PodFields(pod, "127.9.1.2", "127.9.0.1");
    var environment = new PodEnvironment(fields, new Configuration(store, "rec"));
    return environment.variables(pod.at("/spec/containers/0"), Map.of());
  }

  @Test
  void isTheOneOfARealKubelet() throws ConfigError {
    var variables =
        variables(
            """
            envFrom:
            - secretRef: {name: envsec}
            - prefix: CM_
              configMapRef: {name: envcm}
            env:
            - {name: A, value: alpha}
            - {name: B, value: $(A)-beta}
            - {name: C, value: $$(A)}
            - {name: D, value: $(LATER)}
            - {name: LATER, value: later}
            - {name: A2, value: one}
            - {name: A2, value: two $(A2)}
            - {name: EMPTY}
            - {name: URL, value: "http://$(POD_IP):$(PORT)/"}
            - {name: POD_IP, valueFrom: {fieldRef: {fieldPath: status.podIP}}}
            - {name: URL2, value: "http://$(POD_IP):$(PORT)/"}
            - {name: SEC, valueFrom: {secretKeyRef: {name: envsec, key: k}}}
            - {name: SEC2, value: <$(SEC)>}
            - {name: CMV, valueFrom: {configMapKeyRef: {name: envcm, key: k}}}
            - {name: OPT, valueFrom: {configMapKeyRef: {name: none, key: k, optional: true}}}
            - {name: OPT2, valueFrom: {secretKeyRef: {name: envsec, key: none, optional: true}}}
            """);

    assertThat(variables)
        .containsExactlyInAnyOrderEntriesOf(
            Map.ofEntries(
                Map.entry("FROM_SECRET", "fs"),
                Map.entry("k", "sec$(A)"),
                Map.entry("CM_k", "cmv"),
                Map.entry("A", "alpha"),
                Map.entry("B", "alpha-beta"),
                Map.entry("C", "$(A)"),
                Map.entry("D", "$(LATER)"),
                Map.entry("LATER", "later"),
                Map.entry("A2", "two one"),
                Map.entry("EMPTY", ""),
                Map.entry("URL", "http://$(POD_IP):$(PORT)/"),
                Map.entry("POD_IP", "127.9.1.2"),
                Map.entry("URL2", "http://127.9.1.2:$(PORT)/"),
                Map.entry("SEC", "sec$(A)"),
                Map.entry("SEC2", "<sec$(A)>"),
                Map.entry("CMV", "cmv")));
  }

  @ParameterizedTest(name = "{0} is {1}")
  @CsvSource({
    "metadata.name, env",
    "metadata.namespace, rec",
    "metadata.uid, u-1",
    "metadata.labels['app'], env",
    "metadata.annotations['none'], ''",
    "spec.nodeName, vm",
    "spec.serviceAccountName, default",
    "status.podIP, 127.9.1.2",
    "status.hostIP, 127.9.0.1",
  })
  void knowsTheFieldsOfThePod(String path, String expected) throws ConfigError {
    var name = "{name: V, valueFrom: {fieldRef: {fieldPath: \"" + path + "\"}}}";

    assertThat(variables("env: [" + name + "]")).containsEntry("V", expected);
  }

  @ParameterizedTest(name = "{0} in {1} is {2}")
  @CsvSource({
    "limits.cpu, 1m, 500",
    "limits.cpu, 1, 1",
    "limits.memory, 0, 67108864",
    "limits.memory, 1Mi, 64",
    "requests.cpu, 1m, 250",
    "requests.memory, 1Ki, 32768",
  })
  void knowsTheResourcesOfTheContainer(String resource, String divisor, String expected)
      throws ConfigError {
    var reference = "{resource: " + resource + ", divisor: \"" + divisor + "\"}";

    assertThat(variables("env: [{name: V, valueFrom: {resourceFieldRef: " + reference + "}}]"))
        .containsEntry("V", expected);
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "env: [{name: V, valueFrom: {secretKeyRef: {name: none, key: k}}}] | secret \"none\" not found",
        "env: [{name: V, valueFrom: {secretKeyRef: {name: envsec, key: x}}}]"
            + " | couldn't find key x in Secret rec/envsec",
        "env: [{name: V, valueFrom: {configMapKeyRef: {name: none, key: k}}}]"
            + " | configmap \"none\" not found",
        "env: [{name: V, valueFrom: {configMapKeyRef: {name: envcm, key: x}}}]"
            + " | couldn't find key x in ConfigMap rec/envcm",
        "envFrom: [{secretRef: {name: none}}] | secret \"none\" not found",
        "envFrom: [{configMapRef: {name: none}}] | configmap \"none\" not found",
      })
  void tellsWhatIsMissing(String container, String message) {
    assertThatThrownBy(() -> variables(container))
        .isInstanceOf(ConfigError.class)
        .hasMessage(message);
  }

  @Test
  void whatIsMissingAndOptionalIsLeftOut() throws ConfigError {
    assertThat(variables("envFrom: [{secretRef: {name: none, optional: true}}]")).isEmpty();
  }

  @Test
  void commandReplacesTheImagesCommandAndArgumentsFollow() {
    var image = List.of("java", "-jar", "$(A)");
    var known = Map.of("A", "alpha");

    assertThat(PodEnvironment.command(NodeHarness.yaml("{args: [x, $(A)]}"), image, known))
        .containsExactly("java", "-jar", "$(A)", "x", "alpha");
    assertThat(
            PodEnvironment.command(
                NodeHarness.yaml("{command: [sh, $$(A)], args: [y]}"), image, known))
        .containsExactly("sh", "$(A)", "y");
  }
}
