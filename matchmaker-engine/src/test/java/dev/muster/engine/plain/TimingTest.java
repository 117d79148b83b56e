package dev.muster.engine.plain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.engine.Event.GroupCancelled;
import dev.muster.engine.ProfileFixture;
import dev.muster.engine.ticket.Cancellation.Reason;
import dev.muster.engine.ticket.Search;
import org.junit.jupiter.api.Test;

/** When full and partial matches are made, and when searches end. */
class TimingTest {
  private final ProfileFixture upToFour =
      ProfileFixture.teams(1, 2, 4)
          .number("elo", "50")
          .after(10, "elo", ProfileFixture.maxDifference("100"))
          .expiresAfterMillis(60_000);

  @Test
  void makesAFullMatchAtOnce() {
    var story = new Story(ProfileFixture.teams(1, 1, 2));
    story.comes("Alice");
    story.comes("Bob");

    assertThat(story.matchmaking.nextDueMillis()).isEqualTo(Story.START);
    assertThat(story.settle().lineups()).containsExactly("Alice Bob");
  }

  @Test
  void makesAPartialMatchOneSecondBeforeTheStageEndsAndNotEarlier() {
    var story = new Story(upToFour);
    story.comes("Alice", "elo", 0);
    story.comes("Bob", "elo", 50);

    assertThat(story.at(8_999).matches()).isEmpty();
    assertThat(story.matchmaking.nextDueMillis()).isEqualTo(Story.START + 9_000);
    assertThat(story.at(9_000).lineups()).containsExactly("Alice Bob");
  }

  @Test
  void makesAPartialMatchForAGroupThatArrivesWithinTheLeadOfAnother() {
    var story = new Story(upToFour);
    story.comes("Alice", "elo", 0);

    story.at(9_999).comes("Bob", "elo", 50);

    assertThat(story.settle().lineups()).containsExactly("Alice Bob");
    assertThat(story.onlyMatch().expansion()).isEqualTo("initial");
  }

  @Test
  void makesNoPartialMatchOnceTheStageHasEnded() {
    var story = new Story(upToFour);
    story.comes("Alice", "elo", 0);

    story.at(10_000).comes("Bob", "elo", 50);

    assertThat(story.settle().matches()).isEmpty();
    assertThat(story.at(18_999).matches()).isEmpty();
    assertThat(story.at(19_000).lineups()).as("Bob's own lead").containsExactly("Alice Bob");
  }

  @Test
  void leadsByHalfOfAShortStage() {
    var story =
        new Story(
            ProfileFixture.teams(1, 1, 2)
                .after(1, "match_size", ProfileFixture.playerCount(null, 1, null))
                .expiresAfterMillis(60_000));
    story.comes("Alice");

    assertThat(story.at(499).matches()).isEmpty();
    assertThat(story.at(500).lineups()).containsExactly("Alice");
  }

  @Test
  void makesAPartialMatchBeforeTheSearchExpires() {
    var story = new Story(ProfileFixture.teams(1, 1, 2).expiresAfterMillis(60_000));
    story.comes("Alice");

    assertThat(story.at(58_999).matches()).isEmpty();
    assertThat(story.at(59_000).lineups()).containsExactly("Alice");
  }

