package dev.muster.runtime.loop;

import static dev.muster.runtime.TestRuntime.START;
import static dev.muster.runtime.TestRuntime.profile;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.engine.profile.Profile;
import dev.muster.engine.profile.RuleAttributes;
import dev.muster.engine.profile.RuleDefinition;
import dev.muster.engine.profile.RuleType;
import dev.muster.engine.ticket.Cancellation.Reason;
import dev.muster.runtime.store.QueueSearch;
import dev.muster.runtime.store.TicketStatus;
import java.math.BigDecimal;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Groups that search in several queues: of one loop, and of two. */
class SeveralQueuesTest {
  private static SeveralLoops loops(int count) {
    var loops = new SeveralLoops(count);
    for (var queue : new String[] {"a0", "b1", "c2"}) {
      loops.serve(queue, profile(queue, 2, Map.of()), "1");
    }
    return loops;
  }

  private static TicketStatus status(SeveralLoops loops, String group) {
    return loops.group(group).state().status();
  }

  private static Reason reason(SeveralLoops loops, String group, String queue) {
    return loops.group(group).searches().stream()
        .filter(one -> one.queue().equals(queue))
        .findFirst()
        .flatMap(QueueSearch::ended)
        .orElseThrow()
        .reason();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void whoIsMatchedInOneLeavesTheOthersAtOnce(int count) {
    // Given
    var loops = loops(count);
    var both = loops.comes(1, "a0", "b1");
    loops.settle();
    assertThat(loops.waits("a0", both)).isTrue();
    assertThat(loops.waits("b1", both)).isTrue();
    // When
    var friend = loops.comes(1, "b1");
    loops.settle();
    // Then
    assertThat(status(loops, both)).isEqualTo(TicketStatus.MATCH_FOUND);
    assertThat(loops.group(both).queue()).isEqualTo("b1");
    assertThat(loops.group(friend).state().place().orElseThrow().matchName())
        .isEqualTo(loops.group(both).state().place().orElseThrow().matchName());
    assertThat(loops.waits("a0", both)).isFalse();
    loops.comes(1, "a0");
    loops.settle();
    assertThat(loops.matches).hasSize(1);
  }

  @Test
  void ofTwoMatchesAtTheSameTimeOneIsMadeAndTheOthersPlayersSearchOnWithTheirAge() {
    // Given: two loops that have not heard of each other's match
    var loops = loops(2);
    var both = loops.comes(1, "a0", "b1");
    loops.settle();
    loops.now += 1_000;
    var inA = loops.comes(1, "a0");
    var inB = loops.comes(1, "b1");
    // When
    loops.advance(1);
    loops.advance(0);
    // Then
    assertThat(loops.matches).hasSize(1);
    assertThat(loops.group(both).queue()).isEqualTo("b1");
    assertThat(status(loops, inB)).isEqualTo(TicketStatus.MATCH_FOUND);
    assertThat(status(loops, inA)).isEqualTo(TicketStatus.SEARCHING);
    assertThat(loops.waits("a0", inA)).isTrue();
    assertThat(loops.waits("a0", both)).isFalse();
    // When
    loops.settle();
    loops.now += 1_000;
    loops.comes(1, "a0");
    loops.settle();
    // Then
    assertThat(status(loops, inA)).isEqualTo(TicketStatus.MATCH_FOUND);
    assertThat(loops.group(inA).search().sinceMillis()).isEqualTo(START + 1_000);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void aMatchThatFailsPutsItBackIntoAllWithItsAge(int count) {
    // Given
    var loops = loops(count);
    var both = loops.comes(2, "a0", "b1", "c2");
    loops.settle();
    var match = loops.matches.keySet().iterator().next();
    var friend = loops.comes(1, "a0");
    loops.now += 5_000;
    // When
    loops.of("b1").beginAt(loops.now);
    loops.of("b1").close("b1", "profile b1 was deleted"); // while it is in a match of another
    loops.fail(match);
    // Then
    assertThat(status(loops, both)).isEqualTo(TicketStatus.SEARCHING);
    assertThat(loops.group(both).queues()).containsExactly("a0", "c2");
    assertThat(reason(loops, both, "b1")).isEqualTo(Reason.PROFILE_DELETED);
    assertThat(loops.group(both).search().sinceMillis()).isEqualTo(START);
    assertThat(loops.group(both).search().pausedMillis()).isEqualTo(5_000);
    loops.settle();
    assertThat(status(loops, friend)).isEqualTo(TicketStatus.SEARCHING);
    assertThat(loops.matches).hasSize(2); // again a pair, in one queue only
  }

  @Test
  void aThirdFailureCostsOnlyTheQueueThatCannotStartServers() {
    // Given
    var loops = loops(1);
    var pair = loops.comes(2, "a0", "b1");
    // When
    for (int i = 1; i <= 3; i++) {
      loops.settle();
      assertThat(loops.group(pair).queue()).isEqualTo("a0");
      loops.fail(loops.group(pair).state().place().orElseThrow().matchName());
    }
    // Then
    assertThat(reason(loops, pair, "a0")).isEqualTo(Reason.START_FAILED);
    assertThat(loops.group(pair).queues()).containsExactly("b1");
    loops.settle();
    assertThat(loops.group(pair).queue()).isEqualTo("b1");
    loops.fail(loops.group(pair).state().place().orElseThrow().matchName());
    assertThat(status(loops, pair)).isEqualTo(TicketStatus.CANCELLED);
    assertThat(reason(loops, pair, "b1")).isEqualTo(Reason.START_FAILED);
  }

  @Test
  void everyQueueEndsTheSearchForAReasonOfItsOwnAndTheLastEndsTheTicket() {
    // Given
    var elo = new RuleAttributes(null, null, null, null, null, BigDecimal.valueOf(50), null);
    var rules = Map.of("elo", new RuleDefinition(RuleType.NUMBER_DIFFERENCE, elo));
    var loops = loops(2);
    var all = loops.comes(1, "a0", "b1", "c2");
    loops.settle();
    // When
    loops.serve("c2", profile("c2", 2, rules), "2");
    loops.settle();
    // Then
    assertThat(reason(loops, all, "c2")).isEqualTo(Reason.MISSING_ATTRIBUTE);
    assertThat(loops.group(all).queues()).containsExactly("a0", "b1");
    assertThat(loops.waits("c2", all)).isFalse();
    // When
    loops.of("a0").close("a0", "profile a0 was deleted");
    // Then
    assertThat(reason(loops, all, "a0")).isEqualTo(Reason.PROFILE_DELETED);
    assertThat(loops.group(all).queue()).isEqualTo("b1");
    assertThat(status(loops, all)).isEqualTo(TicketStatus.SEARCHING);
    // When
    loops.now += 300_000;
    loops.settle();
    // Then
    assertThat(status(loops, all)).isEqualTo(TicketStatus.CANCELLED);
    assertThat(loops.group(all).state().cancellation().orElseThrow().reason())
        .isEqualTo(Reason.EXPIRED);
    assertThat(reason(loops, all, "a0")).isEqualTo(Reason.PROFILE_DELETED);
  }

  @Test
  void whoLeavesLeavesEveryQueue() {
    var loops = loops(2);
    var both = loops.comes(1, "a0", "b1");
    loops.settle();

    loops.cancel(1, both);
    loops.settle();

    assertThat(status(loops, both)).isEqualTo(TicketStatus.CANCELLED);
    assertThat(loops.waits("a0", both)).isFalse();
    assertThat(loops.waits("b1", both)).isFalse();
  }

  @Test
  void aQueueMayGetAnotherNameMeanwhile() {
    // Given
    var loops = loops(2);
    var both = loops.comes(1, "a0", "b1");
    Profile renamed = profile("night1", 2, Map.of());
    // When: before the other loop has heard of it
    loops.serve("b1", renamed, "2");
    loops.settle();
    // Then
    assertThat(loops.group(both).queues()).containsExactly("a0", "night1");
    assertThat(loops.waits("night1", both)).isTrue();
    loops.comes(1, "night1");
    loops.settle();
    assertThat(loops.group(both).queue()).isEqualTo("night1");
  }
}
