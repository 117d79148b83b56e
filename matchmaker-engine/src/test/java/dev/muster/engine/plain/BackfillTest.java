package dev.muster.engine.plain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.engine.AttributesFixture;
import dev.muster.engine.Event.BackfillCancelled;
import dev.muster.engine.ProfileFixture;
import dev.muster.engine.Unfit;
import dev.muster.engine.profile.Problem;
import dev.muster.engine.ticket.Backfill;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Running servers that want one more group. */
class BackfillTest {
  private static final Set<Integer> SOLO = Set.of(1);

  private final ProfileFixture pairs = ProfileFixture.teams(1, 2, 2).number("elo", "50");

  @Test
  void givesAGroupToARunningServerBeforeAnewMatchIsMade() {
    var story = new Story(pairs);
    put(story, story.backfill("b", "server", SOLO, Story.solo("Roster", "elo", 100)));
    story.comes("Alice", "elo", 90);
    story.comes("Bob", "elo", 90);

    story.settle();

    assertThat(story.lineups()).containsExactly("Alice");
    assertThat(story.onlyMatch().backfill()).contains("b");
    assertThat(story.matchmaking.standing().backfills()).isZero();
  }

  @Test
  void givesTheLongestWaitingThatFitsToTheOldestBackfill() {
    var story = new Story(ProfileFixture.teams(1, 4, 4));
    put(story, story.backfill("old", "one", SOLO));
    story.silentlyAt(10);
    put(story, story.backfill("young", "two", SOLO));
    story.comesAs("Pair", 2);
    story.comes("Alice");
    story.silentlyAt(20).comes("Bob");

    story.settle();

    assertThat(story.lineups()).containsExactly("Alice", "Bob");
    assertThat(story.matches())
        .extracting(match -> match.backfill().orElseThrow())
        .containsExactly("old", "young");
  }

  @Test
  void keepsThePlaceOfABackfillThatIsReplaced() {
    var story = new Story(ProfileFixture.teams(1, 4, 4));
    put(story, story.backfill("old", "one", Set.of(2)));
    story.silentlyAt(10);
    put(story, story.backfill("young", "two", SOLO));
    story.silentlyAt(20);
    put(story, story.backfill("old", "one", SOLO));
    story.comes("Alice");

    assertThat(story.settle().onlyMatch().backfill()).contains("old");
  }

  @Test
  void takesOnlyGroupsOfItsSizes() {
    var story = new Story(ProfileFixture.teams(1, 4, 4));
    put(story, story.backfill("b", "server", Set.of(1, 3)));
    story.comesAs("Pair", 2);
    assertThat(story.settle().matches()).isEmpty();

    story.comesAs("Trio", 3);
    assertThat(story.settle().lineups()).containsExactly("Trio");
  }

  @Test
  void judgesTheRosterAsGroupsOfOneTeamByAllRulesButPlayerCount() {
    var story = new Story(ProfileFixture.teams(2, 2, 2).number("elo", "50"));
    put(
        story,
        story.backfill(
            "b", "server", SOLO, Story.solo("R1", "elo", 0), Story.solo("R2", "elo", 40)));
    story.comes("TooHigh", "elo", 51);
    assertThat(story.settle().matches()).isEmpty();

    story.comes("Alice", "elo", 50);
    assertThat(story.settle().lineups()).containsExactly("Alice");
  }

  @Test
  void widensWithItsOwnAge() {
    var story =
        new Story(
            ProfileFixture.teams(1, 2, 2)
                .number("elo", "50")
                .after(10, "elo", ProfileFixture.maxDifference("100")));
    put(story, story.backfill("b", "server", SOLO, Story.solo("Roster", "elo", 0)));
    story.comes("Alice", "elo", 100);

    assertThat(story.at(9_999).matches()).isEmpty();
    assertThat(story.at(10_000).lineups()).containsExactly("Alice");
    assertThat(story.onlyMatch().expansion()).isEqualTo("10");
  }

  @Test
  void doesNotCountNewAsCommonGround() {
    var story = new Story(ProfileFixture.teams(1, 4, 4).intersection("backfill_group_size", 1));
    put(
        story,
        story.backfill(
            "b", "server", SOLO, Story.solo("Roster", "backfill_group_size", List.of("new", "1"))));
    story.comes("OnlyNew", "backfill_group_size", List.of("new", "2"));
    assertThat(story.settle().matches()).isEmpty();

    story.comes("Alice", "backfill_group_size", List.of("1", "new"));
    assertThat(story.settle().lineups()).containsExactly("Alice");
    assertThat(story.onlyMatch().intersection()).containsEntry("backfill_group_size", List.of("1"));
  }

