package dev.muster.operator.match;

import dev.muster.api.v1alpha1.PortRangeSpec;
import dev.muster.operator.gameserver.Home;

/** What was found of the Matchmaker that a match belongs to. */
sealed interface HomeLookup {
  /** All that a server needs. */
  record Found(Home home, PortRangeSpec hostPorts, StartLimits limits) implements HomeLookup {}

  /** Something that a server needs is not there, perhaps not yet. */
  record Missing(Reason reason, String message) implements HomeLookup {}

  /** Nobody asked, because no pod is to be created. */
  record NotAsked() implements HomeLookup {}
}
