package dev.muster.cli.demo;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.function.LongSupplier;
import picocli.CommandLine.Help.Ansi;

/** What the demo says, a line at a time: coloured on a terminal, plain in a log. */
final class Screen {
  private static final int WIDTH = 100;

  private final PrintWriter out;
  private final LongSupplier nanoTime;
  private final long began;
  private int chapter;

  Screen(PrintWriter out, LongSupplier nanoTime) {
    this.out = out;
    this.nanoTime = nanoTime;
    this.began = nanoTime.getAsLong();
  }

  void title(String text) {
    say("@|bold " + text + "|@");
  }

  /** Begins the next numbered part. */
  void chapter(String text) {
    chapter++;
    out.println();
    say("@|bold,cyan " + chapter + ". " + text + "|@");
  }

  /** One line with the time since the demo began. */
  void line(String text) {
    var seconds = Duration.ofNanos(nanoTime.getAsLong() - began).toMillis() / 1_000.0;
    say(String.format("@|faint %6.2fs|@  %s", seconds, cut(text)));
  }

  /** Something that another program said. */
  void quote(String text) {
    text.lines().forEach(line -> say("         @|green ||@ " + cut(escape(line))));
  }

  void good(String text) {
    line("@|bold,green " + text + "|@");
  }

  private static String escape(String text) {
    return text.replace("@|", "@ |");
  }

  private static String cut(String text) {
    return text.length() <= 3 * WIDTH ? text : text.substring(0, 3 * WIDTH) + " ...";
  }

  private void say(String markup) {
    out.println(Ansi.AUTO.string(markup));
    out.flush();
  }
}
