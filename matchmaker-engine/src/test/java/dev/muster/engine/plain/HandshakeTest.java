package dev.muster.engine.plain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.engine.indexed.IndexedMatchmaking;
import dev.muster.engine.indexed.SmallPortions;
import org.junit.jupiter.api.Test;

/**
 * The indexed implementation against the plain one: streams of random commands under random rules.
 * The seed is named when it disagrees; {@code -Dmuster.handshake.seed=N} begins with that one,
 * {@code -Dmuster.handshake.commands=N} gives so many commands.
 */
class HandshakeTest {
  private static final long COMMANDS = Long.getLong("muster.handshake.commands", 200_000);
  private static final long FIRST_SEED = Long.getLong("muster.handshake.seed", 0);

  @Test
  void theIndexedImplementationDoesWhatTheSpecificationAllowsAndMissesNothing() {
    var tally = new Referee.Tally();
    long commands = Handshake.run(FIRST_SEED, COMMANDS, IndexedMatchmaking::new, tally);
    System.out.println("handshake: " + commands + " commands: " + tally);
    assertThat(tally.chooses()).as("the choice among several sets: %s", tally).isTrue();
    assertThat(tally.full).isGreaterThan((int) (COMMANDS / 50));
    assertThat(tally.partial).isGreaterThan((int) (COMMANDS / 100));
    assertThat(tally.ofTeams).isGreaterThan((int) (COMMANDS / 100));
    assertThat(tally.backfilled).isGreaterThan((int) (COMMANDS / 500));
    assertThat(tally.expired).isGreaterThan((int) (COMMANDS / 50));
    assertThat(tally.cancelledByChanges).isGreaterThan((int) (COMMANDS / 1_000));
  }

  @Test
  void itDoesTheSameInTheSmallestPortions() {
    var tally = new Referee.Tally();
    long commands =
        Handshake.run(FIRST_SEED, COMMANDS / 10, SmallPortions::openWithWholeChanges, tally);
    System.out.println("handshake in portions: " + commands + " commands: " + tally);
    assertThat(tally.full).isGreaterThan((int) (COMMANDS / 500));
    assertThat(tally.backfilled).isGreaterThan((int) (COMMANDS / 5_000));
    assertThat(tally.cancelledByChanges).isGreaterThan((int) (COMMANDS / 10_000));
  }
}
