package dev.muster.e2e.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/**
 * The operator and the runtime survive being stopped before and after each of their calls to the
 * API server, and whatever else may happen there.
 *
 * <p>Here a sample is taken, always the same: mostly crashes, and one of each other {@link Blow}
 * but those that take long. {@code -Dmuster.crash.walks=all} makes every walk, {@code
 * -Dmuster.crash.walks=N} so many, {@code -Dmuster.crash.seed=N} takes another sample, {@code
 * -Dmuster.crash.only='...'} takes only those whose description contains a text, {@code
 * -Dmuster.crash.blows=ERROR,HANG} only these troubles ({@code all}: those that take long too), and
 * {@code -Dmuster.crash.lanes=N} makes so many walks at once.
 */
class CrashWalkTest {
  private static final int CRASHES = 8;
  private static final int LANES = 3;
  private static final String ALL = "all";
  private static final Set<Blow> QUICK = EnumSet.complementOf(EnumSet.of(Blow.HANG));
  private static final AtomicInteger MADE = new AtomicInteger();

  @BeforeAll
  static void whatWasKilledMayComplain() {
    Thread.setDefaultUncaughtExceptionHandler(
        (thread, problem) ->
            LoggerFactory.getLogger(CrashWalkTest.class)
                .atWarn()
                .setCause(problem)
                .addKeyValue("thread", thread.getName())
                .log("A thread ended with an error"));
  }

  @Test
  void whatIsBegunIsFinishedWhateverCrashes() {
    try (var walks = new Walks(Integer.getInteger("muster.crash.lanes", LANES))) {
      // Given
      var planned = planned(walks);
      // When
      var outcomes = walks.make(planned.stream().map(Optional::of).toList(), CrashWalkTest::tell);
      // Then
      System.out.println(summary(outcomes));
      assertThat(outcomes)
          .filteredOn(outcome -> !outcome.problems().isEmpty())
          .as("walks that went wrong")
          .isEmpty();
    }
  }

  private static List<Trouble> planned(Walks walks) {
    var only = System.getProperty("muster.crash.only", "");
    var planned = walks.planned(blows());
    assertThat(OperatorRights.ofTheChart().missing(planned))
        .as("calls of the operator that charts/muster/files/operator-rules.yaml does not allow")
        .isEmpty();
    var all = planned.stream().filter(trouble -> trouble.toString().contains(only)).toList();
    var size = System.getProperty("muster.crash.walks", "");
    long seed = Long.getLong("muster.crash.seed", 1);
    if (size.equals(ALL)) {
      return all;
    }
    return size.isEmpty() ? some(all, seed) : Walks.sample(all, Integer.parseInt(size), seed);
  }

  private static List<Trouble> some(List<Trouble> all, long seed) {
    var some = new ArrayList<>(Walks.sample(all, CRASHES, seed, Blow::isCrash));
    for (var blow : Blow.values()) {
      if (!blow.isCrash()) {
        some.addAll(Walks.sample(all, 1, seed, blow::equals));
      }
    }
    return some;
  }

  private static Set<Blow> blows() {
    var names = System.getProperty("muster.crash.blows", "");
    if (names.equals(ALL)) {
      return EnumSet.allOf(Blow.class);
    }
    return names.isEmpty()
        ? QUICK
        : Set.of(names.split(",", -1)).stream().map(Blow::valueOf).collect(Collectors.toSet());
  }

  private static void tell(Outcome outcome) {
    int made = MADE.incrementAndGet();
    if (!outcome.problems().isEmpty()) {
      System.out.println(outcome);
    } else if (made % 10 == 0) {
      System.out.println(
          made + " crash walks made, the last in " + outcome.took().toMillis() + " ms");
    }
  }

  private static String summary(List<Outcome> outcomes) {
    var missed = outcomes.stream().filter(outcome -> !outcome.struck()).toList();
    return "Crash walks: %d made, %d went wrong, %d did not come to their call%s; median %d ms"
        .formatted(
            outcomes.size(),
            outcomes.stream().filter(outcome -> !outcome.problems().isEmpty()).count(),
            missed.size(),
            missed.stream().map(outcome -> outcome.trouble().orElseThrow()).toList(),
            outcomes.stream()
                .map(outcome -> outcome.took().toMillis())
                .sorted()
                .toList()
                .get(outcomes.size() / 2));
  }
}
