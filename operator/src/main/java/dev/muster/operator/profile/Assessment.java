package dev.muster.operator.profile;

import dev.muster.api.mapping.ProfileMapping;
import dev.muster.api.v1alpha1.GameServerSpec.Exposure;
import dev.muster.api.v1alpha1.MatchmakerProfile;
import dev.muster.engine.profile.InvalidProfile;
import dev.muster.engine.profile.Problem;
import dev.muster.engine.profile.RefusedDefaults;
import dev.muster.operator.gameserver.GameServer;
import dev.muster.operator.revision.RevisionData;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What can be said of a spec by itself: the engine's own checks, and those of the game server.
 *
 * @param problems everything that is wrong; empty for a good spec
 * @param warnings what is right but may not be what was meant; empty for a bad spec
 * @param revision the name of the revision that the spec would be; null when it is bad
 * @param server the game server; empty when the spec is bad
 */
record Assessment(
    List<Problem> problems, List<Problem> warnings, String revision, Optional<GameServer> server) {
  /** The field whose absence is warned of. */
  static final String PORTS = "spec.gameServer.ports";

  /** Of whose fields some are Muster's. */
  static final String TEMPLATE = "spec.gameServer.template";

  Assessment {
    problems = List.copyOf(problems);
    warnings = List.copyOf(warnings);
  }

  static Assessment of(MatchmakerProfile profile) {
    var problems = new ArrayList<Problem>();
    var name = profile.getMetadata().getName();
    var spec = profile.getSpec();
    try {
      RefusedDefaults.of(ProfileMapping.profile(name, spec))
          .forEach(problem -> problems.add(problem.under("spec")));
    } catch (InvalidProfile e) {
      problems.addAll(e.problems());
    }
    var gameServer = spec == null ? null : spec.gameServer();
    var mistakes = GameServer.mistakes(gameServer);
    problems.addAll(mistakes);
    Optional<GameServer> server = Optional.empty();
    if (mistakes.isEmpty()) {
      try {
        server = Optional.of(GameServer.of(gameServer));
      } catch (InvalidProfile e) {
        problems.addAll(e.problems());
      }
    }
    return problems.isEmpty()
        ? new Assessment(
            problems,
            warnings(profile, server.orElseThrow()),
            RevisionData.name(name, spec),
            server)
        : new Assessment(problems, List.of(), null, Optional.empty());
  }

  private static List<Problem> warnings(MatchmakerProfile profile, GameServer server) {
    var warnings = new ArrayList<>(ProfileMapping.warnings(profile.getSpec()));
    if (server.ports().isEmpty() && server.exposure() == Exposure.HostPort) {
      boolean inTemplate = !server.gameContainer().getPorts().isEmpty();
      warnings.add(
          new Problem(
              PORTS,
              "is empty: with exposure HostPort players are told no port to connect to"
                  + (inTemplate
                      ? "; the ports that the container has in the template do not count"
                      : "")));
    }
    warnings.addAll(Overrides.of(server.template(), PodCheck.sample(profile, server), TEMPLATE));
    return warnings;
  }

  boolean isGood() {
    return problems.isEmpty();
  }
}
