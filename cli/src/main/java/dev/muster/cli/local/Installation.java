package dev.muster.cli.local;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Where the parts of this Muster lie: a built source tree.
 *
 * @param home the tree's top
 * @param java the java command
 */
public record Installation(Path home, Path java) {
  /** The release, as images are tagged. */
  public static final String VERSION = "0.1.0";

  /** The runtime's image. */
  public static final String RUNTIME_IMAGE = "muster.dev/matchmaker-runtime:" + VERSION;

  /** The example game server's image. */
  public static final String GAME_SERVER_IMAGE = "muster.dev/example-game-server:" + VERSION;

  /** The one that the launcher started. */
  public static Installation ofThisProcess() {
    var home = System.getProperty("muster.home");
    if (home == null) {
      throw new CannotContinue("start it with the muster script of the source tree");
    }
    return new Installation(Path.of(home), Path.of(System.getProperty("java.home"), "bin", "java"));
  }

  /** The command that stands for the runtime's image. */
  public List<String> runtime() {
    return javaCommand(
        "matchmaker-runtime", "matchmaker-runtime", "dev.muster.runtime.Main", "-Xmx512m");
  }

  /** The command that stands for the example game server's image. */
  public List<String> gameServer() {
    return javaCommand(
        "examples/game-server",
        "example-game-server",
        "dev.muster.examples.gameserver.GameServer",
        "-Xmx32m");
  }

  private List<String> javaCommand(String module, String jar, String main, String memory) {
    var target = home.resolve(module).resolve("target");
    try {
      var dependencies = Files.readString(target.resolve("dependencies.classpath")).strip();
      return List.of(
          java.toString(),
          memory,
          "-XX:+UseSerialGC",
          "-XX:TieredStopAtLevel=1",
          "-Xshare:auto",
          "-cp",
          target.resolve(jar + ".jar") + File.pathSeparator + dependencies,
          main);
    } catch (IOException e) {
      throw new CannotContinue(module + " is not built: " + e.getMessage(), e);
    }
  }
}
