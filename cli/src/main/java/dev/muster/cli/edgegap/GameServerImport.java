package dev.muster.cli.edgegap;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/** From a profile's application to a game server's pod. */
final class GameServerImport {
  /** A host that never exists, so that nobody's image is pulled by mistake. */
  private static final String PLACEHOLDER = "registry.example/{name}:{version}";

  private static final int MOST_RETRIES = 10;
  private static final Pattern UNFIT = Pattern.compile("[^A-Za-z0-9._-]+");
  private static final Pattern AT_AN_END = Pattern.compile("^[._-]+|[._-]+$");
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
    if (!application.json().isObject()) {
      findings.error(
          application,
          "is " + application.was() + ", an object with name and version was expected");
      return PLACEHOLDER;
    }
    for (var unknown : application.fields()) {
      if (!unknown.name().equals("name") && !unknown.name().equals("version")) {
        findings.note(unknown, "is unknown and left out");
      }
    }
    var pattern = options.image().orElse(PLACEHOLDER);
    var named = filled(pattern, application.field("name"), text -> text.toLowerCase(Locale.ROOT));
    var image = filled(named, application.field("version"), text -> text);
    if (options.image().isEmpty()) {
      findings.note(
          application,
          "names an app of Edgegap, whose image Kubernetes cannot know; "
              + image
              + " is a placeholder, replace it or give --image");
    }
    return image;
  }

  /** The image with a value put in for its name in braces, in a spelling that images can have. */
  private String filled(String image, Value value, UnaryOperator<String> spelling) {
    var text = value.json().asText("");
    var spelt = spelling.apply(UNFIT.matcher(text).replaceAll("-"));
    var fitting = AT_AN_END.matcher(spelt).replaceAll("");
    var braces = "{" + value.name() + "}";
    if (!value.json().isTextual()) {
      findings.error(value, "is " + value.was() + ", a text was expected");
    } else if (!image.contains(braces)) {
      findings.note(value, "is left out, since --image has no " + braces);
    } else if (fitting.isEmpty()) {
      findings.error(
          value,
          "is "
              + value.was()
              + ", of which the name of an image can have nothing; give --image without "
              + braces);
    } else if (!fitting.equals(text)) {
      findings.note(value, "became " + fitting + " in the image, whose name allows no more");
    }
    return image.replace(braces, fitting);
  }

  private void retries(Value retries, ObjectNode server) {
    Numbers.count(retries, 0, findings)
        .ifPresent(
            count -> {
              server.put("maxRetries", Math.min(count, MOST_RETRIES));
              if (count > MOST_RETRIES) {
                findings.note(
                    retries, "became maxRetries: " + MOST_RETRIES + ", the most that there are");
              }
            });
  }
}
