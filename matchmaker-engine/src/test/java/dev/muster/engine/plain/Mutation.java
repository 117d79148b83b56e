package dev.muster.engine.plain;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.muster.engine.Matchmaking;
import dev.muster.engine.indexed.IndexedMatchmaking;
import dev.muster.engine.profile.Profile;
import java.io.IOException;
import java.io.StringWriter;
import java.lang.reflect.Constructor;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.tools.ToolProvider;

/**
 * A fault put into the indexed implementation on purpose.
 *
 * @param clause what of the specification it breaks
 * @param type the class of {@code engine.indexed} whose source is changed
 * @param from a text that occurs in it once
 * @param to what stands there instead
 */
record Mutation(String clause, String type, String from, String to) {
  private static final String PACKAGE = "dev.muster.engine.indexed";
  private static final Path SOURCES =
      Path.of("src/main/java").resolve(PACKAGE.replace('.', '/')).toAbsolutePath();

  private Path source() {
    return SOURCES.resolve(type + ".java");
  }

  /** How often the text occurs that is to be changed. */
  int occurrences() throws IOException {
    var text = Files.readString(source());
    int count = 0;
    for (int at = text.indexOf(from); at >= 0; at = text.indexOf(from, at + 1)) {
      count++;
    }
    return count;
  }

  /**
   * The implementation with the fault, in classes of its own.
   *
   * @param directory where they are compiled to
   */
  Faulty load(Path directory) throws IOException {
    compile(directory);
    var loader = new Loader(directory.toUri().toURL(), originals());
    return new Faulty(loader, constructor(loader));
  }

  /** An implementation with a fault; closed, it loads no more classes. */
  record Faulty(URLClassLoader loader, Constructor<?> constructor)
      implements Story.Maker, AutoCloseable {
    @Override
    public Matchmaking make(Profile profile, boolean beaconsListed, int ticketLimit) {
      try {
        return (Matchmaking) constructor.newInstance(profile, beaconsListed, ticketLimit);
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public void close() throws IOException {
      loader.close();
    }
  }

  private void compile(Path directory) throws IOException {
    var changed = directory.resolve(type + ".java");
    Files.writeString(changed, Files.readString(source()).replace(from, to), UTF_8);
    var messages = new StringWriter();
    var compiler = ToolProvider.getSystemJavaCompiler();
    try (var files = compiler.getStandardFileManager(null, null, UTF_8)) {
      boolean compiled =
          compiler
              .getTask(
                  messages,
                  files,
                  null,
                  List.of(
                      "-proc:none",
                      "-nowarn",
                      "-d",
                      directory.toString(),
                      "-cp",
                      Path.of(originals().getPath()).toString()),
                  null,
                  files.getJavaFileObjects(changed))
              .call();
      if (!compiled) {
        throw new IllegalArgumentException(clause + " does not compile: " + messages);
      }
    }
  }

  private static URL originals() {
    return IndexedMatchmaking.class.getProtectionDomain().getCodeSource().getLocation();
  }

  private static Constructor<?> constructor(ClassLoader loader) {
    try {
      return loader
          .loadClass(IndexedMatchmaking.class.getName())
          .getConstructor(Profile.class, boolean.class, int.class);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Has its own classes of the implementation, and everyone's of all else. */
  private static final class Loader extends URLClassLoader {
    Loader(URL changed, URL originals) {
      super(new URL[] {changed, originals}, Mutation.class.getClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (!name.startsWith(PACKAGE + ".")) {
        return super.loadClass(name, resolve);
      }
      synchronized (getClassLoadingLock(name)) {
        var loaded = findLoadedClass(name);
        return loaded != null ? loaded : findClass(name);
      }
    }
  }

  @Override
  public String toString() {
    return clause + " (" + type + ")";
  }
}
