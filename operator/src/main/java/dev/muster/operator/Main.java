package dev.muster.operator;

import dev.muster.api.client.KubernetesClients;
import java.time.Clock;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The operator as a process of its own. */
public final class Main {
  private static final String LOGGING = "logback.configurationFile";

  static {
    // Not called logback.xml: the command line has one of its own, and this module on its class
    // path.
    if (System.getProperty(LOGGING) == null) {
      System.setProperty(LOGGING, "muster-operator-logback.xml");
    }
  }

  private static final Logger LOG = LoggerFactory.getLogger(Main.class);

  private Main() {}

  /** Runs until the process is asked to end. The environment says how: {@link OperatorConfig}. */
  public static void main(String[] arguments) throws InterruptedException {
    OperatorConfig config;
    try {
      config = OperatorConfig.of(System.getenv());
    } catch (IllegalArgumentException e) {
      LOG.atError().log("The environment is wrong: {}", e.getMessage());
      System.exit(2);
      return;
    }
    run(config);
  }

  private static void run(OperatorConfig config) throws InterruptedException {
    var ended = new CountDownLatch(1);
    var client = KubernetesClients.builder().build();
    try {
      var operator = MusterOperator.start(client, config, Clock.systemUTC());
      Runtime.getRuntime()
          .addShutdownHook(
              new Thread(
                  () -> {
                    operator.close();
                    client.close();
                    ended.countDown();
                  },
                  "muster-shutdown"));
    } catch (RuntimeException e) {
      LOG.atError().setCause(e).log("The operator cannot start");
      client.close();
      System.exit(1);
    }
    ended.await();
  }
}
