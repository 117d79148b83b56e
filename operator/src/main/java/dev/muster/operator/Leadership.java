package dev.muster.operator;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfiguration;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfigurationBuilder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The Lease by which several operators agree on the one that acts.
 *
 * <p>JOSDK would exit the process whenever leading stops. Within a shutdown hook that waits for
 * itself for ever, so here only a lead that was taken from us ends the process. Nor does JOSDK give
 * the Lease back, for which the next operator would wait until it expires.
 */
final class Leadership {
  /** The Lease's name. */
  static final String LEASE = "muster-operator";

  private static final Logger LOG = LoggerFactory.getLogger(Leadership.class);

  private final KubernetesClient client;
  private final String namespace;
  private final String identity;
  private final Runnable whenLost;
  private volatile boolean leaving;

  /**
   * Not yet a candidate.
   *
   * @param namespace where the Lease is
   * @param identity who we are, other than anyone else
   * @param whenLost run when somebody else may lead from now on though we did not leave; it must
   *     not wait for the election to end
   */
  Leadership(KubernetesClient client, String namespace, String identity, Runnable whenLost) {
    this.client = client;
    this.namespace = namespace;
    this.identity = identity;
    this.whenLost = whenLost;
  }

  LeaderElectionConfiguration configuration() {
    return LeaderElectionConfigurationBuilder.aLeaderElectionConfiguration(LEASE)
        .withLeaseNamespace(namespace)
        .withIdentity(identity)
        .withExitOnStopLeading(false)
        .withLeaderCallbacks(new LeaderCallbacks(() -> {}, this::stoppedLeading, leader -> {}))
        .build();
  }

  private void stoppedLeading() {
    if (!leaving) {
      LOG.atError().addKeyValue("identity", identity).log("The lead is lost");
      whenLost.run();
    }
  }

  /** From now on it is our own will not to lead any more. */
  void leave() {
    leaving = true;
  }

  /** Lets the next operator lead at once; to be called when nothing acts any more. */
  void release() {
    try {
      var leases = client.resources(Lease.class).inNamespace(namespace);
      var lease = leases.withName(LEASE).get();
      if (lease != null && identity.equals(lease.getSpec().getHolderIdentity())) {
        leases.resource(released(lease)).update();
      }
    } catch (KubernetesClientException e) {
      LOG.atWarn().setCause(e).log("The Lease is not given back; it expires by itself");
    }
  }

  private static Lease released(Lease lease) {
    return new LeaseBuilder(lease)
        .editSpec()
        .withHolderIdentity("")
        .withLeaseDurationSeconds(1)
        .endSpec()
        .build();
  }
}
