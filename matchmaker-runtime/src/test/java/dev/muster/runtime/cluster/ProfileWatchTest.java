package dev.muster.runtime.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.api.json.TolerantJson;
import dev.muster.api.v1alpha1.MatchmakerProfile;
import dev.muster.api.v1alpha1.MatchmakerProfileStatus;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ProfileWatchTest {
  private final ManualScheduler scheduler = new ManualScheduler();
  private final FakeApi api = new FakeApi();
  private final RecordingLoop loop = new RecordingLoop();
  private final List<String> opened = new ArrayList<>();
  private final ProfileWatch watch =
      new ProfileWatch(
          api,
          scheduler,
          new Repeater(
              scheduler, new Backoff(Duration.ofMillis(100), Duration.ofSeconds(5), new Random(1))),
          new Revision.Reader(TolerantJson.serialization(), "default"),
          loop,
          queue -> opened.add(queue.revision()));

  @Test
  void servesTheRevisionThatTheStatusNames() {
    // Given
    api.revisions.put("ranked-1", revision("Ranked", "default", 4));

    // When
    see("ranked", "ranked-1");
    see("ranked", "ranked-1");

    // Then
    assertThat(loop.commands).containsExactly("serve ranked ranked-1 Ranked");
    assertThat(api.requests).containsExactly("revision ranked-1");
    assertThat(opened).containsExactly("ranked-1");
    assertThat(watch.isSettled()).isTrue();
    assertThat(watch.served()).isEqualTo(1);
  }

  @Test
  void servesNothingBeforeTheOperatorHasAcceptedAnything() {
    see("ranked", null);

    assertThat(loop.commands).isEmpty();
    assertThat(watch.isSettled()).isTrue();
  }

  @Test
  void followsTheRevision() {
    // Given
    api.revisions.put("ranked-1", revision("Ranked", "default", 4));
    api.revisions.put("ranked-2", revision("Ranked", "default", 6));
    see("ranked", "ranked-1");

    // When
    see("ranked", "ranked-2");

    // Then
    assertThat(loop.commands)
        .containsExactly("serve ranked ranked-1 Ranked", "serve ranked ranked-2 Ranked");
  }

  @Test
  void keepsTheRevisionInForceWhileTheNextCannotBeRead() {
    // Given
    api.revisions.put("ranked-1", revision("Ranked", "default", 4));
    see("ranked", "ranked-1");

    // When
    see("ranked", "ranked-2");
    scheduler.pass(Duration.ofMinutes(1));

    // Then
    assertThat(loop.commands).containsExactly("serve ranked ranked-1 Ranked");
    assertThat(watch.isSettled()).isTrue();
    api.revisions.put("ranked-2", revision("Ranked", "default", 6));
    scheduler.pass(Duration.ofSeconds(5));
    assertThat(loop.commands).last().isEqualTo("serve ranked ranked-2 Ranked");
  }

  @Test
  void isNotSettledWhileTheServerIsAway() {
    // Given
    api.revisions.put("ranked-1", revision("Ranked", "default", 4));
    api.always = Reply.unreachable("connection refused");

    // When
    see("ranked", "ranked-1");
    scheduler.pass(Duration.ofMinutes(1));

    // Then
    assertThat(watch.isSettled()).isFalse();
    api.always = null;
    scheduler.pass(Duration.ofSeconds(5));
    assertThat(watch.isSettled()).isTrue();
  }

  @Test
  void keepsTheRevisionInForceWhenTheNextMakesNoSense() {
    // Given
    api.revisions.put("ranked-1", revision("Ranked", "default", 4));
    api.revisions.put("ranked-2", revision("Ranked", "default", 0));
    api.revisions.put("ranked-3", "{\"data\":[]}");
    see("ranked", "ranked-1");

    // When
    see("ranked", "ranked-2");
    see("ranked", "ranked-3");

    // Then
    assertThat(loop.commands).containsExactly("serve ranked ranked-1 Ranked");
    assertThat(watch.isSettled()).isTrue();
  }

  @Test
  void forgetsARevisionThatWasReplacedBeforeItWasRead() {
    // Given
    see("ranked", "ranked-1");
    api.revisions.put("ranked-1", revision("Ranked", "default", 4));
    api.revisions.put("ranked-2", revision("Ranked", "default", 6));

    // When
    see("ranked", "ranked-2");
    scheduler.pass(Duration.ofMinutes(1));

    // Then
    assertThat(loop.commands).containsExactly("serve ranked ranked-2 Ranked");
  }

  @Test
  void closesTheQueueOfADeletedProfile() {
    // Given
    api.revisions.put("ranked-1", revision("Ranked", "default", 4));
    see("ranked", "ranked-1");

    // When
    watch.gone("ranked");
    watch.gone("ranked");

    // Then
    assertThat(loop.commands).containsExactly("serve ranked ranked-1 Ranked", "close ranked");
    assertThat(watch.served()).isZero();
  }

  @Test
  void closesTheQueueOfAProfileThatAFinalizerHoldsBack() {
    // Given
    api.revisions.put("ranked-1", revision("Ranked", "default", 4));
    see("ranked", "ranked-1");
    var going = new MatchmakerProfile();
    going.setMetadata(
        new ObjectMetaBuilder()
            .withName("ranked")
            .withUid("the first")
            .withDeletionTimestamp("2026-11-20T15:04:06Z")
            .build());
    going.setStatus(new MatchmakerProfileStatus(1L, "ranked-1", List.of(), null, null));

    // When
    watch.seen(going);
    watch.seen(going);
    watch.gone("ranked");
    scheduler.run();

    // Then
    assertThat(loop.commands).containsExactly("serve ranked ranked-1 Ranked", "close ranked");
    assertThat(watch.served()).isZero();
  }

  @Test
  void aProfileThatWasDeletedAndMadeAgainUnseenIsAnotherOne() {
    // Given
    api.revisions.put("ranked-1", revision("Ranked", "default", 4));
    see("ranked", "ranked-1");

    // When
    see("ranked", null, "another");
    see("ranked", "ranked-1", "another");

    // Then
    assertThat(loop.commands)
        .containsExactly(
            "serve ranked ranked-1 Ranked", "close ranked", "serve ranked ranked-1 Ranked");
  }

  @Test
  void closesTheQueueOfAProfileThatMovedToAnotherMatchmaker() {
    // Given
    api.revisions.put("ranked-1", revision("Ranked", "default", 4));
    api.revisions.put("ranked-2", revision("Ranked", "green", 4));
    see("ranked", "ranked-1");

    // When
    see("ranked", "ranked-2");

    // Then
    assertThat(loop.commands).containsExactly("serve ranked ranked-1 Ranked", "close ranked");
  }

  @Test
  void leavesTheProfilesOfOtherMatchmakersAlone() {
    // Given
    api.revisions.put("ranked-1", revision("Ranked", "green", 4));

    // When
    see("ranked", "ranked-1");
    watch.gone("ranked");

    // Then
    assertThat(loop.commands).isEmpty();
  }

  @Test
  void waitsForAQueueNameThatAnotherProfileGivesUp() {
    // Given
    api.revisions.put("old-1", revision("Ranked", "default", 4));
    api.revisions.put("old-2", revision("Casual", "default", 4));
    api.revisions.put("new-1", revision("Ranked", "default", 4));
    see("old", "old-1");

    // When
    see("new", "new-1");
    see("old", "old-2");

    // Then
    assertThat(loop.commands)
        .containsExactly(
            "serve old old-1 Ranked", "serve old old-2 Casual", "serve new new-1 Ranked");
  }

  @Test
  void exchangesNamesThatProfilesWaitForFromEachOther() {
    // Given: by way of a third name, whose revision was replaced before it was read
    api.revisions.put("one-1", revision("A", "default", 4));
    api.revisions.put("two-1", revision("B", "default", 4));
    api.revisions.put("one-3", revision("B", "default", 4));
    api.revisions.put("two-2", revision("A", "default", 4));
    see("one", "one-1");
    see("two", "two-1");
    loop.commands.clear();

    // When
    see("two", "two-2");
    see("one", "one-3");

    // Then
    assertThat(loop.commands).hasSize(1);
    assertThat(loop.commands.get(0))
        .isIn("exchange one one-3 B, two two-2 A", "exchange two two-2 A, one one-3 B");
    assertThat(opened).endsWith("one-3", "two-2").hasSize(4);
  }

  @Test
  void exchangesNamesRoundThreeProfilesWhileAFourthWaits() {
    // Given
    for (var queue : List.of("A", "B", "C", "D")) {
      api.revisions.put(queue + "-1", revision(queue, "default", 4));
      see(queue, queue + "-1");
    }
    api.revisions.put("A-2", revision("B", "default", 4));
    api.revisions.put("B-2", revision("C", "default", 4));
    api.revisions.put("C-2", revision("A", "default", 4));
    api.revisions.put("D-2", revision("A", "default", 4));
    loop.commands.clear();

    // When
    see("D", "D-2");
    see("A", "A-2");
    see("B", "B-2");
    see("C", "C-2");

    // Then: the fourth wants a name that another still has
    assertThat(loop.commands)
        .singleElement()
        .asString()
        .startsWith("exchange ")
        .contains("A A-2 B", "B B-2 C", "C C-2 A")
        .doesNotContain("D-2");
  }

  private void see(String name, String revision) {
    see(name, revision, "the first");
  }

  private void see(String name, String revision, String uid) {
    var profile = new MatchmakerProfile();
    profile.setMetadata(new ObjectMetaBuilder().withName(name).withUid(uid).build());
    profile.setStatus(new MatchmakerProfileStatus(1L, revision, List.of(), null, null));
    watch.seen(profile);
    scheduler.run();
  }

  private static String revision(String queue, String matchmaker, int teamSize) {
    return """
        {"kind":"ControllerRevision","data":{"queue":"%s","matchmaker":"%s","rules":
          {"match_size":{"type":"playerCount","teamCount":1,"minTeamSize":%d,"maxTeamSize":%d}},
         "gameServer":{"ports":[]}}}"""
        .formatted(queue, matchmaker, teamSize, teamSize);
  }
}
