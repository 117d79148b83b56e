package dev.muster.cli;

import dev.muster.api.recording.Recorded;
import dev.muster.api.recording.Replay;
import dev.muster.cli.local.CannotContinue;
import dev.muster.engine.Matchmaking;
import dev.muster.engine.indexed.IndexedMatchmaking;
import dev.muster.engine.plain.PlainMatchmaking;
import dev.muster.engine.profile.Profile;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code muster replay}: the matches of a recording once more. */
@Command(
    name = "replay",
    description = {
      "Plays a recording of a runtime through the engine and prints the matches.",
      "Each is a line:",
      "  MATCH_ID  TICKET TICKET ... | TICKET ...",
      "Teams are separated by bars. docs/record-and-replay.md tells how to record.",
      "",
      "Exit code 0: the same matches as were recorded; 1: others, or a line that cannot be read."
    })
final class ReplayCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "FILE", description = "The recording.")
  private Path file;

  @Option(
      names = "--engine",
      paramLabel = "indexed|plain",
      description = "Another implementation than the one that was recorded.")
  private String engine;

  private Matchmaking make(Recorded.Header header, Profile profile, boolean beaconsListed) {
    var chosen = engine != null ? engine : header.engine();
    return switch (chosen) {
      case "indexed" -> new IndexedMatchmaking(profile, beaconsListed, header.ticketLimit());
      case "plain" -> new PlainMatchmaking(profile, beaconsListed, header.ticketLimit());
      default ->
          throw new CannotContinue(
              file + ":1: engine is '" + chosen + "', indexed or plain was expected");
    };
  }

  @Override
  public Integer call() {
    if (engine != null && !engine.equals("indexed") && !engine.equals("plain")) {
      throw new ParameterException(
          spec.commandLine(), "--engine is '" + engine + "', indexed or plain was expected");
    }
    var out = spec.commandLine().getOut();
    var err = spec.commandLine().getErr();
    try (var reader = Files.newBufferedReader(file)) {
      var result = new Replay(file.toString(), this::make, out::println).play(reader);
      out.flush();
      result.cutBecause().ifPresent(why -> err.println("muster: the recording ends early: " + why));
      err.println(
          "muster: "
              + result.matches()
              + " matches, "
              + (result.differences() == 0
                  ? "all as recorded"
                  : result.differences() + " differ from the recording"));
      return result.differences() == 0 ? 0 : 1;
    } catch (Replay.Damaged e) {
      out.flush();
      err.println("muster: " + e.getMessage());
      return 1;
    } catch (NoSuchFileException e) {
      throw new CannotContinue("there is no file " + file, e);
    } catch (MalformedInputException e) {
      throw new CannotContinue(file + " is no text in UTF-8", e);
    } catch (IOException e) {
      throw new CannotContinue("cannot read " + file + ": " + e.getMessage(), e);
    }
  }
}
