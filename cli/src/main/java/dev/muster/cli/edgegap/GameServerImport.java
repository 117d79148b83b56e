package dev.muster.cli.edgegap;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;

/** From a profile's application to a game server's pod. */
final class GameServerImport {
  /** A host that never exists, so that nobody's image is pulled by mistake. */
  private static final String PLACEHOLDER = "registry.example/{name}:{version}";

  private static final int MOST_RETRIES = 10;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final ImportOptions options;
  private final Findings findings;

  GameServerImport(ImportOptions options, Findings findings) {
    this.options = options;
    this.findings = findings;
  }

  ObjectNode of(Value profile, Value retries) {
    var server = JSON.createObjectNode();
    server
        .putObject("template")
        .putObject("spec")
        .putArray("containers")
        .addObject()
        .put("name", "game")
        .put("image", image(profile.field("application")));
    server.set("ports", JSON.<JsonNode>valueToTree(options.portsOrDefault()));
    server.put("exposure", "HostPort");
    if (retries.isPresent()) {
      retries(retries, server);
    }
    return server;
  }

  private String image(Value application) {
    var name = part(application.field("name"), "game-server").toLowerCase(Locale.ROOT);
    var version = part(application.field("version"), "latest");
    for (var unknown : application.fields()) {
      if (!unknown.name().equals("name") && !unknown.name().equals("version")) {
        findings.note(unknown, "is unknown and left out");
      }
    }
    var image =
        options.image().orElse(PLACEHOLDER).replace("{name}", name).replace("{version}", version);
    if (options.image().isEmpty()) {
      findings.note(
          application,
          "names an app of Edgegap, whose image Kubernetes cannot know; "
              + image
              + " is a placeholder, replace it or give --image");
    }
    return image;
  }

  /** What may stand in an image's name. */
  private static String part(Value value, String missing) {
    var text = value.json().asText("").replaceAll("[^A-Za-z0-9._-]+", "-");
    var trimmed = text.replaceAll("^[._-]+|[._-]+$", "");
    return trimmed.isEmpty() ? missing : trimmed;
  }

  private void retries(Value retries, ObjectNode server) {
    if (!retries.json().isIntegralNumber() || retries.json().decimalValue().signum() < 0) {
      findings.error(
          retries, "is " + retries.text() + ", a whole number of at least 0 was expected");
    } else if (!retries.json().canConvertToInt() || retries.json().intValue() > MOST_RETRIES) {
      server.put("maxRetries", MOST_RETRIES);
      findings.note(retries, "became maxRetries: " + MOST_RETRIES + ", the most that there are");
    } else {
      server.put("maxRetries", retries.json().intValue());
    }
  }
}
