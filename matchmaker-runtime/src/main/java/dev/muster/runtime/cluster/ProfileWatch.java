package dev.muster.runtime.cluster;

import dev.muster.api.v1alpha1.MatchmakerProfile;
import dev.muster.runtime.loop.ClusterCommands;
import dev.muster.runtime.loop.QueueRevision;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the loop's queues as the profiles' revisions say.
 *
 * <p>A profile is served by the revision that its status names, whatever its spec says meanwhile,
 * and belongs to the Matchmaker that the revision names. Revisions never change, so each is read
 * once. While one cannot be read, or makes no sense, the one before stays in force.
 */
final class ProfileWatch {
  private static final Logger LOG = LoggerFactory.getLogger(ProfileWatch.class);
  private static final Duration DEFAULT_REMOVAL = Duration.ofMinutes(1);
  private static final int TELL_EVERY = 10;

  private final ClusterApi api;
  private final Scheduler scheduler;
  private final Repeater repeater;
  private final Revision.Reader reader;
  private final ClusterCommands loop;
  private final Consumer<QueueRevision> opened;
  private final Map<String, Watched> watched = new HashMap<>();

  private static final class Watched {
    private final String uid;
    private String wanted = "";
    private boolean settled;
    private Optional<QueueRevision> held = Optional.empty();
    private Optional<QueueRevision> served = Optional.empty();

    /** For whose queue's name it is known that it waits. */
    private Optional<QueueRevision> told = Optional.empty();

    Watched(String uid) {
      this.uid = uid;
    }
  }

  /**
   * Watches nothing yet.
   *
   * @param opened is told each revision once the loop serves it
   */
  ProfileWatch(
      ClusterApi api,
      Scheduler scheduler,
      Repeater repeater,
      Revision.Reader reader,
      ClusterCommands loop,
      Consumer<QueueRevision> opened) {
    this.api = api;
    this.scheduler = scheduler;
    this.repeater = repeater;
    this.reader = reader;
    this.loop = loop;
    this.opened = opened;
  }

  /** A profile as it is now. */
  void seen(MatchmakerProfile profile) {
    var name = profile.getMetadata().getName();
    if (profile.getMetadata().getDeletionTimestamp() != null) {
      gone(name); // whoever holds it back with a finalizer does not keep its queue open
      return;
    }
    var uid = profile.getMetadata().getUid();
    if (watched.containsKey(name) && !Objects.equals(watched.get(name).uid, uid)) {
      // Deleted and made again while the watch was interrupted, so that nobody told.
      gone(name);
    }
    var status = profile.getStatus();
    if (status == null || status.revision() == null) {
      return;
    }
    var one = watched.computeIfAbsent(name, n -> new Watched(uid));
    if (!one.wanted.equals(status.revision())) {
      one.wanted = status.revision();
      one.settled = false;
      repeater.ask(new Fetch(name, status.revision()));
    }
  }

  /** A profile no longer exists. */
  void gone(String name) {
    var one = watched.remove(name);
    if (one != null && one.served.isPresent()) {
      close(name, "its profile was deleted");
    }
    openHeld();
  }

  /** Whether for every profile seen it is known what its revision says. */
  boolean isSettled() {
    return watched.values().stream().allMatch(one -> one.settled);
  }

  /** How many queues are served. */
  int served() {
    return (int) watched.values().stream().filter(one -> one.served.isPresent()).count();
  }

  /** How long tickets of a profile's ended match can be read. */
  Duration removalPeriod(String profile) {
    return Optional.ofNullable(watched.get(profile))
        .flatMap(one -> one.served)
        .map(served -> Duration.ofMillis(served.profile().periods().ticketRemovalMillis()))
        .orElse(DEFAULT_REMOVAL);
  }

  private final class Fetch implements Repeater.Question {
    private final String profile;
    private final String revision;

    Fetch(String profile, String revision) {
      this.profile = profile;
      this.revision = revision;
    }

    @Override
    public CompletionStage<Reply> send() {
      return api.revision(revision);
    }

    @Override
    public boolean isWanted() {
      var one = watched.get(profile);
      return one != null && one.wanted.equals(revision);
    }

