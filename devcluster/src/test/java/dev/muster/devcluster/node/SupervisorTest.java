package dev.muster.devcluster.node;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SupervisorTest {
  @TempDir Path directory;

  @BeforeAll
  static void waitLong() {
    Awaitility.setDefaultTimeout(Duration.ofSeconds(30));
  }

  /** The shells of this machine, each once: {@code sh} is often a link to another. */
  static Stream<Path> shells() {
    return Stream.of("sh", "dash", "bash")
        .flatMap(name -> Supervisor.find(name, System.getenv("PATH")).stream())
        .map(SupervisorTest::real)
        .distinct();
  }

  private static Path real(Path path) {
    try {
      return path.toRealPath();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static final class Output implements ContainerProcess.Listener {
    final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    final CompletableFuture<Integer> exitCode = new CompletableFuture<>();

    @Override
    public synchronized void output(byte[] more, int length) {
      bytes.write(more, 0, length);
    }

    @Override
    public void ended(int code) {
      exitCode.complete(code);
    }

    synchronized String text() {
      return bytes.toString(UTF_8);
    }

    int code() throws Exception {
      return exitCode.get(30, TimeUnit.SECONDS);
    }
  }

  private Launch script(String script) {
    return new Launch(
        List.of("/bin/sh", "-c", script), Map.of("PATH", System.getenv("PATH")), directory);
  }

  @ParameterizedTest
  @MethodSource("shells")
  void tellsOutputAndExitCode(Path shell) throws Exception {
    var output = new Output();

    new Supervisor(directory, shell).start(script("echo out; echo err >&2; exit 7"), output);

    assertThat(output.code()).isEqualTo(7);
    assertThat(output.text()).isEqualTo("out\nerr\n");
  }

  @ParameterizedTest
  @MethodSource("shells")
  void tellsASignalAs128AndItsNumber(Path shell) throws Exception {
    var output = new Output();

    new Supervisor(directory, shell).start(script("kill -s KILL $$"), output);

    assertThat(output.code()).isEqualTo(137);
  }

  @ParameterizedTest
  @MethodSource("shells")
  void passesTermOnAndLetsTheProcessEndInItsOwnWay(Path shell) throws Exception {
    var output = new Output();
    var process =
        new Supervisor(directory, shell)
            .start(
                script("trap 'echo bye; exit 3' TERM; echo up; while :; do sleep 0.05; done"),
                output);
    await().until(() -> output.text().contains("up"));

    process.terminate();

    assertThat(output.code()).isEqualTo(3);
    assertThat(output.text()).isEqualTo("up\nbye\n");
  }

  @ParameterizedTest
  @MethodSource("shells")
  void killsAlsoWhatIgnoresTermAndItsChildren(Path shell) throws Exception {
    var output = new Output();
    var process =
        new Supervisor(directory, shell)
            .start(script("trap '' TERM; sleep 1000 & echo $!; wait"), output);
    await().until(() -> output.text().endsWith("\n"));
    long child = Long.parseLong(output.text().strip());
    process.terminate();

    process.kill();

    assertThat(output.code()).isEqualTo(137);
    await().until(() -> isGone(child));
  }

  @ParameterizedTest
  @MethodSource("shells")
  void leavesNoChildBehindWhenTheMainProcessEnds(Path shell) throws Exception {
    var output = new Output();

    new Supervisor(directory, shell).start(script("sleep 1000 & echo $!"), output);

    assertThat(output.code()).isZero();
    await().until(() -> isGone(Long.parseLong(output.text().strip())));
  }

  @Test
  void givesTheEnvironmentAndArgumentsUnharmedAndNothingElse() throws Exception {
    var output = new Output();
    var tricky = "ü 'q' \"d\" $HOME `x` \\ \n second";
    var environment = Map.of("TRICKY", tricky, "odd.name", "1", "PATH", System.getenv("PATH"));

    new Supervisor(directory)
        .start(new Launch(List.of("env", "-0"), environment, directory), output);

    assertThat(output.code()).isZero();
    assertThat(output.text().split("\0", -1))
        .containsExactlyInAnyOrder(
            "TRICKY=" + tricky, "odd.name=1", "PATH=" + System.getenv("PATH"), "");
  }

  @Test
  void leavesNoScriptBehind() throws Exception {
    var output = new Output();

    new Supervisor(directory).start(script("exit 0"), output);

    assertThat(output.code()).isZero();
    assertThat(directory).isEmptyDirectory();
  }

  /** Runs in a JVM of its own: starts two processes, tells their ids, and waits to be killed. */
  static final class Victim {
    public static void main(String[] arguments) throws Exception {
      var directory = Path.of(arguments[0]);
      var output = new Output();
      new Supervisor(directory, Path.of(arguments[1]))
          .start(
              new Launch(
                  List.of("/bin/sh", "-c", "trap '' TERM; sleep 1000 & echo $$ $!; wait"),
                  Map.of("PATH", System.getenv("PATH")),
                  directory),
              output);
      await().until(() -> output.text().endsWith("\n"));
      System.out.print(output.text());
      System.out.flush();
      Thread.currentThread().join();
    }
  }

  @ParameterizedTest
  @MethodSource("shells")
  void endsEveryProcessWhenItsJvmIsKilled(Path shell) throws Exception {
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var jvm =
        new ProcessBuilder(
                java,
                "-cp",
                System.getProperty("java.class.path"),
                Victim.class.getName(),
                directory.toString(),
                shell.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    var ids = firstLine(jvm).split(" ", -1);
    long main = Long.parseLong(ids[0]);
    long child = Long.parseLong(ids[1]);
    assertThat(isGone(main)).isFalse();

    jvm.destroyForcibly();

    await().until(() -> isGone(main) && isGone(child));
  }

  private static String firstLine(Process process) throws IOException {
    try (var reader = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
      return reader.readLine();
    }
  }

  private static boolean isGone(long id) {
    return ProcessHandle.of(id).map(handle -> !handle.isAlive()).orElse(true);
  }
}
