package dev.muster.devcluster.node;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Starts processes that never outlive this one, however it ends.
 *
 * <p>Each is the child of a small shell script in a session of its own, and leads a session and so
 * a process group itself. A reader beside the script holds a pipe from this process: a line on it
 * names a signal to pass on, its end means that this process is gone (the kernel closes the pipe
 * after a {@code kill -9} too), upon which the group gets SIGTERM and, at most 5 s later, SIGKILL.
 * When the child ends, what is left of its group is killed and the script ends with the child's
 * exit code. The script needs a POSIX shell and {@code setsid}, which Linux distributions and
 * BusyBox have; job control ({@code set -m}) would not do, since dash has none without a terminal.
 *
 * <p>Command and environment are written into the script as UTF-8, so that they reach the process
 * unharmed whatever this machine's locale is; {@code env -i} lets nothing else in. Safe for use
 * from any thread.
 */
public final class Supervisor implements AutoCloseable {
  private static final String HEAD =
      """
      rm -f -- "$0"
      exec 3<&0 </dev/null
      cd %s || exit 128
      """;
  private static final String CHILD =
      """
      %s -i %s %s %s 3<&- &
      """;
  private static final String TAIL =
      """
      child=$!
      (
        while read -r signal <&3; do
          case $signal in
            KILL) kill -s KILL -- "-$child" || kill -s KILL "$child" ;;
            *) kill -s "$signal" "$child" ;;
          esac
        done
        for second in 1 2 3 4; do
          kill -s TERM -- "-$child"
          sleep 1
        done
        kill -s KILL -- "-$child"
      ) >/dev/null 2>&1 &
      exec 3<&-
      wait "$child"
      status=$?
      kill -s KILL -- "-$child" 2>/dev/null
      trap '' TERM
      kill -s TERM 0
      exit "$status"
      """;

  private final Path directory;
  private final Path shell;
  private final Path setsid;
  private final Path env;
  private final AtomicLong scripts = new AtomicLong();
  private final ExecutorService readers =
      Executors.newCachedThreadPool(
          task -> {
            var thread = new Thread(task, "pod-output");
            thread.setDaemon(true);
            return thread;
          });

  /** With {@code sh} of the search path, and scripts kept in this directory while they start. */
  public Supervisor(Path directory) {
    this(directory, program("sh"));
  }

  Supervisor(Path directory, Path shell) {
    this.directory = directory;
    this.shell = shell;
    this.setsid = program("setsid");
    this.env = program("env");
  }

  /** Starts the process; the listener hears its output and its end. */
  public ContainerProcess start(Launch launch, ContainerProcess.Listener listener)
      throws IOException {
    var script = directory.resolve("start-" + scripts.incrementAndGet() + ".sh");
    write(script, script(launch));
    var builder =
        new ProcessBuilder(setsid.toString(), shell.toString(), script.toString())
            .redirectErrorStream(true);
    builder.environment().keySet().retainAll(Set.of("PATH"));
    var process = builder.start();
    var read = CompletableFuture.runAsync(() -> copy(process.getInputStream(), listener), readers);
    var unused =
        process
            .onExit()
            // A daemon with a session of its own may hold the output open for ever.
            .thenCompose(ended -> read.completeOnTimeout(null, 1, TimeUnit.SECONDS))
            .handle((nothing, failure) -> process.exitValue())
            .thenAccept(listener::ended);
    return new Supervised(process);
  }

  private String script(Launch launch) {
    var variables =
        launch.environment().entrySet().stream()
            .map(variable -> quoted(variable.getKey() + "=" + variable.getValue()));
    var command = launch.command().stream().map(Supervisor::quoted);
    return HEAD.formatted(quoted(launch.directory().toString()))
        + CHILD.formatted(
            quoted(env.toString()),
            variables.collect(Collectors.joining(" ")),
            quoted(setsid.toString()),
            command.collect(Collectors.joining(" ")))
        + TAIL;
  }

  private static String quoted(String text) {
    return "'" + text.replace("'", "'\\''") + "'";
  }

  private static void write(Path script, String text) throws IOException {
    Files.createFile(
        script, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(script, text, StandardCharsets.UTF_8);
  }

  private static void copy(InputStream output, ContainerProcess.Listener listener) {
    var buffer = new byte[8192];
    try (output) {
      for (int length = output.read(buffer); length >= 0; length = output.read(buffer)) {
        listener.output(buffer, length);
      }
    } catch (IOException e) {
      // A pipe that breaks has no more to say.
    }
  }

  /** The program's place on the search path. */
  static Path program(String name) {
    return find(name, System.getenv().getOrDefault("PATH", "/usr/bin:/bin"))
        .orElseThrow(
            () -> new IllegalStateException("the program " + name + " is not on the PATH"));
  }

  static Optional<Path> find(String name, String searchPath) {
    return Stream.of(searchPath.split(":", -1))
        .filter(place -> !place.isEmpty())
        .map(place -> Path.of(place, name))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** Stops reading; the processes must have been ended by their owners. */
  @Override
  public void close() {
    readers.shutdown();
  }

  private static final class Supervised implements ContainerProcess {
    private final Process process;

    Supervised(Process process) {
      this.process = process;
    }

    @Override
    public void terminate() {
      send("TERM");
    }

    @Override
    public void kill() {
      send("KILL");
    }

    private synchronized void send(String signal) {
      try {
        OutputStream pipe = process.getOutputStream();
        pipe.write((signal + "\n").getBytes(StandardCharsets.US_ASCII));
        pipe.flush();
      } catch (IOException e) {
        // The pipe is broken: the script has ended, and with it the process.
      }
    }
  }
}
