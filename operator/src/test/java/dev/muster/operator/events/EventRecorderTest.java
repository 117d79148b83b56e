package dev.muster.operator.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.muster.operator.testing.Fixtures;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

@EnableKubernetesMockClient(crud = true)
class EventRecorderTest {
  private static final Notice ASSIGNED = Notice.normal("Assigned", "Players connect");

  KubernetesClient client;

  @Test
  void writesAnEventAboutTheObject() {
    // When
    recorder().tell(Fixtures.match(), ASSIGNED);
    // Then
    var event = events().get(0);
    assertThat(event.getInvolvedObject().getKind()).isEqualTo("Match");
    assertThat(event.getInvolvedObject().getUid())
        .isEqualTo(Fixtures.match().getMetadata().getUid());
    assertThat(event.getReason()).isEqualTo("Assigned");
    assertThat(event.getType()).isEqualTo("Normal");
    assertThat(event.getReportingComponent()).isEqualTo("muster-operator");
    assertThat(event.getFirstTimestamp()).isEqualTo("2026-11-20T15:04:06Z");
    assertThat(event.getCount()).isEqualTo(1);
  }

  @Test
  void countsRepeats() {
    // Given
    var recorder = recorder();
    // When
    for (int i = 0; i < 3; i++) {
      recorder.tell(Fixtures.match(), ASSIGNED);
    }
    recorder.tell(Fixtures.match(), Notice.normal("Assigned", "Something else"));
    // Then
    assertThat(events()).extracting(Event::getCount).containsExactlyInAnyOrder(3, 1);
  }

  @Test
  void neverFails() {
    // Given an executor that has too much to do, and a client whose server is gone
    var busy =
        new EventRecorder(
            client,
            Fixtures.CLOCK,
            task -> {
              throw new RejectedExecutionException("full");
            });
    client.close();
    // Then
    assertThatCode(() -> busy.tell(Fixtures.match(), ASSIGNED)).doesNotThrowAnyException();
    assertThatCode(() -> recorder().tell(Fixtures.match(), ASSIGNED)).doesNotThrowAnyException();
  }

  private EventRecorder recorder() {
    return new EventRecorder(client, Fixtures.CLOCK, Runnable::run);
  }

  private List<Event> events() {
    return client.v1().events().inNamespace("games").list().getItems();
  }
}
