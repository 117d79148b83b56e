package dev.muster.engine.indexed;

import static dev.muster.engine.AttributesFixture.attributes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.engine.Admission;
import dev.muster.engine.Event;
import dev.muster.engine.Event.GroupCancelled;
import dev.muster.engine.Event.MatchMade;
import dev.muster.engine.ProfileFixture;
import dev.muster.engine.Standing;
import dev.muster.engine.profile.Profile;
import dev.muster.engine.ticket.Cancellation.Reason;
import dev.muster.engine.ticket.Group;
import dev.muster.engine.ticket.Search;
import dev.muster.engine.ticket.Ticket;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is asked of a queue, and told to it, while a change of rules is under way. */
class ChangeInPortionsTest {
  private static final long NOW = 1_000_000;
  private static final int MANY = 10;

  private final IndexedMatchmaking queue = SmallPortions.open(range(1), true, 20);

  private static Profile range(int maxDifference) {
    return ProfileFixture.teams(1, 2, 2).number("elo", Integer.toString(maxDifference)).build();
  }

  /** Needs an attribute that nobody has. */
  private static Profile another() {
    return ProfileFixture.teams(1, 2, 2).number("level", "1").build();
  }

  @BeforeEach
  void manyWait() {
    for (int i = 0; i < MANY; i++) {
      assertThat(add("g" + i, 10 * i, NOW + i)).isEqualTo(new Admission.Searching());
    }
    assertThat(queue.advanceFully(NOW + MANY)).isEmpty();
    assertThat(queue.nextDueMillis()).isGreaterThan(NOW + MANY);
  }

  private Admission add(String id, int elo, long since) {
    var ticket = new Ticket("t" + id, attributes("elo", elo), 100);
    return queue.add(Search.beginning(new Group(id, List.of(ticket)), since), NOW + MANY);
  }

  private List<Event> change(Profile profile) {
    return queue.change(profile, true, NOW + MANY);
  }

  @Test
  void itAsksToGoOnAtOnceUntilItIsThrough() {
    assertThat(change(range(10))).isEmpty();

    int calls = 0;
    int matches = 0;
    while (queue.nextDueMillis() <= NOW + MANY) {
      matches += queue.advance(NOW + MANY).size();
      calls++;
    }

    assertThat(calls).isGreaterThan(MANY);
    assertThat(matches).isEqualTo(MANY / 2);
  }

  @Test
  void whoIsCancelledIsToldOncePortionByPortion() {
    var first = change(another());
    assertThat(first).hasSize(1);

    var others = queue.advanceFully(NOW + MANY);

    assertThat(others).hasSize(MANY - 1);
    assertThat(others)
        .extracting(event -> ((GroupCancelled) event).cancellation().reason())
        .containsOnly(Reason.MISSING_ATTRIBUTE);
    assertThat(queue.standing()).isEqualTo(new Standing(0, 0, 0, OptionalLong.empty()));
  }

  @Test
  void everyoneWaitsMeanwhile() {
    change(range(10));

    assertThat(queue.standing()).isEqualTo(new Standing(MANY, MANY, 0, OptionalLong.of(NOW)));
    assertThat(add("g9", 0, NOW)).isEqualTo(new Admission.AlreadySearching());
    assertThat(queue.snapshot("g9", MANY).orElseThrow().groups()).hasSize(MANY);
    assertThat(queue.explain("g9", NOW + MANY).orElseThrow().candidates()).isEqualTo(MANY - 1);
  }

  @Test
  void whoLeavesMeanwhileIsGone() {
    change(range(10));

    assertThat(queue.remove("g8")).isPresent();
    assertThat(queue.remove("g0")).isPresent();
    assertThat(queue.remove("g8")).isEmpty();

    assertThat(matchedIn(queue.advanceFully(NOW + MANY)))
        .contains("g1", "g2")
        .doesNotContain("g8", "g0");
  }

  @Test
  void whoComesMeanwhileIsMatchedAfterwards() {
    change(range(2));

    assertThat(add("late", 91, NOW + MANY)).isEqualTo(new Admission.Searching());

    assertThat(matchedIn(queue.advanceFully(NOW + MANY))).containsExactly("g9", "late");
  }

  @Test
  void anotherChangeComesAfterTheFirst() {
    change(another());

    var events = change(range(10));

    assertThat(events).hasSize(MANY - 1);
    assertThat(queue.advanceFully(NOW + MANY)).isEmpty();
    assertThat(queue.standing().groups()).isZero();
  }

  private static List<String> matchedIn(List<Event> events) {
    return events.stream()
        .map(MatchMade.class::cast)
        .flatMap(match -> match.teams().stream())
        .flatMap(team -> team.groups().stream())
        .map(search -> search.group().id())
        .toList();
  }
}
