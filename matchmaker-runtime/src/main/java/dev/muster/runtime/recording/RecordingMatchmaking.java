package dev.muster.runtime.recording;

import dev.muster.api.recording.Recorded;
import dev.muster.engine.Admission;
import dev.muster.engine.Event;
import dev.muster.engine.Explanation;
import dev.muster.engine.Matchmaking;
import dev.muster.engine.RefusalShare;
import dev.muster.engine.Snapshot;
import dev.muster.engine.Standing;
import dev.muster.engine.Unfit;
import dev.muster.engine.profile.Profile;
import dev.muster.engine.ticket.Backfill;
import dev.muster.engine.ticket.Search;
import java.util.List;
import java.util.Optional;

/** A matchmaking whose every command is recorded before it is carried out. */
final class RecordingMatchmaking implements Matchmaking {
  private final Matchmaking engine;
  private final int queue;
  private final Recorder recorder;

  /**
   * One around another.
   *
   * @param queue its number in the recording
   */
  RecordingMatchmaking(Matchmaking engine, int queue, Recorder recorder) {
    this.engine = engine;
    this.queue = queue;
    this.recorder = recorder;
  }

  @Override
  public Admission add(Search search, long nowMillis) {
    recorder.write(new Recorded.Added(queue, nowMillis, search));
    return engine.add(search, nowMillis);
  }

  @Override
  public Optional<Search> remove(String groupId) {
    recorder.write(new Recorded.Removed(queue, groupId));
    return engine.remove(groupId);
  }

  @Override
  public Optional<Unfit> add(Backfill backfill, long nowMillis) {
    recorder.write(new Recorded.BackfillAdded(queue, nowMillis, backfill));
    return engine.add(backfill, nowMillis);
  }

  @Override
  public boolean removeBackfill(String backfillId) {
    recorder.write(new Recorded.BackfillRemoved(queue, backfillId));
    return engine.removeBackfill(backfillId);
  }

  @Override
  public List<Event> change(Profile profile, boolean beaconsListed, long nowMillis) {
    recorder.write(new Recorded.Changed(queue, nowMillis, profile, beaconsListed));
    return engine.change(profile, beaconsListed, nowMillis);
  }

  @Override
  public List<Event> advance(long nowMillis) {
    recorder.write(new Recorded.Advanced(queue, nowMillis));
    return engine.advance(nowMillis);
  }

  @Override
  public long nextDueMillis() {
    return engine.nextDueMillis();
  }

  @Override
  public Standing standing() {
    return engine.standing();
  }

  @Override
  public Optional<Explanation> explain(String groupId, long nowMillis) {
    return engine.explain(groupId, nowMillis);
  }

  @Override
  public Optional<Snapshot> snapshot(String groupId, int most) {
    return engine.snapshot(groupId, most);
  }

  @Override
  public List<RefusalShare> refusals(int most, long nowMillis) {
    return engine.refusals(most, nowMillis);
  }
}