    @Override
    public boolean take(Reply reply, int attempt) {
      if (!isWanted()) {
        return true;
      }
      var one = watched.get(profile);
      if (reply.succeeded()) {
        one.settled = true;
        ProfileWatch.this.take(profile, one, reader.read(profile, revision, reply.body()));
        return true;
      }
      // One that is not there must not keep the others from being served.
      one.settled = one.settled || !reply.away();
      if (attempt % TELL_EVERY == 1) {
        LOG.atWarn()
            .addKeyValue("profile", profile)
            .addKeyValue("revision", revision)
            .addKeyValue("code", reply.code())
            .addKeyValue("cause", reply.body())
            .log("A profile's revision cannot be read; trying again");
      }
      return false;
    }
  }

  private void take(String name, Watched one, Revision revision) {
    if (revision instanceof Revision.Ours ours) {
      one.held = Optional.of(ours.rules());
      openHeld();
    } else if (revision instanceof Revision.Foreign foreign) {
      one.held = Optional.empty();
      if (one.served.isPresent()) {
        one.served = Optional.empty();
        close(name, "Matchmaker " + foreign.matchmaker() + " serves its profile now");
        openHeld();
      }
    } else if (revision instanceof Revision.Broken broken) {
      LOG.atError()
          .addKeyValue("profile", name)
          .addKeyValue("revision", one.wanted)
          .addKeyValue("problem", broken.problem())
          .log("A profile's revision makes no sense; the one before stays in force");
    } else {
      throw new AssertionError(revision);
    }
  }

  /** Opens what can be opened: a queue's name may be in use until another profile gives it up. */
  private void openHeld() {
    boolean opening = true;
    while (opening) {
      opening = openFree() || openRing();
    }
    watched.values().forEach(this::tellWaiting);
  }

  /** Opens those whose name nobody else has. */
  private boolean openFree() {
    boolean any = false;
    for (var one : watched.values()) {
      if (one.held.isPresent() && owner(one.held.get()).isEmpty()) {
        open(List.of(one));
        any = true;
      }
    }
    return any;
  }

  /**
   * Opens profiles that wait for each other's names. They come when names were exchanged by way of
   * a name that has been missed: nobody will give up his first.
   */
  private boolean openRing() {
    for (var name : watched.keySet()) {
      var ring = ring(name);
      if (!ring.isEmpty()) {
        open(ring);
        return true;
      }
    }
    return false;
  }

  /** Those that wait for each other, beginning with this one; empty when it does not end there. */
  private List<Watched> ring(String first) {
    var ring = new ArrayList<Watched>();
    var next = Optional.of(first);
    while (next.isPresent() && ring.size() < watched.size()) {
      var one = watched.get(next.get());
      ring.add(one);
      next = one.held.flatMap(this::owner);
      if (next.equals(Optional.of(first))) {
        return ring;
      }
    }
    return List.of();
  }

  /** Which other profile is served under the name that this one is to have. */
  private Optional<String> owner(QueueRevision rules) {
    return watched.entrySet().stream()
        .filter(entry -> !entry.getKey().equals(rules.profileName()))
        .filter(
            entry ->
                entry.getValue().served.filter(r -> r.queue().equals(rules.queue())).isPresent())
        .map(Map.Entry::getKey)
        .findFirst();
  }

  private void tellWaiting(Watched one) {
    if (one.held.isPresent() && !one.held.equals(one.told)) {
      one.told = one.held;
      var rules = one.held.get();
      LOG.atWarn()
          .addKeyValue("profile", rules.profileName())
          .addKeyValue("queue", rules.queue())
          .addKeyValue("servedBy", owner(rules).orElse(""))
          .log("A profile's queue is taken by another profile; it waits for the name");
    }
  }

  private void open(List<Watched> several) {
    for (var one : several) {
      one.served = one.held;
      one.held = Optional.empty();
    }
    serve(several.stream().map(one -> one.served.orElseThrow()).toList());
  }

  private void serve(List<QueueRevision> several) {
    for (var rules : several) {
      LOG.atInfo()
          .addKeyValue("profile", rules.profileName())
          .addKeyValue("queue", rules.queue())
          .addKeyValue("revision", rules.revision())
          .log("Serving a queue");
    }
    scheduler.then(
        several.size() == 1 ? loop.serve(several.get(0)) : loop.exchange(several),
        done -> several.forEach(opened));
  }

  private void close(String name, String why) {
    LOG.atInfo().addKeyValue("profile", name).addKeyValue("why", why).log("Closing a queue");
    var unused = loop.close(name, why);
  }
}
