package dev.muster.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.engine.Admission;
import dev.muster.engine.Event;
import dev.muster.runtime.group.Outcome;
import dev.muster.runtime.loop.Beginning;
import dev.muster.runtime.store.TicketStore;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Java 17 cannot check that every case is handled: a new one must first come past here. */
class OutcomesTest {
  static Stream<Arguments> handled() {
    return Stream.of(
        Arguments.of("Answers.of", Outcome.class, "Done Invalid NotFound Conflict NoRoom"),
        Arguments.of("Players.begin", Beginning.class, "Searching NoRoom"),
        Arguments.of("Queues.handle", Event.class, "MatchMade GroupCancelled BackfillCancelled"),
        Arguments.of(
            "Queues.begin and .searchAgain",
            Admission.class,
            "Searching AlreadySearching Refused PoolFull"),
        Arguments.of("Queues.begin", TicketStore.Creation.class, "Created Taken Full"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("handled")
  void handlesEveryCase(String where, Class<?> type, String cases) {
    assertThat(Arrays.stream(type.getPermittedSubclasses()).map(Class::getSimpleName))
        .as(where)
        .containsExactlyInAnyOrder(cases.split(" "));
  }
}
