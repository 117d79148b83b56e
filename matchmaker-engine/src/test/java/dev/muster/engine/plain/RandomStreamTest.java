package dev.muster.engine.plain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.engine.Admission;
import dev.muster.engine.Entry;
import dev.muster.engine.Event;
import dev.muster.engine.Event.BackfillCancelled;
import dev.muster.engine.Event.GroupCancelled;
import dev.muster.engine.Event.MatchMade;
import dev.muster.engine.Matchmaking;
import dev.muster.engine.profile.Profile;
import dev.muster.engine.ticket.Backfill;
import dev.muster.engine.ticket.Cancellation.Reason;
import dev.muster.engine.ticket.Group;
import dev.muster.engine.ticket.Search;
import dev.muster.engine.ticket.Ticket;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Streams of random commands under random rules. Whatever happens is judged by {@link Definition},
 * which looks at everything that could have happened; the seed is named when it disagrees.
 */
class RandomStreamTest {
  private static final int SEEDS = Integer.getInteger("muster.seeds", 150);
  private static final int COMMANDS = 60;

  @Test
  void everyEventIsAcceptableAndNothingThatCouldHappenIsMissed() {
    var seen = new Seen();
    for (long seed = 0; seed < SEEDS; seed++) {
      // Mostly few groups, where everything can be looked at; now and then many.
      int mostGroups = seed % 10 == 0 ? 24 : seed % 10 == 1 ? 12 : 8;
      try {
        new Run(seed, mostGroups, mostGroups > 12 ? 9 : mostGroups, seen).go();
      } catch (AssertionError | RuntimeException failure) {
        throw new AssertionError("seed " + seed + ": " + failure.getMessage(), failure);
      }
    }
    assertThat(seen.full).as("full matches").isGreaterThan(SEEDS);
    assertThat(seen.partial).as("partial matches").isGreaterThan(SEEDS / 2);
    assertThat(seen.teams).as("matches of several teams").isGreaterThan(SEEDS / 2);
    assertThat(seen.backfilled).as("backfills").isGreaterThan(SEEDS / 10);
    assertThat(seen.expired).as("expiries").isGreaterThan(SEEDS);
    assertThat(seen.changed).as("cancelled by changes").isGreaterThan(SEEDS / 20);
  }

  @Test
  void theSameCommandsGiveTheSameEvents() {
    for (long seed = 0; seed < 20; seed++) {
      var first = new Run(seed, 24, 0, new Seen()).go();
      var second = new Run(seed, 24, 0, new Seen()).go();
      assertThat(second).as("seed %s", seed).isEqualTo(first);
    }
  }

  private static final class Seen {
    int full;
    int partial;
    int teams;
    int backfilled;
    int expired;
    int changed;
  }

  private static final class Run extends Commands {
    private static final Comparator<Search> BY_AGE = Comparator.comparingLong(Search::sinceMillis);

    private final int mostJudged;
    private final Seen seen;
    private final List<Event> log = new ArrayList<>();
    private final Map<String, Search> waiting = new LinkedHashMap<>();
    private final Map<String, Backfill> open = new LinkedHashMap<>();
    private final Map<String, List<Group>> given = new HashMap<>();
    private final Set<String> ended = new HashSet<>();
    private Definition definition;
    private Matchmaking matchmaking;
    private int added;

    /**
     * A stream.
     *
     * @param mostGroups so many wait at most
     * @param mostJudged up to so many it is judged by everything that could have happened
     */
    Run(long seed, int mostGroups, int mostJudged, Seen seen) {
      super(new RandomStream(seed), mostGroups);
      this.mostJudged = mostJudged;
      this.seen = seen;
      use(profile);
      this.matchmaking = Story.maker.make(profile, true, 1_000);
    }

    private void use(Profile next) {
      profile = next;
      definition = new Definition(next);
    }

    List<Event> go() {
      for (int i = 0; i < COMMANDS; i++) {
        for (int batch = stream.between(1, 3); batch > 0; batch--) {
          command();
        }
        advance();
        passTime(stream.oneIn(3) ? stream.between(0, 3_000) : stream.between(0, 300));
      }
      passTime(60_000);
      assertThat(waiting).as("all have ended").isEmpty();
      assertThat(ended.size()).as("nobody is lost").isEqualTo(added);
      return log;
    }

