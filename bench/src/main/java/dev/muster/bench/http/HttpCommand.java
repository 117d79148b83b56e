package dev.muster.bench.http;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.HdrHistogram.Histogram;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code bench/run http}: load on the API that game clients call. */
@Command(
    name = "http",
    description =
        "Loads the HTTP API. First players come whom nobody suits; while they wait some of them poll"
            + " once a second, and each answer's time is told from the moment at which its request"
            + " should have been sent. Then as many tickets as possible are made, and read, beside a"
            + " bare Vert.x server that reads and writes JSON. The last line is JSON.")
public final class HttpCommand implements Callable<Integer> {
  private static final int AT_ONCE = 64;

  @Option(
      names = "--waiting",
      defaultValue = "50000",
      description = "How many tickets wait; default ${DEFAULT-VALUE}.")
  private int waiting;

  @Option(
      names = "--pollers",
      defaultValue = "2000",
      description = "How many of them poll; default ${DEFAULT-VALUE}.")
  private int pollers;

  @Option(
      names = "--seconds",
      defaultValue = "30",
      description = "How long they poll, at least 2; default ${DEFAULT-VALUE}.")
  private int seconds;

  @Option(
      names = "--rounds",
      defaultValue = "3",
      description = "How often the throughputs are measured, 3 s each; default ${DEFAULT-VALUE}.")
  private int rounds;

  @Option(
      names = "--round-seconds",
      defaultValue = "3",
      description = "How long each of these takes; default ${DEFAULT-VALUE}.")
  private int roundSeconds;

  @Option(
      names = "--url",
      description =
          "A Muster that runs; its queue nobody-suits must be one where only players of the same"
              + " rating and mode meet. Default: ./muster dev is started.")
  private String url;

  @Option(names = "--token", description = "Its token.", defaultValue = "")
  private String token;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    if (pollers < 1 || waiting < pollers || seconds < 2 || rounds < 1 || roundSeconds < 1) {
      throw new ParameterException(
          spec.commandLine(),
          "--pollers, --rounds and --round-seconds of at least 1, --seconds of at least 2 and"
              + " --waiting of at least --pollers were expected");
    }
    if (url != null) {
      return run(url, token);
    }
    var home = Path.of(System.getProperty("muster.home", "."));
    try (var muster = StartedMuster.start(home, Players.PROFILE)) {
      return run(muster.url(), muster.token());
    }
  }

  private int run(String server, String secret) throws IOException {
    var vertx = Vertx.vertx();
    try (var client = new Client(vertx, server, secret, Math.max(AT_ONCE, pollers));
        var few = new Client(vertx, server, secret, AT_ONCE);
        var echo = Echo.start();
        var echoClient = new Client(vertx, echo.url(), secret, AT_ONCE)) {
      var players = new Players();
      say("%,d players come ...", waiting);
      var paths = players.come(few, waiting, AT_ONCE);
      say("%,d of them poll for %d s ...", pollers, seconds);
      var polling = new Pollers(vertx, client, Arrays.copyOf(paths, pollers), seconds);
      polling.run();
      tell(polling);
      say("those who do not poll leave, to make room; then as many requests as possible ...");
      var all = Arrays.asList(paths);
      Players.leave(few, all.subList(pollers, waiting), AT_ONCE);
      var polled = Arrays.copyOf(paths, pollers);
      var ratios = Rates.measure(vertx, few, echoClient, players, polled, rounds, roundSeconds);
      report(polling, ratios);
      return polling.failed() == 0 ? 0 : 1;
    } finally {
      vertx.close().await();
    }
  }

  private void say(String text, Object... values) {
    spec.commandLine().getErr().printf(Locale.ROOT, text + "%n", values);
  }

  private void tell(Pollers polling) {
    spec.commandLine().getOut().printf(Locale.ROOT, "polls that failed: %d%n", polling.failed());
    tell("first polls, each over a new connection", polling.first());
    tell("polls after that", polling.later());
  }

  private void tell(String what, Histogram micros) {
    spec.commandLine()
        .getOut()
        .printf(
            Locale.ROOT,
            "%s: %,d; ms: p50 %.1f, p90 %.1f, p99 %.1f, p99.9 %.1f, most %.1f%n",
            what,
            micros.getTotalCount(),
            millis(micros, 50),
            millis(micros, 90),
            millis(micros, 99),
            millis(micros, 99.9),
            millis(micros, 100));
  }

  private static double millis(Histogram micros, double percent) {
    return micros.getValueAtPercentile(percent) / 1_000.0;
  }

  private void report(Pollers polling, Rates rates) {
    var out = spec.commandLine().getOut();
    out.printf(
        Locale.ROOT,
        "per second: %,.0f creates, %.2f of the echo's %,.0f; %,.0f polls, %.2f of the echo's %,.0f%n",
        rates.creates(),
        rates.creates() / rates.echoedPosts(),
        rates.echoedPosts(),
        rates.polls(),
        rates.polls() / rates.echoedGets(),
        rates.echoedGets());
    out.println(
        new JsonObject()
            .put("waiting", waiting)
            .put("pollers", pollers)
            .put("polls", polling.first().getTotalCount() + polling.later().getTotalCount())
            .put("failed", polling.failed())
            .put("firstP99Ms", millis(polling.first(), 99))
            .put("firstMostMs", millis(polling.first(), 100))
            .put("p50Ms", millis(polling.later(), 50))
            .put("p99Ms", millis(polling.later(), 99))
            .put("p999Ms", millis(polling.later(), 99.9))
            .put("mostMs", millis(polling.later(), 100))
            .put("createsPerSecond", Math.round(rates.creates()))
            .put("createsOfEcho", rounded(rates.creates() / rates.echoedPosts()))
            .put("pollsPerSecond", Math.round(rates.polls()))
            .put("pollsOfEcho", rounded(rates.polls() / rates.echoedGets())));
  }

  private static double rounded(double ratio) {
    return Math.round(ratio * 100) / 100.0;
  }
}
