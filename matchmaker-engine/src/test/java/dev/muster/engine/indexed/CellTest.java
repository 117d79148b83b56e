package dev.muster.engine.indexed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.engine.AttributesFixture;
import dev.muster.engine.ProfileFixture;
import dev.muster.engine.ticket.Group;
import dev.muster.engine.ticket.Search;
import dev.muster.engine.ticket.Ticket;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A cell against a list that is sorted anew each time: so many groups that its blocks split. */
class CellTest {
  private static final int MOST_NUMBER = 1_000;

  private final RuleTable table =
      new RuleTable(ProfileFixture.teams(1, 2, 2).number("elo", "1").build());
  private final Reader reader = new Reader(table, true);
  private final Cell cell = new Cell(new String[0], Map.of(), true);
  private final List<Waiting> model = new ArrayList<>();
  private int arrivals;

  @ParameterizedTest
  @CsvSource({"1, 1000", "2, 1000", "3, 1"})
  void keepsItsOrderWhoeverComesAndLeaves(long seed, int numbers) {
    var random = new Random(seed);
    for (int most : new int[] {20_000, 300, 9_000, 0}) {
      while (model.size() != most) {
        // Mostly towards the wanted size, at times away from it.
        boolean comes = model.isEmpty() || model.size() < most == random.nextInt(10) > 0;
        if (comes) {
          add(random.nextInt(numbers));
        } else {
          remove(random);
        }
      }
      check(random);
    }
  }

  private void add(int number) {
    var ticket = new Ticket("t" + arrivals, AttributesFixture.attributes("elo", number), 100);
    var search = Search.beginning(new Group("g" + arrivals, List.of(ticket)), 0);
    var group = reader.read(search, arrivals++);
    cell.add(group);
    model.add(group);
  }

  private void remove(Random random) {
    int at = random.nextInt(model.size());
    var group = model.set(at, model.get(model.size() - 1));
    model.remove(model.size() - 1);
    cell.remove(group);
    assertThat(group.waits()).isFalse();
  }

  private void check(Random random) {
    var sorted = new ArrayList<>(model);
    sorted.sort(
        Comparator.<Waiting>comparingLong(group -> group.number)
            .thenComparingLong(group -> group.arrival));

    var upwards = new ArrayList<Waiting>();
    cell.addAllTo(upwards);
    assertThat(upwards).isEqualTo(sorted);
    assertThat(cell.size()).isEqualTo(sorted.size());
    if (sorted.isEmpty()) {
      return;
    }
    assertThat(downwards()).isEqualTo(sorted);
    for (int i = 0; i < 200; i++) {
      checkBetween(millionths(random), millionths(random), sorted);
    }
  }

  private static long millionths(Random random) {
    return (random.nextInt(MOST_NUMBER + 2) - 1) * 1_000_000L;
  }

  private void checkBetween(long least, long most, List<Waiting> sorted) {
    long low = Math.min(least, most);
    long high = Math.max(least, most);
    long expected = sorted.stream().filter(g -> g.number >= low && g.number <= high).count();
    assertThat(cell.countBetween(low, high)).isEqualTo((int) expected);

    var mark = new Mark();
    mark.seek(cell, low);
    assertThat(mark.advance(high + 1)).isEqualTo((int) expected);
  }

  private List<Waiting> downwards() {
    var all = new ArrayList<Waiting>();
    for (var chunk = cell.chunkFrom(Long.MAX_VALUE); chunk != null; chunk = chunk.previous) {
      for (int i = chunk.count - 1; i >= 0; i--) {
        all.add(0, chunk.groups[i]);
      }
    }
    return all;
  }
}
