package dev.muster.engine.indexed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.engine.AttributesFixture;
import dev.muster.engine.ProfileFixture;
import dev.muster.engine.ticket.Group;
import dev.muster.engine.ticket.Search;
import dev.muster.engine.ticket.Ticket;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SplitTest {
  private final RuleTable table;
  private final Split split;

  SplitTest() {
    table = new RuleTable(ProfileFixture.teams(6, 1, 12).number("elo", "1").build());
    split = new Split(table);
  }

  @Test
  void beginningsThatLeadNowhereCountToo() {
    // Eleven alike, and a last one who could be in no team but one of his own.
    var groups = IntStream.range(0, 12).mapToObj(i -> group(i, i < 11 ? 0 : 100));

    split.of(groups.toArray(Waiting[]::new), table.at(0));

    assertThat(split.calls()).isBetween(Split.MOST_CALLS / 2, Split.MOST_CALLS + 1);
  }

  private Waiting group(int number, int elo) {
    var ticket = new Ticket("t" + number, AttributesFixture.attributes("elo", elo), 100);
    var search = Search.beginning(new Group("g" + number, List.of(ticket)), 0);
    return new Reader(table, true).read(search, number);
  }
}
