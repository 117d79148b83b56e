package dev.muster.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** Runs the shell blocks of the documents as their readers do. */
final class ShellBlock {
  private static final long PATIENCE_SECONDS = 180;

  private ShellBlock() {}

  /** Runs one, which must end well: what it printed. What it leaves running is killed. */
  static String run(MusterProcess muster, String script) throws IOException, InterruptedException {
    var output = Files.createTempFile("shell-block", ".txt");
    try {
      var process = start(muster, script, output);
      boolean ended;
      try {
        ended = process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
      } finally {
        killGroup(process.pid());
      }
      var text = Files.readString(output);
      assertThat(ended).as("did not end: " + script + "\n" + text).isTrue();
      assertThat(process.exitValue()).as(script + "\n" + text).isZero();
      return text;
    } finally {
      Files.delete(output);
    }
  }

  /** In a process group of its own, to which its children belong, also when they outlive it. */
  private static Process start(MusterProcess muster, String script, Path output)
      throws IOException {
    var builder =
        new ProcessBuilder("setsid", "bash", "-euo", "pipefail", "-c", script)
            .directory(MusterProcess.HOME.toFile())
            .redirectErrorStream(true)
            .redirectInput(Path.of("/dev/null").toFile())
            .redirectOutput(output.toFile());
    builder.environment().put("KUBECONFIG", muster.kubeconfig().toString());
    builder.environment().put("URL", muster.http().toString());
    builder.environment().put("MANAGEMENT", muster.management().toString());
    builder.environment().put("TOKEN", muster.token());
    return builder.start();
  }

  private static void killGroup(long group) throws IOException, InterruptedException {
    new ProcessBuilder("bash", "-c", "kill -KILL -- -" + group)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start()
        .waitFor();
  }
}
