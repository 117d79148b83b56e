package dev.muster.runtime.http;

import dev.muster.runtime.store.GroupChanges;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Tells one client how something is: at once, and after each change, until it is gone.
 *
 * <p>Only the newest state matters. Changes put nothing aside: they make the stream look, once for
 * all that came together, and while the client does not read it does not even look. A state's id is
 * a digest of it, so whoever says which one he saw last is told what differs from that and nothing
 * else, also by another process.
 *
 * <p>Everything but {@link #changed} runs on one context.
 */
final class StateStream {
  /** 96 bits: no two states of a ticket share them. */
  private static final int ID_BYTES = 12;

  private final Subject subject;
  private final GroupChanges changes;
  private final Executor context;
  private final Outlet outlet;
  private final Runnable told = this::changed;
  private final AtomicBoolean lookIsDue = new AtomicBoolean();
  private String lastId;
  private boolean ended;

  /**
   * One that has not told anything yet.
   *
   * @param context where it runs: one thing after the other
   * @param lastSeen the id of the state that the client saw last; null or anything else when it saw
   *     none
   */
  StateStream(
      Subject subject, GroupChanges changes, Executor context, Outlet outlet, String lastSeen) {
    this.subject = subject;
    this.changes = changes;
    this.context = context;
    this.outlet = outlet;
    this.lastId = lastSeen;
  }

  /** Follows first and looks then, so that no change is missed. */
  void begin() {
    changes.follow(subject.groupId(), told);
    look();
  }

  /** Something may have changed. Any thread. */
  private void changed() {
    if (lookIsDue.compareAndSet(false, true)) {
      context.execute(this::look);
    }
  }

  /** Tells the state if the client does not know it. To be called again when it can read again. */
  void look() {
    lookIsDue.set(false);
    if (ended || outlet.isFull()) {
      return;
    }
    subject.state().get().ifPresentOrElse(this::tell, this::end);
  }

  private void tell(JsonObject state) {
    var json = state.encode();
    var id = idOf(json);
    if (!id.equals(lastId)) {
      lastId = id;
      outlet.state(id, json);
    }
  }

  private void end() {
    close();
    outlet.gone(Answers.notFound(subject.what()).encode());
  }

  /** Tells that the stream is alive, unless it is full anyway. */
  void beat() {
    if (!ended && !outlet.isFull()) {
      outlet.beat();
    }
  }

  /** Sends the client away; it may come again. */
  void restart() {
    if (!ended) {
      close();
      outlet.restart();
    }
  }

  /** Tells nothing any more: the client has gone, or has been told everything. */
  void close() {
    ended = true;
    changes.unfollow(subject.groupId(), told);
  }

  private static String idOf(String json) {
    try {
      var digest =
          MessageDigest.getInstance("SHA-256").digest(json.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(Arrays.copyOf(digest, ID_BYTES));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
