package dev.muster.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@EnableKubernetesMockClient(crud = true)
class LeadershipTest {
  private final AtomicInteger lost = new AtomicInteger();
  KubernetesClient client;
  private Leadership leadership;

  @BeforeEach
  void stand() {
    leadership = new Leadership(client, "muster", "us", lost::incrementAndGet);
  }

  @Test
  void givesBackTheLeaseThatItHolds() {
    // Given
    held("us");
    // When
    leadership.release();
    // Then
    assertThat(lease().getSpec().getHolderIdentity()).isEmpty();
  }

  @Test
  void leavesTheLeaseOfAnotherAlone() {
    // Given
    held("them");
    // When
    leadership.release();
    // Then
    assertThat(lease().getSpec().getHolderIdentity()).isEqualTo("them");
    assertThat(lease().getSpec().getLeaseDurationSeconds()).isEqualTo(15);
  }

  @Test
  void hasNothingToGiveBackWhenThereIsNoLease() {
    assertThatCode(leadership::release).doesNotThrowAnyException();
  }

  @Test
  void endsTheProcessOnlyWhenTheLeadWasTaken() {
    // Given
    var callbacks = leadership.configuration().getLeaderCallbacks().orElseThrow();
    // When
    callbacks.onStopLeading();
    // Then
    assertThat(lost).hasValue(1);
    // When
    leadership.leave();
    callbacks.onStopLeading();
    // Then
    assertThat(lost).hasValue(1);
    assertThat(leadership.configuration().isExitOnStopLeading()).isFalse();
  }

  private void held(String by) {
    client
        .resource(
            new LeaseBuilder()
                .withNewMetadata()
                .withName(Leadership.LEASE)
                .withNamespace("muster")
                .endMetadata()
                .withNewSpec()
                .withHolderIdentity(by)
                .withLeaseDurationSeconds(15)
                .endSpec()
                .build())
        .create();
  }

  private Lease lease() {
    return client.resources(Lease.class).inNamespace("muster").withName(Leadership.LEASE).require();
  }
}
