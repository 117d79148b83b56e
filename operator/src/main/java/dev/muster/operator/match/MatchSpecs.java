package dev.muster.operator.match;

import dev.muster.api.v1alpha1.MatchSpec;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Checks of what a stored Match may lack, though the schema requires it. */
final class MatchSpecs {
  private MatchSpecs() {}

  /** What is wrong with a spec, for people. */
  static Optional<String> problem(MatchSpec spec) {
    if (spec == null) {
      return Optional.of("spec is required");
    }
    var missing =
        required(spec).entrySet().stream()
            .filter(field -> field.getValue() == null)
            .map(Map.Entry::getKey)
            .findFirst();
    return missing
        .map(field -> "spec." + field + " is required, and is absent or of the wrong type")
        .or(() -> incomplete(spec));
  }

  private static Map<String, Object> required(MatchSpec spec) {
    var fields = new LinkedHashMap<String, Object>();
    fields.put("matchmaker", spec.matchmaker());
    fields.put("profile", spec.profile());
    fields.put("queue", spec.queue());
    fields.put("revision", spec.revision());
    fields.put("matchId", spec.matchId());
    fields.put("expansion", spec.expansion());
    fields.put("teams", spec.teams());
    fields.put("tickets", spec.tickets());
    return fields;
  }

  private static Optional<String> incomplete(MatchSpec spec) {
    if (spec.tickets().stream().anyMatch(ticket -> ticket == null || ticket.id() == null)) {
      return Optional.of("spec.tickets needs an id for every ticket");
    }
    var teamsAreWhole =
        spec.teams().stream()
            .allMatch(team -> team != null && team.id() != null && team.groups() != null);
    if (!teamsAreWhole) {
      return Optional.of("spec.teams needs an id and groups for every team");
    }
    var groupsAreWhole =
        spec.teams().stream()
            .flatMap(team -> team.groups().stream())
            .allMatch(group -> group != null && group.id() != null && group.tickets() != null);
    return groupsAreWhole
        ? Optional.empty()
        : Optional.of("spec.teams needs an id and tickets for every group");
  }
}
