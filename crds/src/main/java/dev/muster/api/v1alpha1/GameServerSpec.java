package dev.muster.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.crd.generator.annotation.PreserveUnknownFields;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;

/** The game server that is started for each match. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value =
        "!has(self.ports) || self.ports.all(p, self.ports.filter(o, o.containerPort == p.containerPort &&"
            + " o.protocol == p.protocol).size() == 1)",
    message = "no two ports may have the same containerPort and protocol",
    fieldPath = ".ports")
public record GameServerSpec(
    @JsonPropertyDescription(
            "The pod, as a PodTemplateSpec (kubectl explain pod). restartPolicy becomes Never.")
        @Required
        @PreserveUnknownFields
        JsonNode template,
    @JsonPropertyDescription("The container that gets the ports. Default: the first.")
        @Size(min = 1, max = 63)
        String container,
    @JsonPropertyDescription(
            "True: the server gets the Matchmaker's URL and a token, as MM_BASE_URL and MM_AUTH_TOKEN"
                + " and under the names that Edgegap's SDKs read.")
        Boolean matchmakerToken,
    @JsonPropertyDescription(
            "True: the pod gets a service account token, for servers that create Backfills with the"
                + " Kubernetes API. Costs about 0.3 s of start-up.")
        Boolean serviceAccountToken,
    @JsonPropertyDescription("The ports that players connect to.") @Size(max = 16)
        List<PortSpec> ports,
    @JsonPropertyDescription(
            "How players reach the ports. HostPort: on the node's address. PodIP: on the pod's own.")
        @Default("HostPort")
        Exposure exposure,
    @JsonPropertyDescription(
            "When players are told the address: once the pod is Scheduled, its containers are"
                + " Running, or it is Ready by its readiness probe.")
        @Default("Ready")
        AssignWhen assignWhen,
    @JsonPropertyDescription(
            "How long a pod may take to be scheduled and to pull its images. Default 10m.")
        @Default("10m")
        @Pattern(Api.DURATION_PATTERN)
        String pendingTimeout,
    @JsonPropertyDescription(
            "How long a pod may take from the start of its containers until players can be told."
                + " Default 60s.")
        @Default("60s")
        @Pattern(Api.DURATION_PATTERN)
        String startTimeout,
    @JsonPropertyDescription(
            "How often a pod that fails to start is replaced, after 0, 1, 2, 4 s and so on. Default"
                + " 3, so up to 4 attempts.")
        @Default("3")
        @Min(0)
        @Max(10)
        Integer maxRetries,
    @JsonPropertyDescription(
            "How long a match may run before its pod is ended. Without it a match may run for ever.")
        @Pattern(Api.DURATION_PATTERN)
        String maxDuration,
    @JsonPropertyDescription("How long a Match and its pods are kept after its end. Default 5m.")
        @Default("5m")
        @Pattern(Api.DURATION_PATTERN)
        String retainAfterExit) {
  /** How players reach a server's ports. */
  public enum Exposure {
    /** A port of the node, from the Matchmaker's hostPorts. */
    HostPort,
    /** The pod's own address and container port, where pods can be reached from outside. */
    PodIP
  }

  /** When players are told the address. */
  public enum AssignWhen {
    /** A node was found for the pod. */
    Scheduled,
    /** All containers run. */
    Running,
    /** The pod is ready by its readiness probe. */
    Ready
  }
}
