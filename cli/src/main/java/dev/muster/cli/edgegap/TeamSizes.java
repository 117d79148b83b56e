package dev.muster.cli.edgegap;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.muster.engine.profile.Profile;
import java.util.ArrayList;
import java.util.List;

/**
 * The team sizes of a profile, stage by stage. There is no word for "backfill only" in an Edgegap
 * configuration: such a profile asks for more players than a team can have.
 */
final class TeamSizes {
  private final List<ObjectNode> written;

  /**
   * Takes the rule that counts players.
   *
   * @param written as it stands at first, then what each expansion overwrites
   */
  TeamSizes(List<ObjectNode> written) {
    this.written = List.copyOf(written);
  }

  private record Stage(int teams, int least, int most) {
    Stage overwrittenBy(ObjectNode attributes) {
      return new Stage(
          attributes.path("teamCount").asInt(teams),
          attributes.path("minTeamSize").asInt(least),
          attributes.path("maxTeamSize").asInt(most));
    }

    boolean canBeReached() {
      return least <= most && least <= Profile.MOST_PLAYERS;
    }
  }

  /** Whether new matches are possible in every stage, in none, or in some only. */
  enum NewMatches {
    ALWAYS,
    NEVER,
    SOMETIMES
  }

  NewMatches newMatches() {
    var reachable = stages().stream().map(Stage::canBeReached).distinct().toList();
    if (reachable.size() > 1) {
      return NewMatches.SOMETIMES;
    }
    return reachable.get(0) ? NewMatches.ALWAYS : NewMatches.NEVER;
  }

  private List<Stage> stages() {
    var stages = new ArrayList<Stage>();
    var standing = new Stage(1, 1, 1);
    for (var attributes : written) {
      standing = standing.overwrittenBy(attributes);
      stages.add(standing);
    }
    return stages;
  }

  /**
   * Replaces sizes that were only there to prevent new matches by what a backfill-only profile
   * needs: the greatest size is that of the largest group.
   */
  void forBackfillsOnly() {
    written.get(0).put("minTeamSize", 1);
    written.stream().skip(1).forEach(expansion -> expansion.remove("minTeamSize"));
    var stages = stages();
    for (int i = 0; i < written.size(); i++) {
      int most = Profile.MOST_PLAYERS / stages.get(i).teams();
      if (stages.get(i).most() > most && written.get(i).has("maxTeamSize")) {
        written.get(i).put("maxTeamSize", most);
      }
    }
  }
}
