package dev.muster.runtime.cluster;

import dev.muster.api.v1alpha1.Api;
import dev.muster.api.v1alpha1.Backfill;
import dev.muster.api.v1alpha1.BackfillStatus;
import dev.muster.engine.Unfit;
import dev.muster.runtime.loop.ClusterCommands;
import dev.muster.runtime.loop.QueueRevision;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the loop's backfills as the Backfill resources say: those that the operator lets search do,
 * until they end, vanish, or a match is made for them. They search again should that match fail,
 * and when their queue opens or its rules change.
 */
final class BackfillWatch {
  private static final Logger LOG = LoggerFactory.getLogger(BackfillWatch.class);
  private static final Duration DEFAULT_EXPIRATION = Duration.ofMinutes(5);

  private final ClusterCommands loop;
  private final String matchmaker;
  private final Map<String, Backfill> searching = new HashMap<>();
  private final Set<String> matched = new HashSet<>();
  private final Map<String, QueueRevision> queues = new HashMap<>();

  BackfillWatch(ClusterCommands loop, String matchmaker) {
    this.loop = loop;
    this.matchmaker = matchmaker;
  }

  /** A Backfill as it is now. */
  void seen(Backfill backfill) {
    if (isOurs(backfill) && isSearching(backfill)) {
      if (!backfill.equals(searching.put(name(backfill), backfill))) {
        search(backfill);
      }
    } else {
      remove(name(backfill));
    }
  }

  /** A Backfill no longer exists. */
  void gone(String name) {
    remove(name);
    matched.remove(name);
  }

  /** A match was made for a Backfill; it does not search meanwhile. */
  void matched(String name) {
    matched.add(name);
  }

  /** The match for a Backfill failed. */
  void matchFailed(String name) {
    matched.remove(name);
    Optional.ofNullable(searching.get(name)).ifPresent(this::search);
  }

  /** A queue has opened, or its rules have changed. */
  void opened(QueueRevision queue) {
    queues.values().removeIf(other -> other.profileName().equals(queue.profileName()));
    queues.put(queue.queue(), queue);
    List.copyOf(searching.values()).stream()
        .filter(backfill -> backfill.getSpec().queue().equals(queue.queue()))
        .forEach(this::search);
  }

  private boolean isOurs(Backfill backfill) {
    var spec = backfill.getSpec();
    if (spec == null || spec.queue() == null) {
      return false;
    }
    var owner = spec.matchmaker() == null ? Api.DEFAULT_MATCHMAKER : spec.matchmaker();
    return owner.equals(matchmaker);
  }

  private static boolean isSearching(Backfill backfill) {
    return backfill.getStatus() != null
        && backfill.getStatus().phase() == BackfillStatus.Phase.Searching
        && backfill.getMetadata().getDeletionTimestamp() == null;
  }

  private void search(Backfill backfill) {
    var name = name(backfill);
    var queue = backfill.getSpec().queue();
    if (matched.contains(name) || !isServed(queue, backfill.getStatus().profile())) {
      return;
    }
    try {
      loop.searchBackfill(queue, BackfillMapping.of(backfill, expiration(queue)))
          .thenAccept(unfit -> unfit.ifPresent(why -> log(name, why)));
    } catch (RuntimeException e) {
      LOG.atWarn()
          .addKeyValue("backfill", name)
          .addKeyValue("problem", e.toString())
          .log("A Backfill makes no sense and does not search");
    }
  }

  /** By the profile for which the operator let it search, not by one that has the name since. */
  private boolean isServed(String queue, String profile) {
    var served = queues.get(queue);
    return served != null && (profile == null || served.profileName().equals(profile));
  }

  private Duration expiration(String queue) {
    return Optional.ofNullable(queues.get(queue))
        .map(rules -> Duration.ofMillis(rules.profile().periods().ticketExpirationMillis()))
        .orElse(DEFAULT_EXPIRATION);
  }

  private static void log(String name, Unfit why) {
    LOG.atWarn()
        .addKeyValue("backfill", name)
        .addKeyValue("problems", why.problems())
        .log("A Backfill cannot search under its queue's rules");
  }

  private void remove(String name) {
    var backfill = searching.remove(name);
    if (backfill != null) {
      var unused = loop.removeBackfill(backfill.getSpec().queue(), name);
    }
  }

  private static String name(Backfill backfill) {
    return backfill.getMetadata().getName();
  }
}
