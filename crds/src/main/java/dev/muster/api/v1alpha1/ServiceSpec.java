package dev.muster.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Size;
import java.util.Map;

/** The Service in front of a runtime. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ServiceSpec(
    @JsonPropertyDescription("The Service's type. Default ClusterIP.") @Default("ClusterIP")
        Type type,
    @JsonPropertyDescription("Annotations of the Service, for example for a cloud's load balancer.")
        @Size(max = 32)
        Map<String, String> annotations) {
  /** The types of Service that a Matchmaker can have. */
  public enum Type {
    /** Reached from inside the cluster, or through an Ingress or a Gateway. */
    ClusterIP,
    /** Reached on a port of every node. */
    NodePort,
    /** Reached through the cloud's load balancer. */
    LoadBalancer
  }
}