    // --------------------------------------------------------------- commands

    @Override
    List<Search> waiting() {
      return List.copyOf(waiting.values());
    }

    @Override
    void add(Search search) {
      assertThat(matchmaking.add(search, now)).isEqualTo(new Admission.Searching());
      waiting.put(search.group().id(), search);
      ended.remove(search.group().id());
      given.values().forEach(groups -> groups.remove(search.group()));
      added = ended.size() + waiting.size();
    }

    @Override
    void remove(Search search) {
      var id = search.group().id();
      assertThat(matchmaking.remove(id)).contains(waiting.remove(id));
      assertThat(matchmaking.remove(id)).isEmpty();
      end(id);
    }

    @Override
    void add(Backfill backfill) {
      var old = open.get(backfill.id());
      assertThat(matchmaking.add(backfill, now)).isEmpty();
      open.put(backfill.id(), backfill);
      if (old != null) {
        forgetServer(old.server());
      }
    }

    @Override
    void removeBackfill(String id) {
      var backfill = open.remove(id);
      assertThat(matchmaking.removeBackfill(id)).isEqualTo(backfill != null);
      if (backfill != null) {
        forgetServer(backfill.server());
      }
    }

    private void forgetServer(String server) {
      if (open.values().stream().noneMatch(other -> other.server().equals(server))) {
        given.remove(server);
      }
    }

    @Override
    void change() {
      if (!stream.oneIn(3)) {
        return;
      }
      use(stream.profile());
      for (var event : matchmaking.change(profile, true, now)) {
        log.add(event);
        if (event instanceof GroupCancelled cancelled) {
          seen.changed++;
          assertThat(cancelled.cancellation().reason())
              .isIn(Reason.RULES_CHANGED, Reason.MISSING_ATTRIBUTE);
          assertThat(waiting.remove(cancelled.search().group().id())).isEqualTo(cancelled.search());
          end(cancelled.search().group().id());
        } else {
          var backfill = open.remove(((BackfillCancelled) event).backfillId());
          forgetServer(backfill.server());
        }
      }
      for (var search : waiting.values()) {
        var players = search.group().tickets().stream().map(Ticket::attributes).toList();
        assertThat(Entry.recheck(profile, players, true)).isEmpty();
      }
    }

    private void end(String id) {
      assertThat(ended.add(id)).as("%s ends once", id).isTrue();
    }

    // ------------------------------------------------------------------- time

    @Override
    long nextDueMillis() {
      return matchmaking.nextDueMillis();
    }

    @Override
    void advance() {
      var available = new LinkedHashMap<>(waiting);
      for (var event : matchmaking.advanceFully(now)) {
        log.add(event);
        if (event instanceof MatchMade match) {
          judge(match, available);
        } else if (event instanceof GroupCancelled cancelled) {
          judge(cancelled);
        } else {
          judge((BackfillCancelled) event);
        }
      }
      assertThat(matchmaking.nextDueMillis()).as("what is due is done").isGreaterThan(now);
      judgeWhatIsLeft();
    }

    private void judge(MatchMade match, Map<String, Search> available) {
      var teams = match.teams().stream().map(Event.Team::groups).toList();
      var searches = teams.stream().flatMap(List::stream).toList();
      for (var search : searches) {
        assertThat(available.get(search.group().id()))
            .as("%s is matched once and as it came", search.group().id())
            .isEqualTo(search);
      }
      if (match.backfill().isPresent()) {
        judgeBackfilled(match, searches.get(0), available);
      } else {
        judgeNew(match, teams, searches, available);
      }
      for (var search : searches) {
        available.remove(search.group().id());
        waiting.remove(search.group().id());
        end(search.group().id());
        matched.add(search);
      }
    }

