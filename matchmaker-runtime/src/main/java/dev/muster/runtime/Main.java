package dev.muster.runtime;

import dev.muster.runtime.cluster.ClusterClient;
import io.vertx.core.Vertx;
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

  private Main() {}

  /** Runs it. Everything that it is told comes from the environment: {@link RuntimeConfig}. */
  public static void main(String[] args) {
    Thread.setDefaultUncaughtExceptionHandler(
        (thread, problem) ->
            LOG.atError()
                .setCause(problem)
                .addKeyValue("thread", thread.getName())
                .log("A thread ended with an error"));
    try {
      start(RuntimeConfig.of(System.getenv()));
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

  private static void start(RuntimeConfig config) {
    // Both take long to load; side by side they take half of it.
    var vertx = CompletableFuture.supplyAsync(Vertx::vertx);
    var client = ClusterClient.open(config.namespace());
    var process = new RuntimeProcess(config, vertx.join(), client);
    Runtime.getRuntime().addShutdownHook(new Thread(process::stop, "stop"));
    process.start().toCompletableFuture().join();
  }
}
