package dev.muster.bench;

import java.io.PrintWriter;
import java.io.StringWriter;

/** How a {@code muster bench} command ended, and what it printed. */
public record BenchRun(int code, String out, String err) {

  /** Runs a command. */
  public static BenchRun of(String... words) {
    var out = new StringWriter();
    var err = new StringWriter();
    int code =
        Main.commandLine()
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true))
            .execute(words);
    return new BenchRun(code, out.toString(), err.toString());
  }
}
