package dev.muster.bench.crowd;

import dev.muster.bench.AdvancedExample;
import dev.muster.bench.ImplementationOption;
import dev.muster.bench.Percentiles;
import dev.muster.bench.SeedOption;
import dev.muster.bench.crowd.Crowd.Pause;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code muster bench crowd}: players who come over some time, one millisecond after another. */
@Command(
    name = "crowd",
    description =
        "Lets tickets wait whom nobody suits, and lets others come at a rate that rises and falls"
            + " like a day's; changes a rule half-way. The clock is virtual: each millisecond's"
            + " arrivals are added and matched, and what that takes is measured. Rules: the"
            + " advanced example's.")
public final class CrowdCommand implements Callable<Integer> {
  private static final int OTHER_RANGE = 75;

  @Option(
      names = "--waiting",
      defaultValue = "100000",
      description = "How many tickets wait from the beginning; default ${DEFAULT-VALUE}.")
  private int waiting;

  @Option(
      names = "--arrivals-per-second",
      defaultValue = "2000",
      description = "How many tickets come, on average; default ${DEFAULT-VALUE}.")
  private int arrivals;

  @Option(
      names = "--seconds",
      defaultValue = "60",
      description = "How long, in virtual time; default ${DEFAULT-VALUE}.")
  private int seconds;

  @Option(
      names = "--warm-up-seconds",
      defaultValue = "20",
      description = "How long before that nothing is measured; default ${DEFAULT-VALUE}.")
  private int warmUpSeconds;

  @Mixin private SeedOption seed;
  @Mixin private ImplementationOption implementation;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    if (waiting < 0 || arrivals < 1 || seconds < 2 || warmUpSeconds < 0) {
      throw new ParameterException(
          spec.commandLine(),
          "--waiting and --warm-up-seconds of at least 0, --arrivals-per-second of at least 1 and"
              + " --seconds of at least 2 were expected");
    }
    var crowd = new Crowd(implementation.get(), waiting, arrivals, seed.get());
    crowd.pass(warmUpSeconds);
    crowd.measureFromHere();
    crowd.pass(seconds / 2);
    var calm = crowd.pauses();
    crowd.forgetPauses();
    crowd.change(AdvancedExample.profile(OTHER_RANGE));
    var change = crowd.pauses();
    crowd.pass(seconds - seconds / 2);
    report(crowd, calm, change);
    return 0;
  }

  private void report(Crowd crowd, List<Pause> calm, List<Pause> change) {
    var out = spec.commandLine().getOut();
    var after = crowd.pauses();
    var quality = crowd.quality();
    out.printf(
        Locale.ROOT,
        "crowd, %s: %d tickets came, %d waited at the end, %.1f us of CPU per ticket%n",
        implementation,
        crowd.came(),
        crowd.waiting(),
        crowd.cpuMicrosPerTicket());
    quality.print(out);
    pauses(out, "pauses, ms", calm);
    out.printf(
        Locale.ROOT,
        "  the change of rules, ms: %.1f, of CPU %.1f, in %d portions; the worst %.1f, of CPU %.1f%n",
        change.stream().mapToDouble(Pause::wall).sum(),
        change.stream().mapToDouble(Pause::cpu).sum(),
        change.size(),
        wall(change).at(100),
        cpu(change).at(100));
    pauses(out, "pauses after it, ms", after);
    out.printf(
        Locale.ROOT,
        "{\"implementation\":\"%s\",\"waiting\":%d,\"arrivalsPerSecond\":%d,\"seconds\":%d,"
            + "\"came\":%d,\"matches\":%d,\"cpuMicrosPerTicket\":%.2f,\"waitP50\":%.3f,"
            + "\"waitP99\":%.3f,\"spreadP50\":%.1f,\"worstLatencyP50\":%.1f,\"pauseP999\":%.3f,"
            + "\"pauseMost\":%.3f,\"changeMillis\":%.3f,\"changeMost\":%.3f,"
            + "\"pauseAfterChangeP999\":%.3f,"
            + "\"pauseAfterChangeMost\":%.3f}%n",
        implementation,
        waiting,
        arrivals,
        seconds,
        crowd.came(),
        quality.matches(),
        crowd.cpuMicrosPerTicket(),
        quality.waitSeconds().at(50),
        quality.waitSeconds().at(99),
        quality.spread().at(50),
        quality.worstLatency().at(50),
        wall(calm).at(99.9),
        wall(calm).at(100),
        change.stream().mapToDouble(Pause::wall).sum(),
        wall(change).at(100),
        wall(after).at(99.9),
        wall(after).at(100));
    out.flush();
  }

  private static Percentiles wall(List<Pause> pauses) {
    return Percentiles.of(pauses.stream().mapToDouble(Pause::wall));
  }

  private static Percentiles cpu(List<Pause> pauses) {
    return Percentiles.of(pauses.stream().mapToDouble(Pause::cpu));
  }

  private static void pauses(PrintWriter out, String name, List<Pause> pauses) {
    line(out, name, wall(pauses));
    line(out, name + " of CPU", cpu(pauses));
  }

  private static void line(PrintWriter out, String name, Percentiles pauses) {
    out.printf(
        Locale.ROOT,
        "  %s: p50 %.3f, p99 %.3f, p99.9 %.3f, worst %.3f of %d%n",
        name,
        pauses.at(50),
        pauses.at(99),
        pauses.at(99.9),
        pauses.at(100),
        pauses.count());
  }
}
