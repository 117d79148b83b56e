package dev.muster.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.muster.cli.explain.ExplanationText;
import dev.muster.cli.explain.ManagementPort;
import dev.muster.cli.local.CannotContinue;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code muster explain}: why a ticket waits. */
@Command(
    name = "explain",
    description = {
      "Says why a ticket waits: which rules refuse whom, what the next stage changes, and which"
          + " change of a rule would let it into a match. docs/explain.md tells how to read it.",
      "",
      "The runtime is found as kubectl finds the cluster; --url asks a management port elsewhere.",
      "Exit code 0: it is told; 1: there is no such ticket, or it cannot be asked."
    })
final class ExplainCommand implements Callable<Integer> {
  private static final int OK = 200;
  private static final int NOT_FOUND = 404;

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "TICKET", description = "The ticket's id, or the membership's.")
  private String ticket;

  @Option(
      names = "--url",
      paramLabel = "URL",
      description = "The management port of a runtime, as http://127.0.0.1:8081.")
  private String url;

  @Option(names = "--kubeconfig", paramLabel = "FILE", description = "Default: as for kubectl.")
  private Path kubeconfig;

  @Option(
      names = {"-n", "--namespace"},
      paramLabel = "NAME",
      description = "The Matchmaker's namespace. Default: the kubeconfig's.")
  private String namespace;

  @Option(
      names = "--matchmaker",
      paramLabel = "NAME",
      defaultValue = "default",
      description = "The Matchmaker. Default: ${DEFAULT-VALUE}.")
  private String matchmaker;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "json",
      description = "json: as the runtime answers.")
  private String output;

  @Override
  public Integer call() {
    if (!ticket.matches("[A-Za-z0-9-]{1,64}")) {
      throw wrong("TICKET is '" + ticket + "', an id of letters, digits and dashes was expected");
    }
    if (output != null && !output.equals("json")) {
      throw wrong("--output is '" + output + "', json was expected");
    }
    var answer = ask("/v1/tickets/" + ticket + "/explain");
    if (answer.status() == NOT_FOUND) {
      throw new CannotContinue("there is no ticket " + ticket + ", or not any more");
    } else if (answer.status() != OK) {
      throw new CannotContinue("the runtime answered " + answer.status() + ": " + answer.body());
    }
    var out = spec.commandLine().getOut();
    if (output != null) {
      out.println(answer.body());
    } else {
      print(answer.body());
    }
    out.flush();
    return 0;
  }

  private ManagementPort.Answer ask(String path) {
    if (url == null) {
      return ManagementPort.ask(
          Optional.ofNullable(kubeconfig), Optional.ofNullable(namespace), matchmaker, path);
    }
    if (!url.matches("https?://[^/?#]+(/.*)?")) {
      throw wrong("--url is '" + url + "', http://HOST:PORT was expected");
    }
    return ManagementPort.ask(URI.create(url), path);
  }

  private void print(String body) {
    try {
      ExplanationText.of(new ObjectMapper().readTree(body))
          .forEach(spec.commandLine().getOut()::println);
    } catch (JsonProcessingException e) {
      throw new CannotContinue("the runtime's answer is no JSON: " + body, e);
    }
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