  @Test
  void cancelsAGroupThatExpiresAndSaysWhy() {
    var story = new Story(ProfileFixture.teams(1, 2, 2).expiresAfterMillis(2_500));
    story.comes("Alice");

    assertThat(story.at(2_499).events).isEmpty();
    story.at(2_500);

    var cancelled = (GroupCancelled) story.events.get(0);
    assertThat(cancelled.cancellation().reason()).isEqualTo(Reason.EXPIRED);
    assertThat(cancelled.cancellation().message())
        .isEqualTo(
            "No match was found within 2.5 s, the ticketExpirationPeriod of the queue; search"
                + " again");
    assertThat(story.matchmaking.standing().tickets()).isZero();
    assertThat(story.matchmaking.nextDueMillis()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void matchesAtTheInstantOfExpiryBeforeItExpires() {
    var story = new Story(ProfileFixture.teams(1, 2, 2).expiresAfterMillis(2_500));
    story.comes("Alice");

    story.silentlyAt(2_500).comes("Bob");

    assertThat(story.settle().lineups()).containsExactly("Alice Bob");
    assertThat(story.cancellations()).isEmpty();
  }

  @Test
  void keepsItsAgeButGetsTheTimeInAFailedMatchBackForItsExpiry() {
    // Given a search that began 20 s ago, of which 8 s were spent in a match that failed
    var story = new Story(upToFour.expiresAfterMillis(30_000));
    story.comesBack(new Search(Story.solo("Alice", "elo", 0), Story.START - 20_000, 8_000));

    // When others come who meet it only at the second stage
    story.comesBack(new Search(Story.solo("Bob", "elo", 100), Story.START - 10_000, 0));

    // Then its age counts for the stage, and its expiry is 8 s later
    assertThat(story.at(16_999).lineups()).isEmpty();
    story.at(17_000);
    assertThat(story.lineups()).containsExactly("Alice Bob");
    assertThat(story.onlyMatch().expansion()).isEqualTo("10");
  }

  @Test
  void expiresLaterByTheTimeInAFailedMatch() {
    var story = new Story(ProfileFixture.teams(1, 2, 2).expiresAfterMillis(30_000));
    story.comesBack(new Search(Story.solo("Alice"), Story.START - 20_000, 8_000));

    assertThat(story.at(17_999).cancellations()).isEmpty();
    assertThat(story.at(18_000).cancellations()).containsExactly("Alice Expired");
  }

  @Test
  void expiresAtOnceWhatComesTooLate() {
    var story = new Story(ProfileFixture.teams(1, 2, 2).expiresAfterMillis(30_000));
    story.comesBack(new Search(Story.solo("Alice"), Story.START - 40_000, 0));

    assertThat(story.settle().cancellations()).containsExactly("Alice Expired");
  }

  @Test
  void goesThroughEveryInstantWhenItIsCalledLate() {
    // Given two whose lead passes while nobody calls
    var story = new Story(upToFour);
    story.comes("Alice", "elo", 0);
    story.comes("Bob", "elo", 50);
    story.settle();

    // When the call comes long after
    story.silentlyAt(100_000).settle();

    // Then they have been matched in their lead, not expired
    assertThat(story.lineups()).containsExactly("Alice Bob");
    assertThat(story.onlyMatch().expansion()).isEqualTo("initial");
    assertThat(story.cancellations()).isEmpty();
  }

  @Test
  void theStricterOfTwoStagesDecides() {
    // Given an old group with a range of 100 and a new one with 50
    var story =
        new Story(
            ProfileFixture.teams(1, 2, 2)
                .number("elo", "50")
                .after(10, "elo", ProfileFixture.maxDifference("100")));
    story.comes("Alice", "elo", 0);
    story.at(10_000).comes("Bob", "elo", 51);

    // When only one of them has come to the second stage
    assertThat(story.at(19_999).lineups()).isEmpty();

    // Then they meet as soon as both have
    assertThat(story.at(20_000).lineups()).containsExactly("Alice Bob");
  }

  @Test
  void anOldGroupMeetsANewOneWithinTheStricterLimit() {
    var story =
        new Story(
            ProfileFixture.teams(1, 2, 2)
                .number("elo", "50")
                .after(10, "elo", ProfileFixture.maxDifference("100")));
    story.comes("Alice", "elo", 0);

    story.at(15_000).comes("Bob", "elo", 50);

    assertThat(story.settle().lineups()).containsExactly("Alice Bob");
    assertThat(story.onlyMatch().expansion()).as("the lowest stage").isEqualTo("initial");
  }

  @Test
  void stagesThatWantDifferentNumbersOfTeamsDoNotMeet() {
    var story =
        new Story(
            ProfileFixture.teams(2, 1, 1)
                .after(10, "match_size", ProfileFixture.playerCount(1, 2, 2)));
    story.comes("Alice");
    story.at(10_000).comes("Bob");

    assertThat(story.at(19_999).lineups()).isEmpty();
    assertThat(story.at(20_000).lineups()).containsExactly("Alice Bob");
  }

  @Test
  void aStageThatWidensTeamsMakesNewFullMatches() {
    var story =
        new Story(
            ProfileFixture.teams(1, 4, 4)
                .after(10, "match_size", ProfileFixture.playerCount(null, 2, 2)));
    story.comes("Alice");
    story.comes("Bob");

    assertThat(story.at(9_999).lineups()).isEmpty();
    assertThat(story.at(10_000).lineups()).containsExactly("Alice Bob");
  }

  @Test
  void timeStandsStillForACallerWhoseClockGoesBack() {
    var story = new Story(ProfileFixture.teams(1, 2, 2).expiresAfterMillis(10_000));
    story.at(5_000).comes("Alice");

    story.silentlyAt(1_000).comes("Bob");

    assertThat(story.settle().lineups()).containsExactly("Bob Alice");
  }

  @Test
  void tellsExactlyWhenSomethingIsDue() {
    var story = new Story(upToFour);
    story.comes("Alice", "elo", 0);
    assertThat(story.matchmaking.nextDueMillis()).as("at once").isEqualTo(Story.START);

    story.settle();
    assertThat(story.matchmaking.nextDueMillis()).as("lead").isEqualTo(Story.START + 9_000);
    story.silentlyAt(9_000).settle();
    assertThat(story.matchmaking.nextDueMillis()).as("stage").isEqualTo(Story.START + 10_000);
    story.silentlyAt(10_000).settle();
    assertThat(story.matchmaking.nextDueMillis()).as("lead").isEqualTo(Story.START + 59_000);
    story.silentlyAt(59_000).settle();
    assertThat(story.matchmaking.nextDueMillis()).as("expiry").isEqualTo(Story.START + 60_000);
  }
}
