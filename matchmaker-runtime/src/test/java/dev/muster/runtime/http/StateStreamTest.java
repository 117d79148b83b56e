package dev.muster.runtime.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.runtime.store.GroupChanges;
import io.vertx.core.json.JsonObject;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A stream by itself: its context and its client by hand. */
class StateStreamTest {
  private final GroupChanges changes = new GroupChanges();
  private final ArrayDeque<Runnable> due = new ArrayDeque<>();
  private final FakeOutlet outlet = new FakeOutlet();
  private Optional<JsonObject> state = Optional.of(new JsonObject().put("n", 0));
  private int looks;

  private static final class FakeOutlet implements Outlet {
    private final List<String> told = new ArrayList<>();
    private String lastId;
    private boolean full;

    @Override
    public void state(String id, String json) {
      told.add(json);
      lastId = id;
    }

    @Override
    public void gone(String json) {
      told.add("gone " + json);
    }

    @Override
    public void beat() {
      told.add("beat");
    }

    @Override
    public void restart() {
      told.add("restart");
    }

    @Override
    public boolean isFull() {
      return full;
    }
  }

  private StateStream stream(String lastSeen) {
    return new StateStream(
        new Subject("ticket", "g", this::state), changes, due::add, outlet, lastSeen);
  }

  private Optional<JsonObject> state() {
    looks++;
    return state;
  }

  private void become(int n) {
    state = Optional.of(new JsonObject().put("n", n));
    changes.changed("g");
  }

  private void runDue() {
    while (!due.isEmpty()) {
      due.remove().run();
    }
  }

  @Test
  void changesThatComeTogetherAreToldAsOne() {
    stream(null).begin();
    for (int n = 1; n <= 1_000; n++) {
      become(n);
    }
    assertThat(due).hasSize(1);
    runDue();
    assertThat(outlet.told).containsExactly("{\"n\":0}", "{\"n\":1000}");
  }

  @Test
  void aClientThatDoesNotReadIsToldTheNewestStateWhenItReadsAgain() {
    // Given
    var stream = stream(null);
    stream.begin();
    outlet.full = true;
    looks = 0;
    // When
    for (int n = 1; n <= 1_000; n++) {
      become(n);
      runDue();
      stream.beat();
    }
    // Then
    assertThat(looks).isZero();
    assertThat(outlet.told).containsExactly("{\"n\":0}");
    outlet.full = false;
    stream.look();
    assertThat(outlet.told).containsExactly("{\"n\":0}", "{\"n\":1000}");
  }

  @Test
  void whatDoesNotChangeTheStateIsNotTold() {
    stream(null).begin();
    become(0);
    runDue();
    assertThat(outlet.told).hasSize(1);
  }

  @Test
  void whoSaysWhatHeSawIsToldWhatDiffersOnly() {
    // Given
    stream(null).begin();
    var seen = outlet.lastId;
    outlet.told.clear();
    // When: another process would do the same
    stream(seen).begin();
    assertThat(outlet.told).isEmpty();
    become(1);
    runDue();
    // Then
    assertThat(outlet.told).containsExactly("{\"n\":1}", "{\"n\":1}");
    outlet.told.clear();
    stream(seen).begin();
    stream("no id of ours").begin();
    assertThat(outlet.told).containsExactly("{\"n\":1}", "{\"n\":1}");
  }

  @Test
  void theEndIsToldOnceAndNothingIsFollowedAnyMore() {
    // Given
    var stream = stream(null);
    stream.begin();
    // When
    become(1);
    state = Optional.empty();
    changes.changed("g");
    runDue();
    // Then
    become(2);
    stream.look();
    stream.beat();
    stream.restart();
    assertThat(outlet.told)
        .containsExactly(
            "{\"n\":0}", "gone {\"message\":\"There is no such ticket, or not any more\"}");
    assertThat(changes.followed()).isZero();
  }

  @Test
  void whoIsSentAwayIsToldNothingElse() {
    var stream = stream(null);
    stream.begin();
    stream.restart();
    become(1);
    runDue();
    assertThat(outlet.told).containsExactly("{\"n\":0}", "restart");
    assertThat(changes.followed()).isZero();
  }
}
