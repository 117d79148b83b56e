package dev.muster.engine.plain;

import dev.muster.engine.indexed.IndexedMatchmaking;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;

/** Everything that is told of the plain implementation holds for the indexed one as well. */
class IndexedStoriesTest {
  @BeforeEach
  void tellThemOfTheIndexedOne() {
    Story.maker = IndexedMatchmaking::new;
  }

  @AfterEach
  void tellThemOfThePlainOneAgain() {
    Story.maker = PlainMatchmaking::new;
  }

  @Nested
  class Backfills extends BackfillTest {}

  @Nested
  class Choices extends ChoiceTest {}

  @Nested
  class Explanations extends ExplainTest {}

  @Nested
  class Queues extends QueueTest {}

  @Nested
  class RandomStreams extends RandomStreamTest {}

  @Nested
  class Timing extends TimingTest {}

  @Nested
  class WorkedExamples extends WorkedExamplesTest {}
}
