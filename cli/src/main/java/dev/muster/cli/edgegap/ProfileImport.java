package dev.muster.cli.edgegap;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.muster.api.mapping.Durations;
import dev.muster.api.mapping.ProfileMapping;
import dev.muster.api.v1alpha1.Api;
import dev.muster.api.v1alpha1.MatchmakerProfileSpec;
import dev.muster.engine.profile.InvalidProfile;
import java.util.ArrayList;
import java.util.List;
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
    return new Resource(comments, one.resource);
  }

  private void run(Value root, ImportOptions options) {
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
    rules();
    var server = new GameServerImport(options, findings);
    spec.set("gameServer", server.of(profile, root.field("max_deployment_retry_count")));
    for (var unknown : profile.fields()) {
      if (!PERIODS.contains(unknown.name()) && !OTHERS.contains(unknown.name())) {
        findings.note(unknown, "is unknown and left out");
      }
    }
    if (!findings.hasErrors()) {
      askTheEngine(name);
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
      if (!period.json().isTextual() || Durations.parse(period.json().textValue()).isEmpty()) {
        findings.error(
            period, "is " + period.text() + ", a duration such as \"30s\" or \"5m\" was expected");
      } else {
        spec.put(field(name), period.json().textValue());
      }
    }
  }

  private static String field(String period) {
    return switch (period) {
      case "ticket_expiration_period" -> "ticketExpirationPeriod";
      case "ticket_removal_period" -> "ticketRemovalPeriod";
      default -> "groupInactivityRemovalPeriod";
    };
  }

  private void rules() {
    var imported = new RulesImport(profile.field("rules"), findings);
    imported.playerCount().ifPresent(name -> teamSizes(name, imported));
    var rules = spec.putObject("rules");
    imported.rules.forEach(rules::set);
    if (!imported.expansions.isEmpty()) {
      var expansions = spec.putArray("expansions");
      imported.expansions.forEach(
          (seconds, changed) -> {
            var expansion = expansions.addObject().put("after", seconds + "s");
            var attributes = expansion.putObject("rules");
            changed.forEach(attributes::set);
          });
      tellWhatNeverComes(imported);
    }
  }

  private void teamSizes(String name, RulesImport imported) {
    var written = new ArrayList<>(List.of(imported.rules.get(name)));
    imported.expansions.values().stream()
        .filter(changed -> changed.containsKey(name))
        .forEach(changed -> written.add(changed.get(name)));
    var sizes = new TeamSizes(written);
    var attributes = profile.field("rules").field("initial").field(name).field("attributes");
    var least = attributes.field("min_team_size");
    switch (sizes.newMatches()) {
      case ALWAYS -> {}
      case NEVER -> {
        sizes.forBackfillsOnly();
        spec.put("backfillOnly", true);
        findings.note(
            least,
            "is more than a team can have, which means: no new matches, only backfills; this became"
                + " backfillOnly: true");
      }
      case SOMETIMES ->
          findings.error(
              least,
              "is more than a team can have in some stages and not in others; backfillOnly holds for"
                  + " a whole profile, so make two profiles of it");
    }
  }

  private void tellWhatNeverComes(RulesImport imported) {
    var expiration = Durations.parse(spec.path("ticketExpirationPeriod").asText("5m"));
    var expansions = profile.field("rules").field("expansions");
    for (var expansion : expansions.fields()) {
      if (expansion.name().matches("[0-9]{1,12}")
          && imported.expansions.containsKey((int) Long.parseLong(expansion.name()))
          && expiration.isPresent()
          && Long.parseLong(expansion.name()) >= expiration.get().toSeconds()) {
        findings.note(expansion, "never comes, since tickets expire before; it is kept");
      }
    }
  }

  /** What only shows when everything is put together, in the words of the operator. */
  private void askTheEngine(String name) {
    try {
      ProfileMapping.profile(name, JSON.treeToValue(spec, MatchmakerProfileSpec.class));
    } catch (InvalidProfile e) {
      e.problems().forEach(problem -> findings.error(profile.field("rules"), "became " + problem));
    } catch (JsonProcessingException e) {
      findings.error(profile, "cannot be a MatchmakerProfile: " + e.getOriginalMessage());
    }
  }
}
