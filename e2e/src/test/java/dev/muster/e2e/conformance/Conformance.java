package dev.muster.e2e.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.muster.api.v1alpha1.Matchmaker;
import dev.muster.e2e.MusterProcess;
import dev.muster.e2e.SharedMuster;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives tests a {@link Line} of their kit and sees that they send what they say they do. While they
 * run, the Matchmaker has two beacons.
 */
final class Conformance
    implements BeforeAllCallback,
        AfterAllCallback,
        BeforeEachCallback,
        AfterEachCallback,
        ParameterResolver {
  private static final ExtensionContext.Namespace NAMESPACE =
      ExtensionContext.Namespace.create(Conformance.class);
  private static final String BEACONS =
      """
      {"spec": {"beacons": [
        {"city": "Chicago", "host": "203.0.113.5", "tcpPort": 51123, "udpPort": 51456,
         "country": "United States", "continent": "North America",
         "administrativeDivision": "Illinois", "timezone": "America/Chicago"},
        {"city": "Montreal", "host": "203.0.113.6", "tcpPort": 51123, "udpPort": 51456}]}}
      """;

  /** Changes the Matchmaker; players see it some time later. */
  static void edit(MusterProcess muster, String mergePatch) {
    muster
        .client()
        .resources(Matchmaker.class)
        .inNamespace("default")
        .withName("default")
        .patch(PatchContext.of(PatchType.JSON_MERGE), mergePatch);
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    beacons(context, BEACONS, 2);
  }

  @Override
  public void afterAll(ExtensionContext context) {
    beacons(context, "{\"spec\": {\"beacons\": null}}", 0);
  }

  private static void beacons(ExtensionContext context, String patch, int count) {
    var muster = SharedMuster.of(context);
    Queues.of(muster).solo();
    edit(muster, patch);
    var line = Line.of(kit(context), muster, new HashSet<>());
    await("the beacons are known")
        .until(() -> line.get("/locations/beacons").body().contains("\"count\":" + count));
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    context.getStore(NAMESPACE).put(Set.class, new HashSet<String>());
  }

  @Override
  public void afterEach(ExtensionContext context) {
    var sends = context.getRequiredTestMethod().getAnnotation(Sends.class);
    if (sends != null && context.getExecutionException().isEmpty()) {
      assertThat(sent(context)).as("what the test sends").containsAll(List.of(sends.value()));
    }
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Line.class;
  }

  @Override
  public Line resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return Line.of(kit(context), SharedMuster.of(context), sent(context));
  }

  private static Kit kit(ExtensionContext context) {
    return context.getRequiredTestClass().getAnnotation(Plays.class).value();
  }

  @SuppressWarnings("unchecked")
  private static Set<String> sent(ExtensionContext context) {
    return context.getStore(NAMESPACE).get(Set.class, Set.class);
  }
}
