package dev.muster.e2e;

import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;

/** The environment of pods of {@link TestImages#PRINT_ENV}. */
public final class PodEnvironment {
  private PodEnvironment() {}

  /** Waits until the pod has printed it. */
  public static Map<String, String> of(MusterProcess muster, String pod) {
    var log =
        await("the server prints its environment")
            .atMost(Duration.ofMinutes(1))
            .until(
                () -> muster.client().pods().inNamespace("default").withName(pod).getLog(),
                text -> text.contains("\n"));
    var decoded =
        new String(
            Base64.getDecoder().decode(log.lines().findFirst().orElseThrow()),
            StandardCharsets.UTF_8);
    var environment = new TreeMap<String, String>();
    for (var variable : decoded.split("\0", -1)) {
      int split = variable.indexOf('=');
      if (split > 0) {
        environment.put(variable.substring(0, split), variable.substring(split + 1));
      }
    }
    return environment;
  }
}
