package dev.muster.cli.edgegap;

import static dev.muster.cli.edgegap.AttributesImport.BACKFILLS_ONLY;

import dev.muster.engine.profile.Profile;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The team sizes of a profile, stage by stage. There is no word for "backfill only" in an Edgegap
 * configuration: such a profile has a {@code min_team_size} of 999999.
 */
final class TeamSizes {
  private static final String TEAMS = "teamCount";
  private static final String LEAST = "minTeamSize";
  private static final String MOST = "maxTeamSize";

  private final List<Stage> stages = new ArrayList<>();
  private final Findings findings;

  /** A stage in which sizes are written: what is, and what stands with that of earlier stages. */
  private record Stage(
      int seconds,
      AttributesImport written,
      Map<String, Integer> sizes,
      Map<String, Value> origins) {
    int size(String name) {
      return sizes.get(name);
    }

    boolean isForBackfillsOnly() {
      return size(LEAST) == BACKFILLS_ONLY;
    }

    String when() {
      return seconds == 0 ? "" : " from " + seconds + "s on";
    }

    boolean writes(String name) {
      return written.json.has(name);
    }
  }

  /** What cannot be in a stage, by the attribute at fault. */
  private record Wrong(String attribute, String message) {}

  /** Takes the rule that counts players, all of whose attributes are numbers that can be. */
  TeamSizes(String rule, RulesImport imported, Findings findings) {
    this.findings = findings;
    add(0, imported.rules.get(rule).attributes());
    imported.expansions.forEach(
        (seconds, expansion) -> {
          if (expansion.rules().containsKey(rule)) {
            add(seconds, expansion.rules().get(rule));
          }
        });
  }

  private void add(int seconds, AttributesImport written) {
    var sizes = new HashMap<String, Integer>();
    var origins = new HashMap<String, Value>();
    if (!stages.isEmpty()) {
      sizes.putAll(stages.get(stages.size() - 1).sizes());
      origins.putAll(stages.get(stages.size() - 1).origins());
    }
    written.json.properties().forEach(size -> sizes.put(size.getKey(), size.getValue().intValue()));
    origins.putAll(written.origins);
    stages.add(new Stage(seconds, written, sizes, origins));
  }

  /** Whether every stage can be, which is told otherwise, and none is to have new matches. */
  boolean areForBackfillsOnly() {
    return stages.stream().noneMatch(this::tellsWhatIsWrong) && stages.get(0).isForBackfillsOnly();
  }

  private boolean tellsWhatIsWrong(Stage stage) {
    var wrong = wrong(stage);
    wrong.ifPresent(
        error -> findings.error(stage.origins().get(error.attribute()), error.message()));
    return wrong.isPresent();
  }

  private Optional<Wrong> wrong(Stage stage) {
    if (stage.isForBackfillsOnly() != stages.get(0).isForBackfillsOnly()) {
      return Optional.of(new Wrong(LEAST, mixed(stage)));
    }
    int most = stage.size(MOST);
    if (stage.isForBackfillsOnly() && most == BACKFILLS_ONLY) {
      return Optional.empty();
    }
    if (most == BACKFILLS_ONLY) {
      return Optional.of(
          new Wrong(MOST, "is 999999, which only goes with a min_team_size of 999999"));
    }
    if (!stage.isForBackfillsOnly() && stage.size(LEAST) > most) {
      return Optional.of(crossed(stage));
    }
    return stage.size(TEAMS) * most > Profile.MOST_PLAYERS
        ? Optional.of(tooMany(stage))
        : Optional.empty();
  }

  private static String mixed(Stage stage) {
    return (stage.isForBackfillsOnly()
            ? "is 999999" + stage.when() + ", which means: no new matches, only backfills"
            : "is "
                + stage.size(LEAST)
                + stage.when()
                + ", and 999999 before, which means: no new"
                + " matches, only backfills")
        + "; backfillOnly holds for a whole profile, so make two profiles of it";
  }

  private static Wrong crossed(Stage stage) {
    var least = stage.origins().get(LEAST);
    var most = stage.origins().get(MOST);
    return stage.writes(LEAST)
        ? new Wrong(
            LEAST,
            "is "
                + stage.size(LEAST)
                + stage.when()
                + ", above "
                + most.name()
                + " "
                + stage.size(MOST))
        : new Wrong(
            MOST,
            "is "
                + stage.size(MOST)
                + stage.when()
                + ", below "
                + least.name()
                + " "
                + stage.size(LEAST));
  }

  private static Wrong tooMany(Stage stage) {
    return new Wrong(
        stage.writes(MOST) ? MOST : TEAMS,
        "makes "
            + stage.size(TEAMS)
            + " teams of at most "
            + stage.size(MOST)
            + stage.when()
            + ", more than "
            + Profile.MOST_PLAYERS
            + " players in a match");
  }

  /**
   * Replaces sizes that were only there to prevent new matches by what a backfill-only profile
   * needs: the greatest size is that of the largest group.
   */
  void becomeBackfillsOnly() {
    findings.note(
        stages.get(0).origins().get(LEAST),
        "is 999999, which means: no new matches, only backfills; this became backfillOnly: true");
    stages.get(0).written().json.put(LEAST, 1);
    stages.stream().skip(1).forEach(stage -> stage.written().json.remove(LEAST));
    stages.stream()
        .filter(stage -> stage.size(MOST) == BACKFILLS_ONLY)
        .filter(stage -> stage.writes(MOST) || stage.writes(TEAMS))
        .forEach(this::limit);
  }

  private void limit(Stage stage) {
    int most = Profile.MOST_PLAYERS / stage.size(TEAMS);
    stage.written().json.put(MOST, most);
    findings.note(
        stage.origins().get(MOST),
        "is more than a team can have; it became maxTeamSize: " + most + stage.when());
  }
}
