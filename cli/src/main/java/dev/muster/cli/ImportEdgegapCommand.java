package dev.muster.cli;

import dev.muster.api.v1alpha1.Api;
import dev.muster.api.v1alpha1.PortSpec;
import dev.muster.cli.edgegap.Configuration;
import dev.muster.cli.edgegap.EdgegapImport;
import dev.muster.cli.edgegap.Finding;
import dev.muster.cli.edgegap.ImportOptions;
import dev.muster.cli.edgegap.InvalidConfiguration;
import dev.muster.cli.edgegap.ManifestText;
import dev.muster.cli.edgegap.Refusals;
import dev.muster.cli.local.CannotContinue;
import dev.muster.cli.local.Crds;
import dev.muster.cli.validate.Validation;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code muster import edgegap}: MatchmakerProfiles from a configuration of Edgegap's. */
@Command(
    name = "edgegap",
    description = {
      "Turns a JSON configuration of Edgegap's matchmaker (versions 1.0 to 3.3) into YAML for"
          + " kubectl apply.",
      "",
      "What is not carried over as it was is told on standard error, with line and column, and in"
          + " comments of the YAML. What cannot be carried over ends it with exit code 1."
    })
final class ImportEdgegapCommand implements Callable<Integer> {
  private static final Pattern PORT =
      Pattern.compile("(?:([a-z0-9](?:[-a-z0-9]{0,13}[a-z0-9])?)=)?([0-9]{1,9})(?:/(udp|tcp))?");

  private static final Pattern IMAGE = Pattern.compile("[^\\s\\p{Cntrl}]+");
  private static final int MOST_PORTS = 16;

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "FILE", description = "The JSON configuration.")
  private Path file;

  @Option(
      names = "-o",
      paramLabel = "FILE",
      description = {"Where to write the YAML.", "Default: standard output."})
  private Path output;

  @Option(
      names = "--matchmaker",
      paramLabel = "NAME",
      defaultValue = Api.DEFAULT_MATCHMAKER,
      description = {"The Matchmaker that serves the profiles.", "Default: ${DEFAULT-VALUE}."})
  private String matchmaker;

  @Option(
      names = "--image",
      paramLabel = "IMAGE",
      description = {
        "The game server's image. {name} and {version} stand for the profile's application, as in",
        "ghcr.io/me/{name}:{version}",
        "Default: a placeholder."
      })
  private String image;

  @Option(
      names = "--port",
      paramLabel = "[NAME=]PORT[/udp|/tcp]",
      description = {
        "A port that the game server listens on. May be repeated.",
        "Default: gameport=7777/udp."
      })
  private List<String> ports = new ArrayList<>();

  @Override
  public Integer call() {
    var options = new ImportOptions(matchmaker(), image(), ports());
    try {
      var imported = EdgegapImport.of(Configuration.parse(read()), options);
      tell(imported.notes());
      var yaml = ManifestText.of(imported, file.getFileName().toString());
      var refusals = Refusals.of(imported, yaml, new Validation(Crds.documents(), false));
      tell(refusals);
      if (!refusals.isEmpty()) {
        return 1;
      }
      write(yaml);
      return 0;
    } catch (InvalidConfiguration e) {
      tell(e.findings());
      return 1;
    }
  }

  private String matchmaker() {
    if (!matchmaker.matches(Api.NAME_PATTERN)) {
      throw wrong(
          "--matchmaker is '"
              + matchmaker
              + "', at most 40 lower-case letters, digits and dashes were expected, a letter first");
    }
    return matchmaker;
  }

  private Optional<String> image() {
    if (image != null && !IMAGE.matcher(image).matches()) {
      throw wrong("--image is '" + image + "', a name without blanks was expected");
    }
    return Optional.ofNullable(image);
  }

  private List<PortSpec> ports() {
    if (ports.size() > MOST_PORTS) {
      throw wrong("--port is given " + ports.size() + " times, at most " + MOST_PORTS + " fit");
    }
    var specs = new ArrayList<PortSpec>();
    for (var text : ports) {
      var port = PORT.matcher(text.toLowerCase(Locale.ROOT));
      if (!port.matches()) {
        throw wrong("--port is '" + text + "', [NAME=]PORT[/udp|/tcp] was expected");
      }
      if (number(port) < 1 || number(port) > 65_535) {
        throw wrong("--port is '" + text + "', a number from 1 to 65535 was expected");
      }
      var name = port.group(1) != null ? port.group(1) : specs.isEmpty() ? "gameport" : "";
      if (name.isEmpty() || specs.stream().anyMatch(other -> other.name().equals(name))) {
        throw wrong("--port is '" + text + "', a NAME= was expected that no other port has");
      }
      var protocol = "tcp".equals(port.group(3)) ? PortSpec.Protocol.TCP : PortSpec.Protocol.UDP;
      var added = new PortSpec(name, number(port), protocol);
      if (specs.stream().anyMatch(other -> isSame(other, added))) {
        throw wrong("--port is '" + text + "', a port was expected that no other one is");
      }
      specs.add(added);
    }
    return specs;
  }

  private static boolean isSame(PortSpec one, PortSpec other) {
    return one.containerPort().equals(other.containerPort()) && one.protocol() == other.protocol();
  }

  private static int number(Matcher port) {
    return Integer.parseInt(port.group(2));
  }

  private String read() {
    try {
      return Files.readString(file);
    } catch (CharacterCodingException e) {
      throw new CannotContinue("cannot read " + file + ": it is no text in UTF-8", e);
    } catch (NoSuchFileException e) {
      throw new CannotContinue(
          "no such file: " + file + "; a JSON configuration of Edgegap's matchmaker was expected",
          e);
    } catch (IOException e) {
      throw new CannotContinue("cannot read " + file + ": " + why(e), e);
    }
  }

  private void write(String yaml) {
    if (output == null) {
      spec.commandLine().getOut().print(yaml);
      spec.commandLine().getOut().flush();
      return;
    }
    try {
      Files.writeString(output, yaml, StandardCharsets.UTF_8);
    } catch (NoSuchFileException e) {
      throw new CannotContinue("cannot write " + output + ": its folder is missing", e);
    } catch (IOException e) {
      throw new CannotContinue("cannot write " + output + ": " + why(e), e);
    }
  }

  /** Some exceptions say no more than the file's name. */
  private static String why(IOException e) {
    return e instanceof AccessDeniedException ? "permission denied" : e.getMessage();
  }

  private void tell(List<Finding> findings) {
    var err = spec.commandLine().getErr();
    findings.forEach(finding -> err.println(finding.inFile(file.toString())));
    err.flush();
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
