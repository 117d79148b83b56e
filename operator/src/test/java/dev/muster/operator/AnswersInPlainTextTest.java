package dev.muster.operator;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.muster.api.json.TolerantJson;
import dev.muster.api.v1alpha1.MatchmakerProfile;
import io.fabric8.kubernetes.api.model.Status;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What an API server says where it has no such path is no stored object, and no news. */
class AnswersInPlainTextTest {
  private final Logger logger = (Logger) LoggerFactory.getLogger(TolerantJson.class);
  private final ListAppender<ILoggingEvent> logged = new ListAppender<>();

  @BeforeEach
  void listen() {
    logged.start();
    logger.addAppender(logged);
  }

  @AfterEach
  void stop() {
    logger.detachAppender(logged);
  }

  @Test
  void areNoStatusAndNotLogged() {
    // When
    var status = TolerantJson.serialization().unmarshal("404 page not found\n", Status.class);
    // Then
    assertThat(status).isNull();
    assertThat(logged.list).isEmpty();
  }

  @Test
  void aStoredObjectThatIsOnlyATextIsLogged() {
    // When
    TolerantJson.serialization().unmarshal("{\"spec\": \"x\"}", MatchmakerProfile.class);
    // Then
    assertThat(logged.list).hasSize(1);
  }
}
