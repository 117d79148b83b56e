package dev.muster.operator.events;

import dev.muster.operator.objects.Namespaces;
import dev.muster.operator.objects.Times;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectReference;
import io.fabric8.kubernetes.api.model.ObjectReferenceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Writes core/v1 Events.
 *
 * <p>The same notice about the same object within ten minutes counts up the first Event instead of
 * making another. What cannot be written is logged and given up: an Event is a courtesy.
 * Thread-safe if the executor runs one task at a time.
 */
public final class EventRecorder {
  static final int MOST_REMEMBERED = 1_000;
  private static final Duration REPEATS_WITHIN = Duration.ofMinutes(10);
  private static final String COMPONENT = "muster-operator";
  private static final Logger LOG = LoggerFactory.getLogger(EventRecorder.class);

  private final KubernetesClient client;
  private final Clock clock;
  private final Executor executor;
  private final Map<Key, Event> written =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Event> eldest) {
          return size() > MOST_REMEMBERED;
        }
      };
  private long serial;

  /**
   * A recorder.
   *
   * @param executor runs one task at a time, in order; may refuse tasks when it has too many
   */
  public EventRecorder(KubernetesClient client, Clock clock, Executor executor) {
    this.client = client;
    this.clock = clock;
    this.executor = executor;
  }

  /** Tells something about an object, soon. */
  public void tell(HasMetadata about, Notice notice) {
    var reference = reference(about);
    try {
      executor.execute(() -> write(new Key(reference, notice)));
    } catch (RejectedExecutionException e) {
      LOG.atWarn()
          .addKeyValue("name", reference.getName())
          .addKeyValue("reason", notice.reason())
          .log("Too many Events wait to be written; one is dropped");
    }
  }

  private void write(Key key) {
    try {
      var before = written.get(key);
      var now = clock.instant();
      var event = before == null || isOld(before, now) ? first(key, now) : again(before, now);
      written.put(key, event);
    } catch (RuntimeException e) {
      written.remove(key);
      LOG.atLevel(isNobodysLoss(e) ? Level.DEBUG : Level.WARN)
          .setCause(e)
          .addKeyValue("namespace", key.about().getNamespace())
          .addKeyValue("name", key.about().getName())
          .addKeyValue("reason", key.notice().reason())
          .log("An Event could not be written");
    }
  }

  private static boolean isNobodysLoss(RuntimeException e) {
    return e instanceof KubernetesClientException refusal && Namespaces.isGoing(refusal);
  }

  private static boolean isOld(Event event, Instant now) {
    return Times.parse(event.getLastTimestamp())
        .map(last -> last.plus(REPEATS_WITHIN).isBefore(now))
        .orElse(true);
  }

  private Event first(Key key, Instant now) {
    return client.resource(newEvent(key, now)).create();
  }

  private Event again(Event before, Instant now) {
    var event =
        new EventBuilder(before)
            .withCount(before.getCount() + 1)
            .withLastTimestamp(Times.seconds(now))
            .build();
    return client.resource(event).update();
  }

  private Event newEvent(Key key, Instant now) {
    var about = key.about();
    var time = Times.seconds(now);
    return new EventBuilder()
        .withNewMetadata()
        .withName(about.getName() + "." + Long.toHexString(now.toEpochMilli()) + "." + ++serial)
        .withNamespace(about.getNamespace())
        .endMetadata()
        .withInvolvedObject(about)
        .withType(key.notice().type().name())
        .withReason(key.notice().reason())
        .withMessage(key.notice().message())
        .withNewSource()
        .withComponent(COMPONENT)
        .endSource()
        .withReportingComponent(COMPONENT)
        .withReportingInstance(COMPONENT)
        .withFirstTimestamp(time)
        .withLastTimestamp(time)
        .withCount(1)
        .build();
  }

  private static ObjectReference reference(HasMetadata about) {
    return new ObjectReferenceBuilder()
        .withApiVersion(about.getApiVersion())
        .withKind(about.getKind())
        .withNamespace(about.getMetadata().getNamespace())
        .withName(about.getMetadata().getName())
        .withUid(about.getMetadata().getUid())
        .build();
  }

  private record Key(ObjectReference about, Notice notice) {}
}
