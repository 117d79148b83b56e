package dev.muster.devcluster.kubectl;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Commands and what they print. A line of the file begins with
 *
 * <ul>
 *   <li>{@code ## }: a comment
 *   <li>{@code === }: the name of a file, whose text follows
 *   <li>{@code $ }: a command; {@code &} at its end: it runs on, and is ended when it has printed
 *       what follows, after the next command
 *   <li>{@code 2> }: a line of its standard error
 *   <li>{@code exit: }: its exit code, otherwise 0
 * </ul>
 *
 * and is else a line of its standard output, in which placeholders stand for what changes.
 */
final class Transcript {
  private static final Pattern WORD = Pattern.compile("'([^']*)'|(\\S+)");

  private final Map<String, String> files = new TreeMap<>();
  private final List<Command> commands = new ArrayList<>();

  /** A command with what it is to print. */
  record Command(String line, boolean runsOn, String output, String errors, int exitCode) {

    /** The words of the command. */
    List<String> words() {
      var words = new ArrayList<String>();
      var match = WORD.matcher(line);
      while (match.find()) {
        words.add(match.group(1) == null ? match.group(2) : match.group(1));
      }
      return words;
    }
  }

  private Transcript() {}

  /** Reads the resource. */
  static Transcript read(String resource) {
    try (var stream = Transcript.class.getResourceAsStream(resource)) {
      var transcript = new Transcript();
      var text = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
      for (var part : text.split("(?m)^(?=[$] |=== |## )", -1)) {
        transcript.add(part);
      }
      return transcript;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void add(String part) {
    int end = Math.max(0, part.indexOf('\n'));
    if (part.startsWith("=== ")) {
      files.put(part.substring(4, end), part.substring(end + 1));
    } else if (part.startsWith("$ ")) {
      var line = part.substring(2, end);
      boolean runsOn = line.endsWith(" &");
      commands.add(
          command(
              runsOn ? line.substring(0, line.length() - 2) : line,
              runsOn,
              part.substring(end + 1)));
    }
  }

  private static Command command(String line, boolean runsOn, String told) {
    var output = new StringBuilder();
    var errors = new StringBuilder();
    int exitCode = 0;
    for (var said : told.lines().toList()) {
      if (said.startsWith("exit: ")) {
        exitCode = Integer.parseInt(said.substring(6));
      } else if (said.startsWith("2> ")) {
        errors.append(said.substring(3)).append('\n');
      } else {
        output.append(said).append('\n');
      }
    }
    return new Command(line, runsOn, output.toString(), errors.toString(), exitCode);
  }

  /** The files that the commands name, by name. */
  Map<String, String> files() {
    return files;
  }

  List<Command> commands() {
    return commands;
  }
}