    private void judgeNew(
        MatchMade match,
        List<List<Search>> teams,
        List<Search> searches,
        Map<String, Search> available) {
      assertThat(profile.backfillOnly()).as("a profile that starts no match").isFalse();
      assertThat(definition.isAcceptable(teams, now, false)).as("acceptable: %s", match).isTrue();
      assertThat(match.expansion())
          .isEqualTo(
              profile
                  .stages()
                  .get(
                      searches.stream()
                          .mapToInt(search -> profile.stageIndexAt(search.ageMillis(now)))
                          .min()
                          .orElseThrow())
                  .name());
      seen.teams += teams.size() > 1 ? 1 : 0;
      boolean judgeable = available.size() <= mostJudged;
      if (definition.isFull(teams, now)) {
        seen.full++;
        if (judgeable) {
          assertLongestWaitingFirst(searches, available);
        }
      } else {
        seen.partial++;
        var closing = searches.stream().filter(s -> definition.isClosing(s, now)).toList();
        assertThat(closing).as("a partial match is not early").isNotEmpty();
        if (judgeable) {
          assertLargest(searches, closing, available);
        }
      }
    }

    private void assertLongestWaitingFirst(List<Search> searches, Map<String, Search> available) {
      long oldest = searches.stream().min(BY_AGE).orElseThrow().sinceMillis();
      for (var other : available.values()) {
        if (other.sinceMillis() < oldest) {
          assertThat(definition.mostPlayersWith(other, available.values(), now, true))
              .as("%s waits longer and could have been served", other.group().id())
              .isZero();
        }
      }
    }

    private void assertLargest(
        List<Search> searches, List<Search> closing, Map<String, Search> available) {
      int players = Definition.players(searches);
      assertThat(closing)
          .as("the match of %s players is the largest for one of them", players)
          .anyMatch(
              search ->
                  definition.mostPlayersWith(search, available.values(), now, false) == players);
    }

    private void judgeBackfilled(MatchMade match, Search search, Map<String, Search> available) {
      seen.backfilled++;
      var backfill = open.remove(match.backfill().orElseThrow());
      var others = given.computeIfAbsent(backfill.server(), server -> new ArrayList<>());
      assertThat(definition.mayFill(backfill, others, search, now))
          .as(() -> backfill + " given " + others + " may be joined by " + search)
          .isTrue();
      for (var other : available.values()) {
        if (other.sinceMillis() < search.sinceMillis()) {
          assertThat(definition.mayFill(backfill, others, other, now))
              .as("%s waits longer and could have filled it", other.group().id())
              .isFalse();
        }
      }
      others.add(search.group());
      forgetServer(backfill.server());
    }

    private void judge(GroupCancelled cancelled) {
      seen.expired++;
      assertThat(cancelled.cancellation().reason()).isEqualTo(Reason.EXPIRED);
      assertThat(definition.expiresAt(cancelled.search())).isLessThanOrEqualTo(now);
      assertThat(waiting.remove(cancelled.search().group().id())).isEqualTo(cancelled.search());
      end(cancelled.search().group().id());
    }

    private void judge(BackfillCancelled cancelled) {
      var backfill = open.remove(cancelled.backfillId());
      assertThat(backfill.expiresAtMillis()).isLessThanOrEqualTo(now);
      forgetServer(backfill.server());
    }

    private void judgeWhatIsLeft() {
      var standing = matchmaking.standing();
      assertThat(standing.groups()).isEqualTo(waiting.size());
      assertThat(standing.tickets()).isEqualTo(Definition.players(waiting.values()));
      assertThat(standing.backfills()).isEqualTo(open.size());
      for (var search : waiting.values()) {
        assertThat(definition.expiresAt(search)).as("expires in time").isGreaterThan(now);
        for (var backfill : open.values()) {
          var others = given.getOrDefault(backfill.server(), List.of());
          assertThat(definition.mayFill(backfill, others, search, now))
              .as("%s could fill %s", search.group().id(), backfill.id())
              .isFalse();
        }
      }
      if (waiting.size() <= mostJudged && !profile.backfillOnly()) {
        assertThat(definition.missed(waiting.values(), now))
            .as(() -> "a match that was missed at " + now + " under " + profile)
            .isEmpty();
      }
    }
  }
}
