package dev.muster.api.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.deser.DeserializationProblemHandler;
import com.fasterxml.jackson.databind.deser.ValueInstantiator;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reading that one bad object cannot stop.
 *
 * <p>An informer that meets an object it cannot parse never gets past it, and with it stand all
 * objects of that kind. Such objects exist: stored before a schema was tightened, or by a cluster
 * whose CRDs are older. Here a value of the wrong type reads as absent and is logged with its path;
 * whoever looks at the object then finds a required field missing and says so in a condition.
 */
public final class TolerantJson {
  private static final Logger LOG = LoggerFactory.getLogger(TolerantJson.class);

  private TolerantJson() {}

  /** A serialization for a KubernetesClient; each call makes a new one. */
  public static KubernetesSerialization serialization() {
    return new KubernetesSerialization(mapper(), true);
  }

  static ObjectMapper mapper() {
    return new ObjectMapper().addHandler(new ReadsAsAbsent());
  }

  private static final class ReadsAsAbsent extends DeserializationProblemHandler {
    /** A field of a newer or an older release. */
    @Override
    public boolean handleUnknownProperty(
        DeserializationContext context,
        JsonParser parser,
        JsonDeserializer<?> deserializer,
        Object bean,
        String name)
        throws IOException {
      parser.skipChildren();
      return true;
    }

    @Override
    public Object handleWeirdKey(
        DeserializationContext context, Class<?> type, String key, String message) {
      return absent(context, type, message);
    }

    @Override
    public Object handleWeirdStringValue(
        DeserializationContext context, Class<?> type, String value, String message) {
      return absent(context, type, message);
    }

    @Override
    public Object handleWeirdNumberValue(
        DeserializationContext context, Class<?> type, Number value, String message) {
      return absent(context, type, message);
    }

    @Override
    public Object handleUnexpectedToken(
        DeserializationContext context,
        JavaType type,
        JsonToken token,
        JsonParser parser,
        String message)
        throws IOException {
      parser.skipChildren();
      return absent(context, type.getRawClass(), "unexpected " + token);
    }

    @Override
    public Object handleInstantiationProblem(
        DeserializationContext context, Class<?> type, Object argument, Throwable problem) {
      return absent(context, type, problem.getMessage());
    }

    @Override
    public Object handleMissingInstantiator(
        DeserializationContext context,
        Class<?> type,
        ValueInstantiator instantiator,
        JsonParser parser,
        String message)
        throws IOException {
      parser.skipChildren();
      // An answer such as "404 page not found", of which the client tries to make a Status.
      return type == Status.class ? null : absent(context, type, message);
    }

    private static Object absent(DeserializationContext context, Class<?> type, String message) {
      LOG.atWarn()
          .addKeyValue("path", context.getParser().getParsingContext().pathAsPointer())
          .addKeyValue("expected", type.getSimpleName())
          .addKeyValue("problem", message)
          .log("A stored object has a value of the wrong type; it reads as absent");
      return null;
    }
  }
}
