package dev.muster.cli.edgegap;

import com.fasterxml.jackson.databind.JsonNode;
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
  private static final Set<String> KNOWN =
      Set.of(
          "version",
          "inspect",
          "max_deployment_retry_count",
          "allowed_cors_origins",
          "allowed_cors_origin",
          "profiles");
  private static final Pattern VERSION =
      Pattern.compile("([0-9]{1,9})(?:\\.([0-9]{1,9}))?(?:\\..*)?");
  private static final int LONGEST_ORIGIN = 253;
  private static final int MOST_ORIGINS = 64;
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
    var profiles = root.field("profiles");
    if (!root.json().isObject()) {
      var was = root.json().isMissingNode() ? "is empty" : "is " + root.text();
      findings.error(root, was + ", a JSON object with profiles was expected");
    } else if (!profiles.json().isObject() || profiles.json().isEmpty()) {
      findings.error(
          profiles, "is " + profiles.was() + ", at least one profile by name was expected");
    } else {
      tellAboutTheServers();
      ProfileImport.PERIODS.forEach(name -> tellThePeriod(root.field(name)));
    }
    tellAboutTheWhole();
    var resources = new ArrayList<Resource>();
    matchmaker().ifPresent(resources::add);
    resources.addAll(profiles(profiles));
    if (findings.hasErrors()) {
      throw new InvalidConfiguration(findings.all());
    }
    return new Imported(resources, findings.all());
  }

  private void tellAboutTheServers() {
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
  }

  private void tellAboutTheWhole() {
    tellTheVersion(root.field("version"));
    var inspect = root.field("inspect");
    if (inspect.json().booleanValue()) {
      findings.note(inspect, "is left out: it belongs to the Matchmaker, as inspect: true");
    } else if (inspect.isPresent() && !inspect.json().isBoolean()) {
      findings.note(inspect, "is " + inspect.text() + " and left out; true or false was expected");
    }
    for (var field : root.fields()) {
      if (!KNOWN.contains(field.name()) && !ProfileImport.PERIODS.contains(field.name())) {
        findings.note(field, "is unknown and left out");
      }
    }
  }

  private void tellTheVersion(Value version) {
    var parts = VERSION.matcher(version.json().asText());
    if (version.isPresent() && !parts.matches()) {
      findings.note(
          version, "is " + version.text() + ", no version; it is read as one from 1.0 to 3.3");
    } else if (version.isPresent()) {
      int major = Integer.parseInt(parts.group(1));
      int minor = parts.group(2) == null ? 0 : Integer.parseInt(parts.group(2));
      if (major > 3 || (major == 3 && minor > 3)) {
        findings.note(version, "is newer than what is known here; look at what it has changed");
      } else if (major < 1) {
        findings.note(version, "is older than what is known here; it is read as version 1.0");
      }
    }
  }

  /** Periods stood beside the profiles once; what is no duration is told where it is used. */
  private void tellThePeriod(Value period) {
    boolean isUsed =
        root.field("profiles").fields().stream()
            .anyMatch(profile -> !profile.field(period.name()).isPresent());
    if (period.isPresent() && !isUsed) {
      findings.note(period, "is left out, since each profile has its own");
    } else if (period.isPresent() && ProfileImport.isDuration(period)) {
      findings.note(
          period,
          "stood here before version 3.2.0; it went into each profile that has none of its own");
    }
  }

  /** Origins are the one setting that a Matchmaker has and not its profiles. */
  private Optional<Resource> matchmaker() {
    var origins = JSON.createArrayNode();
    origins(root.field("allowed_cors_origins"), origins);
    origins(root.field("allowed_cors_origin"), origins);
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
            resource,
            root));
  }

  private void origins(Value given, ArrayNode origins) {
    if (!given.isPresent()) {
      return;
    }
    if (!given.json().isArray()) {
      findings.error(given, "is " + given.text() + ", a list of origins was expected");
      return;
    }
    for (int i = 0; i < given.json().size(); i++) {
      var origin = given.item(i);
      if (!isOrigin(origin.json().asText())) {
        findings.note(
            origin,
            "is "
                + origin.text()
                + ", no origin such as https://game.example or https://*.game.example, and left out");
      } else if (!contains(origins, origin.json())) {
        origins.add(origin.json());
      }
    }
    if (origins.size() > MOST_ORIGINS) {
      findings.error(
          given,
          "makes " + origins.size() + " origins, at most " + MOST_ORIGINS + " were expected");
    }
  }

  private static boolean isOrigin(String text) {
    return text.length() <= LONGEST_ORIGIN && text.matches(Api.ORIGIN_PATTERN);
  }

  private static boolean contains(ArrayNode origins, JsonNode one) {
    return origins.valueStream().anyMatch(one::equals);
  }

  private List<Resource> profiles(Value profiles) {
    var names = new ResourceNames(profiles.fields().stream().map(Value::name).toList());
    return profiles.fields().stream()
        .map(
            profile ->
                ProfileImport.of(profile, root, names.nameFor(profile.name()), options, findings))
        .toList();
  }
}
