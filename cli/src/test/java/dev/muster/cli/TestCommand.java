package dev.muster.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;

/** The {@code muster} command within a test. */
public final class TestCommand {
  private TestCommand() {}

  /** How it ended and what it printed. */
  public record Result(int code, String out, String err) {
    /** All that it printed. */
    public String text() {
      return out + err;
    }
  }

  /** Runs a command line whose words have no spaces. */
  public static Result run(String line) {
    return run(List.of(line.split(" ", -1)));
  }

  /** Runs a command line of these words. */
  public static Result run(List<String> words) {
    var out = new StringWriter();
    var err = new StringWriter();
    int code =
        Main.commandLine()
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true))
            .execute(words.toArray(String[]::new));
    return new Result(code, out.toString(), err.toString());
  }
}
