package dev.muster.runtime;

import dev.muster.runtime.beacon.EchoBeacon;
import dev.muster.runtime.cluster.ClusterClient;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The runtime as a process. It ends when it is told to (SIGTERM), or with exit code 1 when it
 * cannot start.
 */
public final class Main {
  private static final String LOGGING = "logback.configurationFile";

  static {
    // Not called logback.xml, so that it is only taken where this process is the whole process.
    if (System.getProperty(LOGGING) == null) {
      System.setProperty(LOGGING, "muster-runtime-logback.xml");
    }
  }

  private static final Logger LOG = LoggerFactory.getLogger(Main.class);
  private static final int CANNOT_START = 1;
  private static final String BEACON = "beacon";

  private Main() {}

  /**
   * Runs it. Everything that it is told comes from the environment: {@link RuntimeConfig}. With the
   * argument {@code beacon} it is a beacon instead: {@link BeaconConfig}.
   */
  public static void main(String[] args) {
    Thread.setDefaultUncaughtExceptionHandler(
        (thread, problem) ->
            LOG.atError()
                .setCause(problem)
                .addKeyValue("thread", thread.getName())
                .log("A thread ended with an error"));
    try {
      if (args.length == 1 && args[0].equals(BEACON)) {
        startBeacon(BeaconConfig.of(System.getenv()));
      } else if (args.length == 0) {
        start(RuntimeConfig.of(System.getenv()));
      } else {
        LOG.atError()
            .addKeyValue("arguments", List.of(args))
            .log("No argument was expected, or the one argument " + BEACON);
        System.exit(CANNOT_START);
      }
    } catch (InvalidConfig e) {
      LOG.atError().addKeyValue("problems", e.problems()).log("The configuration is not valid");
      System.exit(CANNOT_START);
    } catch (CompletionException e) {
      LOG.atError().addKeyValue("cause", e.getCause().getMessage()).log("Cannot start");
      System.exit(CANNOT_START);
    } catch (RuntimeException e) {
      LOG.atError().setCause(e).log("Cannot start");
      System.exit(CANNOT_START);
    }
  }

  private static void startBeacon(BeaconConfig config) {
    var vertx = Vertx.vertx();
    var beacon = new EchoBeacon(vertx, config.limits(), System::nanoTime);
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(() -> vertx.close().toCompletionStage().toCompletableFuture().join()));
    var ports =
        beacon
            .listen(config.bindAddress(), config.ports())
            .toCompletionStage()
            .toCompletableFuture()
            .join();
    LOG.atInfo()
        .addKeyValue("address", config.bindAddress())
        .addKeyValue("tcp", ports.tcp())
        .addKeyValue("udp", ports.udp())
        .log("The beacon answers");
  }

  private static void start(RuntimeConfig config) {
    // Both take long to load; side by side they take half of it.
    var vertx = CompletableFuture.supplyAsync(Vertx::vertx);
    var client = ClusterClient.open(config.namespace());
    var process = new RuntimeProcess(config, vertx.join(), client);
    Runtime.getRuntime().addShutdownHook(new Thread(process::stop, "stop"));
    process.start().toCompletableFuture().join();
  }
}
