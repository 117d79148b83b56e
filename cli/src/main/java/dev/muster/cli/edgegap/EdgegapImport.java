package dev.muster.cli.edgegap;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.muster.api.v1alpha1.Api;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** From a configuration of Edgegap's matchmaker to Muster's resources. One use each. */
public final class EdgegapImport {
  /** The newest version of which anything is known. */
  private static final int NEWEST_MAJOR = 3;

  private static final Set<String> KNOWN =
      Set.of(
          "version",
          "inspect",
          "max_deployment_retry_count",
          "allowed_cors_origins",
          "allowed_cors_origin",
          "profiles");
  private static final Pattern ORIGIN =
      Pattern.compile("https?://(\\*\\.)?[A-Za-z0-9.-]{1,200}(:[0-9]{1,5})?");
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Value root;
  private final ImportOptions options;
  private final Findings findings = new Findings();

  private EdgegapImport(Value root, ImportOptions options) {
    this.root = root;
    this.options = options;
  }

  /**
   * Imports a configuration.
   *
   * @throws InvalidConfiguration when something cannot be carried over, with all that was found
   */
  public static Imported of(Configuration configuration, ImportOptions options) {
    return new EdgegapImport(configuration.root(), options).run();
  }

  private Imported run() {
    var resources = new ArrayList<Resource>();
    tellAboutTheWhole();
    matchmaker().ifPresent(resources::add);
    resources.addAll(profiles());
    if (findings.hasErrors()) {
      throw new InvalidConfiguration(findings.all());
    }
    return new Imported(resources, findings.all());
  }

  private void tellAboutTheWhole() {
    if (options.ports().isEmpty()) {
      findings.note(
          root,
          "ports, processor and memory belong to an app version of Edgegap and are not in this file;"
              + " players reach UDP 7777 as gameport unless --port says otherwise, and the pod"
              + " template has no resources yet");
    } else {
      findings.note(
          root,
          "processor and memory belong to an app version of Edgegap and are not in this file; the"
              + " pod template has no resources yet");
    }
    findings.note(
        root,
        "the pod template has no readinessProbe yet: without one a server counts as Ready as soon as"
            + " it runs, and players are told its address then (gameServer.assignWhen)");
    var version = root.field("version");
    if (version.isPresent() && major(version) > NEWEST_MAJOR) {
      findings.note(version, "is newer than what is known here; look at what it has changed");
    }
    var inspect = root.field("inspect");
    if (inspect.json().asBoolean(false)) {
      findings.note(inspect, "is left out: it belongs to the Matchmaker, as inspect: true");
    }
    for (var name : ProfileImport.PERIODS) {
      var period = root.field(name);
      if (period.isPresent()) {
        findings.note(
            period,
            "stood here before version 3.2.0; it went into each profile that has none of its own");
      }
    }
    for (var field : root.fields()) {
      if (!KNOWN.contains(field.name()) && !ProfileImport.PERIODS.contains(field.name())) {
        findings.note(field, "is unknown and left out");
      }
    }
  }

  private static int major(Value version) {
    var digits = version.json().asText("").split("\\.", -1)[0];
    return digits.matches("[0-9]{1,9}") ? Integer.parseInt(digits) : 0;
  }

  /** Origins are the one setting that a Matchmaker has and not its profiles. */
  private Optional<Resource> matchmaker() {
    var origins = JSON.createArrayNode();
    root.anyField("allowed_cors_origins", "allowed_cors_origin")
        .ifPresent(found -> origins(found, origins));
    if (origins.isEmpty()) {
      return Optional.empty();
    }
    var resource = JSON.createObjectNode();
    resource.put("apiVersion", Api.GROUP + "/" + Api.VERSION).put("kind", "Matchmaker");
    resource.putObject("metadata").put("name", options.matchmaker());
    resource.putObject("spec").set("allowedCorsOrigins", origins);
    return Optional.of(
        new Resource(
            List.of(
                "Origins that may call from a browser. Where a Matchmaker "
                    + options.matchmaker()
                    + " exists already, add them to it instead."),
            resource));
  }

  private void origins(Value given, ArrayNode origins) {
    if (!given.json().isArray()) {
      findings.error(given, "is " + given.text() + ", a list of origins was expected");
    }
    for (int i = 0; i < given.json().size() && given.json().isArray(); i++) {
      var origin = given.item(i);
      if (ORIGIN.matcher(origin.json().asText("")).matches()) {
        origins.add(origin.json().textValue());
      } else {
        findings.note(
            origin,
            "is "
                + origin.text()
                + ", no origin such as https://game.example or https://*.game.example, and left out");
      }
    }
  }

  private List<Resource> profiles() {
    var profiles = root.field("profiles");
    if (!profiles.json().isObject() || profiles.json().isEmpty()) {
      findings.error(
          profiles, "is " + profiles.was() + ", at least one profile by name was expected");
      return List.of();
    }
    var names = new ResourceNames();
    return profiles.fields().stream()
        .map(
            profile ->
                ProfileImport.of(profile, root, names.nameFor(profile.name()), options, findings))
        .toList();
  }
}