  @Test
  void countsWhoWasGivenToAServerAsItsRosterWhileItHasOpenBackfills() {
    // Given two seats on one server, for whom Alice and Bob fit but not both
    var story = new Story(pairs);
    put(story, story.backfill("b1", "server", SOLO, Story.solo("Roster", "elo", 100)));
    put(story, story.backfill("b2", "server", SOLO, Story.solo("Roster", "elo", 100)));
    story.comes("Alice", "elo", 60);
    story.settle();
    story.comes("Bob", "elo", 140);

    // When Bob comes after Alice was given
    assertThat(story.settle().lineups()).containsExactly("Alice");

    // Then only somebody who fits her too is
    story.comes("Charlie", "elo", 110);
    assertThat(story.settle().lineups()).containsExactly("Alice", "Charlie");
  }

  @Test
  void forgetsWhoWasGivenWhenTheGroupSearchesAgain() {
    var story = new Story(pairs);
    put(story, story.backfill("b1", "server", SOLO, Story.solo("Roster", "elo", 100)));
    put(story, story.backfill("b2", "server", SOLO, Story.solo("Roster", "elo", 100)));
    story.comes("Alice", "elo", 60);
    var given = story.settle().onlyMatch().teams().get(0).groups().get(0);
    story.comes("Bob", "elo", 140);
    story.settle();

    story.comesBack(given.pausedFor(1));

    assertThat(story.settle().lineups())
        .as("Bob, who was too far from Alice, is next in line")
        .containsExactly("Alice", "Bob");
  }

  @Test
  void startsNoMatchInABackfillOnlyQueue() {
    var story = new Story(ProfileFixture.teams(1, 1, 1).backfillOnly().expiresAfterMillis(5_000));
    story.comes("Alice");
    assertThat(story.at(4_999).matches()).isEmpty();

    put(story, story.backfill("b", "server", SOLO));

    assertThat(story.settle().lineups()).containsExactly("Alice");
  }

  @Test
  void takesNobodyFromItsExpiryOn() {
    var story = new Story(ProfileFixture.teams(1, 2, 2));
    put(story, new Backfill("b", "server", List.of(), SOLO, Story.START, Story.START + 1_000));
    story.settle();

    story.silentlyAt(1_000).comes("Alice");

    assertThat(story.settle().matches()).isEmpty();
    assertThat(story.cancellations()).containsExactly("b Expired");
  }

  @Test
  void refusesARosterWhosePlayersTheRulesCannotJudge() {
    var story = new Story(pairs);
    var roster = Story.solo("Roster", "elo", "high", "unknown", 1);

    assertThat(story.matchmaking.add(story.backfill("b", "server", SOLO, roster), story.now()))
        .contains(
            new Unfit(
                List.of(
                    new Problem(
                        "tickets.Roster-0.attributes.elo", "is a string; a number was expected"))));
    assertThat(story.matchmaking.removeBackfill("b")).isFalse();
  }

  @Test
  void cancelsABackfillWhosePlayersLackANewAttribute() {
    var story = new Story(ProfileFixture.teams(1, 2, 2));
    put(story, story.backfill("b", "server", SOLO, Story.solo("Roster")));

    var events = story.matchmaking.change(pairs.build(), true, story.now());

    assertThat(events).hasSize(1);
    assertThat(((BackfillCancelled) events.get(0)).cancellation().reason().text())
        .isEqualTo("MissingAttribute");
  }

  @Test
  void limitsHowManyBackfillsSearch() {
    var story = new Story(ProfileFixture.teams(1, 2, 2), 1);
    put(story, story.backfill("b1", "server", SOLO));

    assertThat(story.matchmaking.add(story.backfill("b2", "server", SOLO), story.now()))
        .isPresent();
    put(story, story.backfill("b1", "server", SOLO));
  }

  @Test
  void namesTheLocationThatSuitsTheRosterToo() {
    var story = new Story(ProfileFixture.teams(1, 2, 2).latencies("beacons", "100", "100"));
    put(
        story,
        story.backfill("b", "server", SOLO, Story.solo("Roster", "beacons", Map.of("Tokyo", 5))));
    story.comes("Alice", "beacons", Map.of("Tokyo", 50, "Chicago", 1));

    assertThat(story.settle().onlyMatch().location()).isEqualTo("Tokyo");
  }

  private static void put(Story story, Backfill backfill) {
    assertThat(story.matchmaking.add(backfill, story.now())).isEmpty();
  }

  @Test
  void readsARosterOfDifferentTextsAsOneThatNobodyFits() {
    var story = new Story(ProfileFixture.teams(1, 2, 2).equality("mode"));
    var mixed =
        Story.group(
            "Roster",
            List.of(
                AttributesFixture.attributes("mode", "a"),
                AttributesFixture.attributes("mode", "b")));
    put(story, story.backfill("b", "server", SOLO, mixed));
    story.comes("Alice", "mode", "a");

    assertThat(story.settle().matches()).isEmpty();
  }
}
