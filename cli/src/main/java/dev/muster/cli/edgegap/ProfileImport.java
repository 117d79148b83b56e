package dev.muster.cli.edgegap;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.muster.api.mapping.Durations;
import dev.muster.api.mapping.ProfileMapping;
import dev.muster.api.v1alpha1.Api;
import dev.muster.api.v1alpha1.MatchmakerProfileSpec;
import dev.muster.engine.profile.InvalidProfile;
import dev.muster.engine.profile.Problem;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** From one profile of a configuration to a MatchmakerProfile. One use each. */
final class ProfileImport {
  static final List<String> PERIODS =
      List.of(
          "ticket_expiration_period", "ticket_removal_period", "group_inactivity_removal_period");
  private static final Set<String> OTHERS = Set.of("application", "rules");
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Value profile;
  private final Findings findings = new Findings();
  private final ObjectNode resource = JSON.createObjectNode();
  private final ObjectNode spec;

  private ProfileImport(Value profile, String name) {
    this.profile = profile;
    resource.put("apiVersion", Api.GROUP + "/" + Api.VERSION).put("kind", "MatchmakerProfile");
    resource.putObject("metadata").put("name", name);
    this.spec = resource.putObject("spec");
  }

  /**
   * Imports a profile.
   *
   * @param root the whole configuration
   * @param name what the resource is called
   * @param all gets what there is to say about it
   */
  static Resource of(Value profile, Value root, String name, ImportOptions options, Findings all) {
    var one = new ProfileImport(profile, name);
    one.run(root, options);
    all.addAll(one.findings);
    var comments = new ArrayList<String>();
    comments.add("Queue " + profile.name() + ".");
    one.findings.all().stream()
        .filter(finding -> finding.path().startsWith(profile.path()))
        .forEach(finding -> comments.add(finding.asComment()));
    return new Resource(comments, one.resource, profile);
  }

  private void run(Value root, ImportOptions options) {
    if (!profile.json().isObject()) {
      findings.error(
          profile, "is " + profile.was() + ", an object with application and rules was expected");
      return;
    }
    var name = resource.at("/metadata/name").textValue();
    if (!profile.name().matches(Api.QUEUE_PATTERN)) {
      findings.error(
          profile,
          "is no name for a queue: up to 63 letters, digits, '.', '_' and '-' were expected, a"
              + " letter or digit first");
    }
    if (!profile.name().equals(name)) {
      spec.put("queue", profile.name());
    }
    spec.put("matchmaker", options.matchmaker());
    periods(root);
    var rules = rules();
    var server = new GameServerImport(options, findings);
    spec.set("gameServer", server.of(profile, root.field("max_deployment_retry_count")));
    for (var unknown : profile.fields()) {
      if (!PERIODS.contains(unknown.name()) && !OTHERS.contains(unknown.name())) {
        findings.note(unknown, "is unknown and left out");
      }
    }
    if (!findings.hasErrors()) {
      askTheEngine(name, rules);
    }
  }

  /** Since version 3.2.0 each profile has its own, before they stood at the top. */
  private void periods(Value root) {
    for (var name : PERIODS) {
      var own = profile.field(name);
      var period = own.isPresent() ? own : root.field(name);
      if (!period.isPresent()) {
        continue;
      }
      if (!isDuration(period)) {
        findings.error(
            period, "is " + period.text() + ", a duration such as \"30s\" or \"5m\" was expected");
      } else {
        spec.put(field(name), period.json().textValue());
      }
    }
  }

  static boolean isDuration(Value period) {
    return Durations.parse(period.json().textValue()).isPresent();
  }

  private static String field(String period) {
    return switch (period) {
      case "ticket_expiration_period" -> "ticketExpirationPeriod";
      case "ticket_removal_period" -> "ticketRemovalPeriod";
      default -> "groupInactivityRemovalPeriod";
    };
  }

  private RulesImport rules() {
    var imported = new RulesImport(profile.field("rules"), findings);
    imported.playerCount().ifPresent(rule -> teamSizes(rule.origin().name(), imported));
    imported.rules.forEach(
        (name, rule) -> {
          var attributes = spec.withObject("rules").putObject(name).put("type", rule.type().text());
          attributes.setAll(rule.attributes().json);
        });
    imported.expansions.forEach(
        (seconds, expansion) -> {
          var stage = spec.withArray("expansions").addObject().put("after", seconds + "s");
          var changed = stage.putObject("rules");
          expansion.rules().forEach((name, attributes) -> changed.set(name, attributes.json));
        });
    tellWhatNeverComes(imported);
    return imported;
  }

  private void teamSizes(String rule, RulesImport imported) {
    if (imported.isSound(rule)) {
      var sizes = new TeamSizes(rule, imported, findings);
      if (sizes.areForBackfillsOnly()) {
        sizes.becomeBackfillsOnly();
        spec.put("backfillOnly", true);
      }
    }
  }

  private void tellWhatNeverComes(RulesImport imported) {
    var expiration = Durations.parse(spec.path("ticketExpirationPeriod").asText("5m"));
    expiration.ifPresent(
        period ->
            imported
                .expansions
                .tailMap((int) Math.min(period.toSeconds(), Integer.MAX_VALUE))
                .values()
                .forEach(
                    expansion ->
                        findings.note(
                            expansion.origin(),
                            "never comes, since tickets expire before; it is kept")));
  }

  /** What only shows when everything is put together, in the words of the operator. */
  private void askTheEngine(String name, RulesImport imported) {
    try {
      ProfileMapping.profile(name, JSON.treeToValue(spec, MatchmakerProfileSpec.class));
    } catch (InvalidProfile e) {
      e.problems().forEach(problem -> tell(problem, imported.origins()));
    } catch (JsonProcessingException e) {
      findings.error(profile, "cannot be a MatchmakerProfile: " + e.getOriginalMessage());
    }
  }

  private void tell(Problem problem, Map<String, Value> origins) {
    var field =
        origins.keySet().stream()
            .filter(problem.field()::startsWith)
            .max(Comparator.comparingInt(String::length));
    findings.error(
        field.map(origins::get).orElse(profile),
        field.equals(Optional.of(problem.field())) ? problem.message() : "became " + problem);
  }
}
