package dev.muster.operator.matchmaker;

import dev.muster.api.v1alpha1.Api;
import dev.muster.api.v1alpha1.Matchmaker;
import dev.muster.api.v1alpha1.ServiceSpec;
import dev.muster.operator.objects.Labels;
import dev.muster.operator.objects.Names;
import dev.muster.operator.objects.Owners;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.ServicePortBuilder;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.PolicyRuleBuilder;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBuilder;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** What a runtime needs besides its Deployment. */
final class RuntimeObjects {
  private final Matchmaker matchmaker;

  RuntimeObjects(Matchmaker matchmaker) {
    this.matchmaker = matchmaker;
  }

  /**
   * The Service that players reach. The management port is for the cluster only: a Service that can
   * be reached from outside does not have it.
   */
  Service service() {
    var spec = matchmaker.getSpec() == null ? null : matchmaker.getSpec().service();
    var type = spec == null || spec.type() == null ? ServiceSpec.Type.ClusterIP : spec.type();
    var http = port(RuntimeDeployment.HTTP, RuntimeDeployment.HTTP_PORT);
    return new ServiceBuilder()
        .withMetadata(
            new ObjectMetaBuilder(metadata(name()))
                .withAnnotations(
                    spec == null || spec.annotations() == null ? Map.of() : spec.annotations())
                .build())
        .withNewSpec()
        .withType(type.name())
        .withSelector(Labels.selectingRuntime(name()))
        .withPorts(
            type == ServiceSpec.Type.ClusterIP ? List.of(http, managementPort()) : List.of(http))
        .endSpec()
        .build();
  }

  /** The Service for metrics, health and administration. */
  Service managementService() {
    return new ServiceBuilder()
        .withMetadata(metadata(name() + "-management"))
        .withNewSpec()
        .withType(ServiceSpec.Type.ClusterIP.name())
        .withSelector(Labels.selectingRuntime(name()))
        .withPorts(managementPort())
        .endSpec()
        .build();
  }

  /** Who the runtime is. */
  ServiceAccount account() {
    return new ServiceAccountBuilder().withMetadata(metadata(Names.runtime(name()))).build();
  }

  /**
   * What the runtime may do, which is no more than it does. It faces the internet: no pods, no
   * secrets, no nodes.
   */
  Role role() {
    return new RoleBuilder()
        .withMetadata(metadata(Names.runtime(name())))
        .withRules(rules())
        .build();
  }

  static List<PolicyRule> rules() {
    return List.of(
        rule(Api.GROUP, List.of("matchmakers", "matchmakerprofiles"), "get", "list", "watch"),
        rule("apps", List.of("controllerrevisions"), "get", "list", "watch"),
        rule(Api.GROUP, List.of("matchmakerprofiles/status"), "patch"),
        rule(Api.GROUP, List.of("matches"), "get", "list", "watch", "create", "patch", "delete"),
        rule(Api.GROUP, List.of("backfills"), "get", "list", "watch", "create", "delete"));
  }

  /** Gives the Role to the account. */
  RoleBinding roleBinding() {
    var name = Names.runtime(name());
    return new RoleBindingBuilder()
        .withMetadata(metadata(name))
        .withNewRoleRef("rbac.authorization.k8s.io", "Role", name)
        .addNewSubject()
        .withKind("ServiceAccount")
        .withName(name)
        .withNamespace(namespace())
        .endSubject()
        .build();
  }

  /** Who game servers are; shared by the Matchmakers of a namespace, each of which owns it. */
  ServiceAccount gameServerAccount() {
    return new ServiceAccountBuilder()
        .withNewMetadata()
        .withName(Names.GAME_SERVER_ACCOUNT)
        .withNamespace(namespace())
        .addToLabels(Labels.MANAGED_BY, Labels.MUSTER)
        .addToLabels(Labels.PART_OF, Labels.MUSTER)
        .withOwnerReferences(Owners.ownedBy(matchmaker))
        .endMetadata()
        .withAutomountServiceAccountToken(false)
        .build();
  }

  /**
   * A Secret with one value; to be created once and never changed. Nobody owns it: games that are
   * installed carry the token, and servers that run the key, so both outlive the Matchmaker, and
   * the next one of its name finds them.
   */
  Secret secret(String name, String key, byte[] value) {
    return new SecretBuilder()
        .withNewMetadata()
        .withName(name)
        .withNamespace(namespace())
        .withLabels(Labels.ofRuntime(name()))
        .endMetadata()
        .withType("Opaque")
        .addToData(key, Base64.getEncoder().encodeToString(value))
        .build();
  }

  private String name() {
    return matchmaker.getMetadata().getName();
  }

  private String namespace() {
    return matchmaker.getMetadata().getNamespace();
  }

  private ObjectMeta metadata(String name) {
    return new ObjectMetaBuilder()
        .withName(name)
        .withNamespace(namespace())
        .withLabels(Labels.ofRuntime(name()))
        .withOwnerReferences(Owners.controlledBy(matchmaker))
        .build();
  }

  private static ServicePort managementPort() {
    return port(RuntimeDeployment.MANAGEMENT, RuntimeDeployment.MANAGEMENT_PORT);
  }

  private static ServicePort port(String name, int number) {
    return new ServicePortBuilder()
        .withName(name)
        .withPort(number)
        .withTargetPort(new IntOrString(name))
        .withProtocol("TCP")
        .build();
  }

  private static PolicyRule rule(String group, List<String> resources, String... verbs) {
    return new PolicyRuleBuilder()
        .withApiGroups(group)
        .withResources(resources)
        .withVerbs(verbs)
        .build();
  }
}
