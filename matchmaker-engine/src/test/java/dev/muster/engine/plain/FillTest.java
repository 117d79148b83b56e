package dev.muster.engine.plain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.engine.Event.MatchMade;
import dev.muster.engine.indexed.IndexedMatchmaking;
import dev.muster.engine.profile.Profile;
import dev.muster.engine.ticket.Search;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * How many players get into full matches in small pools, beside the most that could: of all ways to
 * choose acceptable sets that share nobody.
 */
class FillTest {
  private static final int POOLS = Integer.getInteger("muster.fill.pools", 300);
  private static final int GROUPS = 10;
  private static final long NOW = 1_000_000;

  @Test
  void isWithinTwoPercentOfTheOptimumOnAverage() {
    long matched = 0;
    long most = 0;
    int pools = 0;
    for (long seed = 0; pools < POOLS; seed++) {
      var pool = new SmallPool(seed);
      if (pool.most() > 0) {
        pools++;
        matched += pool.matched();
        most += pool.most();
      }
    }
    System.out.printf("fill: %d of at most %d players in %d pools%n", matched, most, pools);
    assertThat((double) matched / most).isBetween(0.98, 1.0);
  }

  /** Ten groups who have come together. */
  private static final class SmallPool {
    private final Profile profile;
    private final List<Search> searches = new ArrayList<>();

    SmallPool(long seed) {
      var stream = new RandomStream(seed);
      var drawn = stream.profile();
      while (drawn.backfillOnly()) {
        drawn = stream.profile();
      }
      profile = drawn;
      int mostPlayers = profile.initial().playerCount().maxTeamSize();
      while (searches.size() < GROUPS) {
        var group = stream.group(profile, stream.oneIn(2) ? 1 : stream.between(1, mostPlayers));
        if (group != null) {
          searches.add(Search.beginning(group, NOW));
        }
      }
    }

    long matched() {
      var indexed = new IndexedMatchmaking(profile, true, 1_000);
      searches.forEach(search -> indexed.add(search, NOW));
      return indexed.advanceFully(NOW).stream()
          .filter(MatchMade.class::isInstance)
          .map(MatchMade.class::cast)
          .flatMap(match -> match.teams().stream())
          .flatMap(team -> team.groups().stream())
          .mapToLong(search -> search.group().size())
          .sum();
    }

    /** By set of groups, as bits: the players of it if it is a full match, else 0. */
    private int[] fullMatches() {
      var book = new RuleBook(profile);
      var waiting = new ArrayList<Waiting>();
      for (var search : searches) {
        waiting.add(new Waiting(search, book, waiting.size(), NOW));
      }
      var players = new int[1 << GROUPS];
      var joints = new Joint[1 << GROUPS];
      for (int set = 1; set < players.length; set++) {
        int last = 31 - Integer.numberOfLeadingZeros(set);
        var alone = waiting.get(last).alone();
        var rest = set & ~(1 << last);
        if (alone != null && rest == 0) {
          joints[set] = alone;
        } else if (alone != null && joints[rest] != null) {
          joints[set] = joints[rest].with(waiting.get(last));
        }
        var joint = joints[set];
        if (joint != null && joint.isFull() && Split.of(joint).isPresent()) {
          players[set] = joint.players();
        }
      }
      return players;
    }

    int most() {
      var full = fullMatches();
      var best = new int[full.length];
      for (int set = 1; set < best.length; set++) {
        int lowest = set & -set;
        best[set] = best[set & ~lowest];
        for (int match = set; match > 0; match = (match - 1) & set) {
          if (full[match] > 0 && (match & lowest) != 0) {
            best[set] = Math.max(best[set], full[match] + best[set & ~match]);
          }
        }
      }
      return Arrays.stream(best).max().orElseThrow();
    }
  }
}
