package dev.muster.examples.gameserver;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A game server for one match: reads the environment, opens the game port, admits players by ticket
 * id, and exits when the match is over. Exit codes: 0 the match is over or SIGTERM came, 1 the port
 * could not be served, 2 the environment is not valid.
 */
public final class GameServer {
  private static final int OVER = 0;
  private static final int PORT_FAILED = 1;
  private static final int ENVIRONMENT_INVALID = 2;
  private static final long GOODBYE_MILLIS = 1_500;

  private final Log log;
  private final CountDownLatch over = new CountDownLatch(1);

  private GameServer(Log log) {
    this.log = log;
  }

  /** Runs the server with the environment of this process. */
  public static void main(String[] args) {
    var out =
        new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    int code = new GameServer(new Log(out, Clock.systemUTC())).run();
    if (code != OVER) {
      System.exit(code);
    }
  }

  private int run() {
    try {
      var environment = new Environment(System.getenv());
      var config = ServerConfig.read(environment);
      var roster = Roster.read(environment);
      environment.refuseProblems();
      if (config.exitAtStart() != 0) {
        log.line("exits with " + config.exitAtStart() + ", as EXIT_AT_START says");
        return config.exitAtStart();
      }
      environment.text("ARBITRIUM_REQUEST_ID").ifPresent(id -> log.line("server " + id));
      return serve(config, roster);
    } catch (InvalidEnvironment e) {
      log.line("cannot start, the environment is not valid: " + e.getMessage());
      return ENVIRONMENT_INVALID;
    } finally {
      over.countDown();
    }
  }

  private int serve(ServerConfig config, Roster roster) {
    try {
      var loop = new ServerLoop(config, roster, GameServer::millis, log, this::logOpen);
      Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(loop), "stop"));
      RosterText.lines(roster).forEach(log::line);
      log.line("goodbye, the match is over: " + loop.run());
      return OVER;
    } catch (IOException e) {
      log.line("cannot serve UDP and TCP " + Log.text(config.address()) + ": " + e.getMessage());
      return PORT_FAILED;
    }
  }

  private void logOpen(InetSocketAddress address) {
    log.line("ready on UDP " + Log.text(address));
  }

  /**
   * Ends the match when the JVM is told to end. The JVM would exit with 143 after SIGTERM, which
   * Kubernetes shows as a failure, so this exits with 0 itself.
   */
  private void stop(ServerLoop loop) {
    if (over.getCount() == 0) {
      return;
    }
    loop.stop();
    try {
      over.await(GOODBYE_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Runtime.getRuntime().halt(OVER);
  }

  private static long millis() {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
  }
}
