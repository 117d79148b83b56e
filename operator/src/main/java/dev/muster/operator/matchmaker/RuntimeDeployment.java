package dev.muster.operator.matchmaker;

import dev.muster.api.v1alpha1.ResourcesSpec;
import dev.muster.operator.objects.Labels;
import dev.muster.operator.objects.Names;
import dev.muster.operator.objects.Owners;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.ProbeBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.ResourceRequirementsBuilder;
import io.fabric8.kubernetes.api.model.SecretVolumeSource;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentSpec;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The Deployment of a runtime.
 *
 * <p>A runtime is restarted when its pod template changes, and players who wait notice. So nothing
 * stands in the template that the runtime could read live.
 */
final class RuntimeDeployment {
  static final int HTTP_PORT = 8080;
  static final int MANAGEMENT_PORT = 8081;
  static final String HTTP = "http";
  static final String MANAGEMENT = "management";
  private static final String CONTAINER = "runtime";
  private static final String TOKENS = "tokens";

  private RuntimeDeployment() {}

  static Deployment of(MatchmakerView view, String defaultImage) {
    return new DeploymentBuilder()
        .withNewMetadata()
        .withName(view.name())
        .withNamespace(view.namespace())
        .withLabels(Labels.ofRuntime(view.name()))
        .withOwnerReferences(Owners.controlledBy(view.matchmaker()))
        .endMetadata()
        .withNewSpec()
        .withReplicas(view.replicas())
        .withRevisionHistoryLimit(3)
        .withNewStrategy()
        .withType("Recreate")
        .endStrategy()
        .withNewSelector()
        .withMatchLabels(Labels.selectingRuntime(view.name()))
        .endSelector()
        .withNewTemplate()
        .withNewMetadata()
        .withLabels(Labels.ofRuntime(view.name()))
        .endMetadata()
        .withSpec(podSpec(view, defaultImage))
        .endTemplate()
        .endSpec()
        .build();
  }

  /** The Secret with tokens that a Deployment mounts. */
  static Optional<String> tokens(Deployment deployment) {
    return Optional.ofNullable(deployment.getSpec())
        .map(DeploymentSpec::getTemplate)
        .map(PodTemplateSpec::getSpec)
        .map(PodSpec::getVolumes)
        .flatMap(
            volumes ->
                volumes.stream().filter(volume -> TOKENS.equals(volume.getName())).findFirst())
        .map(Volume::getSecret)
        .map(SecretVolumeSource::getSecretName);
  }

  private static PodSpec podSpec(MatchmakerView view, String defaultImage) {
    return new PodSpecBuilder()
        .withServiceAccountName(Names.runtime(view.name()))
        // A Service named muster-http would otherwise become the variable MUSTER_HTTP_PORT.
        .withEnableServiceLinks(false)
        .withTerminationGracePeriodSeconds(30L)
        .withNewSecurityContext()
        .withRunAsNonRoot(true)
        .withNewSeccompProfile()
        .withType("RuntimeDefault")
        .endSeccompProfile()
        .endSecurityContext()
        .withContainers(container(view, defaultImage))
        .withVolumes(
            secret(TOKENS, view.mountedTokens()),
            secret("keys", Names.keys(view.name())),
            new VolumeBuilder().withName("tmp").withNewEmptyDir().endEmptyDir().build())
        .build();
  }

  private static Container container(MatchmakerView view, String defaultImage) {
    return new ContainerBuilder()
        .withName(CONTAINER)
        .withImage(view.spec().image() == null ? defaultImage : view.spec().image())
        .withEnv(
            value("MUSTER_NAMESPACE", view.namespace()),
            value("MUSTER_MATCHMAKER", view.name()),
            value("MUSTER_TOKENS_DIRECTORY", "/etc/muster/tokens"),
            value("MUSTER_KEYS_DIRECTORY", "/etc/muster/keys"),
            podIp())
        .addNewPort()
        .withName(HTTP)
        .withContainerPort(HTTP_PORT)
        .withProtocol("TCP")
        .endPort()
        .addNewPort()
        .withName(MANAGEMENT)
        .withContainerPort(MANAGEMENT_PORT)
        .withProtocol("TCP")
        .endPort()
        .withReadinessProbe(probe("/health/ready", 0, 1, 3))
        .withLivenessProbe(probe("/health/live", 15, 10, 3))
        .withResources(resources(view.spec().resources()))
        .withNewSecurityContext()
        .withAllowPrivilegeEscalation(false)
        .withReadOnlyRootFilesystem(true)
        .withNewCapabilities()
        .withDrop("ALL")
        .endCapabilities()
        .endSecurityContext()
        .addNewVolumeMount()
        .withName(TOKENS)
        .withMountPath("/etc/muster/tokens")
        .withReadOnly(true)
        .endVolumeMount()
        .addNewVolumeMount()
        .withName("keys")
        .withMountPath("/etc/muster/keys")
        .withReadOnly(true)
        .endVolumeMount()
        .addNewVolumeMount()
        .withName("tmp")
        .withMountPath("/tmp")
        .endVolumeMount()
        .build();
  }

  private static Probe probe(String path, int delaySeconds, int periodSeconds, int failures) {
    return new ProbeBuilder()
        .withNewHttpGet()
        .withPath(path)
        .withPort(new IntOrString(MANAGEMENT))
        .endHttpGet()
        .withInitialDelaySeconds(delaySeconds)
        .withPeriodSeconds(periodSeconds)
        .withFailureThreshold(failures)
        .build();
  }

  private static ResourceRequirements resources(ResourcesSpec spec) {
    var resources = new ResourceRequirementsBuilder();
    if (spec != null && spec.requests() != null) {
      resources.withRequests(quantities(spec.requests()));
    }
    if (spec != null && spec.limits() != null) {
      resources.withLimits(quantities(spec.limits()));
    }
    return resources.build();
  }

  private static Map<String, Quantity> quantities(Map<String, IntOrString> amounts) {
    var quantities = new TreeMap<String, Quantity>();
    amounts.forEach(
        (name, amount) -> quantities.put(name, Quantity.parse(amount.getValue().toString())));
    return quantities;
  }

  private static EnvVar value(String name, String value) {
    return new EnvVarBuilder().withName(name).withValue(value).build();
  }

  private static EnvVar podIp() {
    return new EnvVarBuilder()
        .withName("MUSTER_POD_IP")
        .withNewValueFrom()
        .withNewFieldRef()
        .withFieldPath("status.podIP")
        .endFieldRef()
        .endValueFrom()
        .build();
  }

  private static Volume secret(String name, String secretName) {
    return new VolumeBuilder()
        .withName(name)
        .withNewSecret()
        .withSecretName(secretName)
        .endSecret()
        .build();
  }
}
